"""Waiting for another process, without guessing how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T], *, seconds: float = 60.0, every: float = 0.1) -> T:
    """What `look` gives once it gives something true; it is asked again until then.

    Raises:
        AssertionError: it stayed false; the last answer is in the message.
    """
    until = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < until, f"still {seen!r} after {seconds} s"
        time.sleep(every)
    return seen
