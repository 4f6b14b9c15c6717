"""Signs of an entry that was not made question by question: hints for a reviewer, no verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

WITHIN_SECONDS = 10
LEAST_AT_ONCE = 40  # fewer are a compliance point or two marked in one act
WINDOWS = (WITHIN_SECONDS, 60, 300, 600)  # seconds
READING_SECONDS = 3  # to read a question, look and answer takes longer
LEAST_WORDS = 6  # shorter descriptions are alike by chance


def most_within(moments: Iterable[datetime], *, seconds: int = WITHIN_SECONDS) -> int:
    """The most of the moments that lie within so many seconds of each other; 0 of none."""
    ordered, most, first = sorted(moments), 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] > timedelta(seconds=seconds):
            first += 1
        most = max(most, last - first + 1)
    return most


def entered_too_fast(moments: Sequence[datetime]) -> tuple[int, int]:
    """How many answers, and within how many seconds: most of them, faster than questions can be read; else (0, 0)."""
    for seconds in WINDOWS:
        most = most_within(moments, seconds=seconds)
        if most >= max(LEAST_AT_ONCE, seconds / READING_SECONDS) and 2 * most > len(moments):
            return most, seconds
    return 0, 0


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a description without case, signs and spaces, for comparing."""
    return tuple("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def copied_codes(details: Mapping[str, str], elsewhere: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Questions whose description has the same words as one of the same question elsewhere; short ones are left out."""
    others = {code: {plain_words(text) for text in texts} for code, texts in elsewhere.items()}
    return tuple(
        code
        for code, text in details.items()
        if len(words := plain_words(text)) >= LEAST_WORDS and words in others.get(code, ())
    )


def is_all_compliant(letters: Iterable[str]) -> bool:
    """Whether everything was answered and nothing is non-compliant, with at least one compliant answer."""
    given = set(letters)
    return "C" in given and given <= {"C", "X"}
