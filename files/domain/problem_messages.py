"""The catalogue of what can be wrong with a row of evidence: a code for programs, a sentence with a mend for people.

What is wrong with a single cell (`not_a_day`, `not_a_number`, `out_of_range`, `formula`, …) is named by
`files.domain.cells`; here is what only evidence can get wrong. `ImportProblem` and `render` are shared by every import.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from files.domain.problems import ImportProblem, render
from files.domain.spelling import did_you_mean, nearest

__all__ = ["CODES", "ImportProblem", "render"]

HEAD = 1  # the row of the column names

CODES = {
    "missing_column": "a column that the file must have is not there",
    "unknown_column": "a column that the file cannot have, close to one that it can",
    "unknown_layout": "the columns are those of no layout of assessments",
    "empty": "a cell that must be filled is empty",
    "unknown_value": "a word that is none of those allowed",
    "unknown_factory": "no registered factory has this code or OS ID",
    "unknown_questionnaire": "no such questionnaire, version, or none in force that day",
    "unknown_question": "no released questionnaire has this question",
    "question_not_asked": "the question is not asked in the factory's country",
    "bad_answer": "an answer that is none",
    "answered_twice": "one question has two rows in one assessment",
    "assessment_twice": "one assessment stands in two rows or under two references",
    "contradiction": "rows of one assessment disagree about it",
    "incomplete": "a full and final assessment leaves questions open",
    "nothing_answered": "a final assessment answers nothing",
    "details_without_finding": "details beside an answer that is no finding",
    "attribution_without_finding": "an attribution beside an answer that is no finding",
    "attribution_needs_long": "an attribution in a layout that cannot say of which question",
    "country_differs": "the row's country is not the factory's",
    "in_the_future": "a day that has not come",
    "before_programme": "a day before the programme began in the factory's country",
    "wrong_order": "a day before the one that it must follow",
    "comes_twice": "two rows for one and the same thing",
    "unknown_visit": "no such advisory visit",
    "needs_day": "a status without the day that it needs",
    "needs_status": "a day without the status that it needs",
}
"""Every code with what it means; the sentences themselves are below."""


def missing_column(column: str, columns: Sequence[str]) -> ImportProblem:
    """A column that must be there is not; names the one that may be meant."""
    close = nearest(column, columns, cutoff=0.8)
    mend = f'rename "{close}" to {column}' if close else "add it"
    return ImportProblem(HEAD, column, "missing_column", f"the column is missing; {mend}")


def unknown_column(column: str, known: Sequence[str]) -> ImportProblem:
    """A column that looks like a misspelt one, or that would drop answers if it were ignored."""
    return ImportProblem(
        HEAD, column, "unknown_column", f'"{column}" is not a column here; {did_you_mean(column, known)}'
    )


def unknown_layout(expected: str) -> ImportProblem:
    """The head is that of no layout."""
    return ImportProblem(
        HEAD, "", "unknown_layout", f"these columns are no layout of assessments; {expected}"
    )


def empty(row: int, field: str, mend: str = "fill it in") -> ImportProblem:
    """A required cell is empty."""
    return ImportProblem(row, field, "empty", f"it is empty; {mend}")


def unknown_value(row: int, field: str, value: str, known: Sequence[str]) -> ImportProblem:
    """A word that is none of a closed list."""
    return ImportProblem(
        row, field, "unknown_value", f'"{value[:40]}" is not known; {did_you_mean(value, known)}'
    )


def unknown_factory(row: int, field: str, value: str, close: str | None) -> ImportProblem:
    """Neither a programme code nor an OS ID."""
    mend = f"did you mean {close}?" if close else "import the factory first, or correct its code or OS ID"
    return ImportProblem(row, field, "unknown_factory", f'no factory is registered as "{value[:40]}"; {mend}')


def unknown_question(row: int, field: str, value: str, close: str | None) -> ImportProblem:
    """No version has the question."""
    mend = f"did you mean {close}?" if close else "use a code of the questionnaire"
    return ImportProblem(row, field, "unknown_question", f'no question has the code "{value[:40]}"; {mend}')


def question_not_asked(row: int, field: str, question: str, place: str) -> ImportProblem:
    """The question exists but not there."""
    sentence = f"{question} is not asked in {place}; leave the answer out"
    return ImportProblem(row, field, "question_not_asked", sentence)


def bad_answer(row: int, field: str, value: str, allowed: str) -> ImportProblem:
    """Not an answer."""
    what = f'"{value[:40]}" is no answer' if value else "the answer is empty"
    return ImportProblem(row, field, "bad_answer", f"{what}; use {allowed}")


def in_the_future(row: int, field: str, day: date, today: date) -> ImportProblem:
    """A thing that has happened cannot have happened later than now."""
    return ImportProblem(
        row, field, "in_the_future", f"{day} has not come yet (today is {today}); correct the day"
    )


def before_programme(row: int, field: str, day: date, began_on: date) -> ImportProblem:
    """A day before the programme began needs a reason."""
    what = f"{day} is before the programme began there ({began_on}); correct the day, or give --dates-reason"
    return ImportProblem(row, field, "before_programme", what)


def wrong_order(row: int, field: str, day: date, other: str, other_day: date) -> ImportProblem:
    """One day must not be before another."""
    return ImportProblem(
        row, field, "wrong_order", f"{day} is before {other} ({other_day}); correct one of the two"
    )


def comes_twice(row: int, field: str, what: str, first_row: int) -> ImportProblem:
    """Two rows with one key."""
    return ImportProblem(
        row, field, "comes_twice", f"{what} stands in row {first_row} too; keep one of the two rows"
    )


def incomplete(row: int, field: str, missing: Sequence[str]) -> ImportProblem:
    """A full, final assessment with open questions."""
    named = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")  # noqa: PLR2004  # as many as one can read
    what = (
        f"{len(missing)} questions have no answer ({named})" if len(missing) > 1 else f"{named} has no answer"
    )
    mend = "answer with C, N or X, or set kind to partial or remote"
    return ImportProblem(
        row, field, "incomplete", f"a full and final assessment is complete, but {what}; {mend}"
    )
