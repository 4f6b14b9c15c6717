"""Answers and answer sheets: one character a question, in layout order.

`C` compliant, `N` non-compliant, `X` not applicable, `-` not answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires.domain.layout import SheetLayout

COMPLIANT = "C"
NONCOMPLIANT = "N"
NOT_APPLICABLE = "X"
UNANSWERED = "-"
LETTERS = frozenset("CNX-")
GIVEN = frozenset("CNX")


class SheetMisfit(ValueError):
    """A sheet cannot be read by a layout: another length, or a foreign character."""


class UnknownQuestion(KeyError):
    """The layout does not ask this question."""

    def __str__(self) -> str:
        return f"question {self.args[0]} is not asked in this layout"


def check_sheet(sheet: str, layout: SheetLayout) -> str:
    """The sheet itself, once it is known to fit the layout.

    Raises:
        SheetMisfit: it does not.
    """
    if len(sheet) != len(layout):
        raise SheetMisfit(
            f"the sheet has {len(sheet)} answers; {layout.questionnaire} asks {len(layout)} there"
        )
    foreign = sorted(set(sheet) - LETTERS)
    if foreign:
        raise SheetMisfit(f"the sheet has {', '.join(map(repr, foreign))}; answers are C, N, X or -")
    return sheet


def answers_of(sheet: str, layout: SheetLayout) -> dict[str, str]:
    """The letter of every question asked, unanswered ones included, by code and in order."""
    return dict(zip(layout.codes, check_sheet(sheet, layout), strict=True))


def with_answers(sheet: str, answers: Mapping[str, str], layout: SheetLayout) -> str:
    """The sheet after some answers were set anew.

    Raises:
        UnknownQuestion: the layout does not ask one of them.
        SheetMisfit: the sheet does not fit, or a letter is none.
    """
    letters = list(check_sheet(sheet, layout))
    for code, letter in answers.items():
        if code not in layout.index:
            raise UnknownQuestion(code)
        if letter not in LETTERS:
            raise SheetMisfit(f"{code}: {letter!r} is no answer; answers are C, N, X or -")
        letters[layout.index[code]] = letter
    return "".join(letters)


def unanswered_codes(sheet: str, layout: SheetLayout) -> tuple[str, ...]:
    """The questions that have no answer yet, in order."""
    return tuple(code for code, letter in answers_of(sheet, layout).items() if letter == UNANSWERED)


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """One answer that differs between two sheets of one layout."""

    question: str
    old: str
    new: str


def changes_between(old: str, new: str, layout: SheetLayout) -> tuple[AnswerDifference, ...]:
    """What has to change in the old sheet to make the new one, in layout order."""
    check_sheet(old, layout)
    check_sheet(new, layout)
    return tuple(
        AnswerDifference(code, before, after)
        for code, before, after in zip(layout.codes, old, new, strict=True)
        if before != after
    )
