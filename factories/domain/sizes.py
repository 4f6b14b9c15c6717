"""Classes of factories by their number of workers, for comparing like with like."""

from __future__ import annotations

SIZES = (0, 250, 1000, 3000)
"""The least number of workers of each class."""


def size_class(workers: int | None) -> str:
    """The least number of workers of the class that a factory is in, as text; "" where nobody counted."""
    return "" if workers is None else str(max(least for least in SIZES if workers >= least))


def size_bounds(size: str) -> tuple[int, int | None]:
    """The least and the greatest number of workers of a class; None for the last class, which has no end."""
    least = int(size)
    beyond = next((other for other in SIZES if other > least), None)
    return least, None if beyond is None else beyond - 1
