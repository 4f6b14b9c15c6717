"""Issues that come back: questions found non-compliant in one assessment after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from questionnaires.domain.question_mapping import NO_LINEAGE, Lineage

FOUND, COMPLIANT = "N", "C"
_WORST_FIRST = (FOUND, COMPLIANT, "X")


def letter_then(letters: Mapping[str, str], question: str, lineage: Lineage) -> str | None:
    """Another assessment's answer to a question, or to its counterparts in that version.

    Of several the worst: non-compliant before compliant before not applicable. None where nothing was answered.

    Args:
        letters: by question of the other assessment.
        question: its code.
        lineage: which questions follow each other.
    """
    given = {letters[code] for code in lineage.counterparts(question, letters)}
    return next((letter for letter in _WORST_FIRST if letter in given), None)


def times_in_a_row(sheets: Iterable[Mapping[str, str]], question: str, lineage: Lineage = NO_LINEAGE) -> int:
    """In how many assessments in a row, counted back from the newest, a question was non-compliant.

    Assessments that did not ask it, or where it did not apply, are passed over.

    Args:
        sheets: letters by question, an assessment each, newest first.
        question: its code.
        lineage: which questions of other versions follow each other.
    """
    times = 0
    for letters in sheets:
        letter = letter_then(letters, question, lineage)
        if letter == COMPLIANT:
            break
        times += letter == FOUND
    return times
