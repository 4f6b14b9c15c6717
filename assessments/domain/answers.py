"""Answers and answer sheets: one character a question, in layout order.

`C` compliant, `N` non-compliant, `X` not applicable, `-` not answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from assessments.domain.layout import Layout

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


def letter_for(answer: str, compliant_answer: str) -> str:
    """The letter of an answer as it was spoken.

    Args:
        answer: "yes", "no", "not_applicable", or "" when there is none.
        compliant_answer: the question's polarity, "yes" or "no".

    Raises:
        ValueError: either is another word.
    """
    if compliant_answer not in {"yes", "no"}:
        raise ValueError(f"the compliant answer is yes or no, not {compliant_answer!r}")
    if answer == "not_applicable":
        return NOT_APPLICABLE
    if answer == "":
        return UNANSWERED
    if answer not in {"yes", "no"}:
        raise ValueError(f"an answer is yes, no, not_applicable or empty, not {answer!r}")
    return COMPLIANT if answer == compliant_answer else NONCOMPLIANT


def spoken_answer(letter: str, compliant_answer: str) -> str:
    """The answer behind a letter: "yes", "no", "not_applicable" or ""; the reverse of `letter_for`."""
    if letter == NOT_APPLICABLE:
        return "not_applicable"
    if letter == UNANSWERED:
        return ""
    if letter == COMPLIANT:
        return compliant_answer
    if letter == NONCOMPLIANT:
        return "no" if compliant_answer == "yes" else "yes"
    raise ValueError(f"an answer's letter is one of C, N, X, -; not {letter!r}")


def check_sheet(sheet: str, layout: Layout) -> str:
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


def answers_of(sheet: str, layout: Layout) -> dict[str, str]:
    """The letter of every question asked, unanswered ones included, by code and in order."""
    return dict(zip(layout.codes, check_sheet(sheet, layout), strict=True))


def sheet_of(answers: Mapping[str, str], layout: Layout) -> str:
    """The sheet that holds the given letters; questions without one are unanswered.

    Raises:
        UnknownQuestion: the layout does not ask one of them.
        SheetMisfit: a letter is none.
    """
    return with_answers(layout.empty_sheet, answers, layout)


def with_answers(sheet: str, answers: Mapping[str, str], layout: Layout) -> str:
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


def noncompliant_codes(sheet: str, layout: Layout) -> tuple[str, ...]:
    """The questions found non-compliant, in order, informative ones included."""
    return tuple(code for code, letter in answers_of(sheet, layout).items() if letter == NONCOMPLIANT)


def unanswered_codes(sheet: str, layout: Layout) -> tuple[str, ...]:
    """The questions that have no answer yet, in order."""
    return tuple(code for code, letter in answers_of(sheet, layout).items() if letter == UNANSWERED)


def is_complete(sheet: str, layout: Layout) -> bool:
    """Whether every question has an answer."""
    return UNANSWERED not in check_sheet(sheet, layout)


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs between two sheets of one layout."""

    question: str
    old: str
    new: str


def changes_between(old: str, new: str, layout: Layout) -> tuple[Change, ...]:
    """What has to change in the old sheet to make the new one, in layout order."""
    check_sheet(old, layout)
    check_sheet(new, layout)
    return tuple(
        Change(code, before, after)
        for code, before, after in zip(layout.codes, old, new, strict=True)
        if before != after
    )


def moved_sheet(sheet: str, source: Layout, target: Layout) -> str:
    """The sheet as another layout would hold it: answers go by question code; new questions are unanswered."""
    letters = answers_of(sheet, source)
    return "".join(letters.get(code, UNANSWERED) for code in target.codes)


def sheet_digest(
    layout_digest: str,
    sheet: str,
    national_law_codes: Iterable[str] = (),
    *,
    cycle: int,
    kind: str,
    announced: bool,
) -> str:
    """SHA-256 (64 hexadecimal digits) of what a final assessment says: how it is read, the answers, whose doing.

    Cycle, kind and whether it was announced belong to it, since criteria read them. The order of the codes that are
    laid to national law does not matter.
    """
    circumstances = f"cycle {cycle} {kind} {'announced' if announced else 'unannounced'}"
    parts = ("sheet 1", layout_digest, sheet, " ".join(sorted(set(national_law_codes))), circumstances)
    return sha256("\n".join(parts).encode()).hexdigest()
