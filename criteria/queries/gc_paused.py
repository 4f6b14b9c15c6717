"""Reading many rows without the garbage collector looking through the whole process again and again.

Rows become tens of thousands of small tuples, none of them in a cycle. Every few hundred of them set off a
collection, and the oldest generation holds all that the process ever loaded: a third of the time of a judgement.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """No collections meanwhile (references still free what they free); as it was before when it ends."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()
