"""Shares as they are printed."""

from __future__ import annotations


def whole_per_cent(part: int, whole: int) -> int:
    """A share in whole per cents, half rounded up, from integers; the whole is not 0."""
    return (200 * part + whole) // (2 * whole)
