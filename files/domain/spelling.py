"""Guessing what a person meant to write."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known word closest to a misspelt one, whatever its case; None when nothing comes close.

    Args:
        word: what was written.
        known: what may be written.
        cutoff: how alike two words must be, 0–1; a hint for people, never a judgement.
    """
    by_folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A mend to put after a message: the closest known word, or else the whole list."""
    names = list(known)
    close = nearest(word, names)
    if close is not None:
        return f"did you mean {close}?"
    return f"use one of {', '.join(names)}"
