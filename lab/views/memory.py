"""Memory of large arrays, given back to the machine: the C library would keep it for the process."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache


def give_memory_back() -> None:
    """Return to the system what is free; a few milliseconds. Nothing where the C library cannot (not glibc)."""
    if (trim := _malloc_trim()) is not None:
        trim(0)


@cache
def _malloc_trim() -> Callable[[int], int] | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
