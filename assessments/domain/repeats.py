"""Issues that come back: questions found non-compliant in one assessment after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FOUND, COMPLIANT = "N", "C"


def times_in_a_row(sheets: Iterable[Mapping[str, str]], question: str) -> int:
    """In how many assessments in a row, counted back from the newest, a question was non-compliant.

    Assessments that did not ask it, or where it did not apply, are passed over.

    Args:
        sheets: letters by question, an assessment each, newest first.
        question: its code.
    """
    times = 0
    for letters in sheets:
        letter = letters.get(question)
        if letter == COMPLIANT:
            break
        times += letter == FOUND
    return times
