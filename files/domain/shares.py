"""Shares as they are printed."""

from __future__ import annotations


def whole_per_cent(part: int, whole: int) -> int:
    """A share in whole per cents, half rounded up, from integers; the whole is not 0."""
    return (200 * part + whole) // (2 * whole)


_SIGNS = {"fr": "\u202f%", "es": "\u00a0%"}


def with_per_cent_sign(number: str, language: str | None) -> str:
    """A number with its sign as a language writes them: "9%", French with a narrow space and Spanish with a whole one.

    Neither space breaks the line. `number`: as the language writes it.
    """
    return number + _SIGNS.get((language or "").partition("-")[0], "%")
