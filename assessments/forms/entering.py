"""Answers of one compliance point, entered on a plain page: each question becomes an act, as a tablet would send it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.commands import AnswerChange
from assessments.domain.answers import LETTERS, UNANSWERED
from assessments.queries.comments import Comment
from assessments.queries.one_assessment import Point
from factories.domain.cells import BadCell, plain_text

LONGEST = 10_000
ATTRIBUTIONS = ("factory", "national_law")


@dataclass(frozen=True, slots=True)
class Entry:
    """One question on the page: how it stands, and the id of the act that saving it would be."""

    code: str
    text: str
    legal_reference: str
    guidance: str
    compliant_answer: str
    letter: str
    details: str
    attribution: str
    note: str
    public: bool
    zero_tolerance: bool
    act: uuid.UUID
    seen: str  # the letter that the page shows as stored
    problem: str = ""
    comments: tuple[Comment, ...] = ()  # of the reviewer

    @property
    def is_open(self) -> bool:
        """Whether there is something to read or write beside the answer."""
        return self.letter == "N" or bool(self.details or self.note or self.problem)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a finding so far."""

    details: str = ""
    attribution: str = "factory"


def entries(
    point: Point,
    findings: Mapping[str, Told],
    *,
    public: frozenset[str] = frozenset(),
    zero_tolerance: frozenset[str] = frozenset(),
    by_law: frozenset[str] = frozenset(),
    data: Mapping[str, str] | None = None,
) -> list[Entry]:
    """The questions of a point as they stand, or (with `data`) as somebody has just filled them in."""
    asked = data or {}
    made = []
    for answer in point.answers:
        code = answer.words.code
        default = Told(attribution="national_law" if code in by_law else "factory")
        told = findings.get(code, default)
        details = asked.get(f"details-{code}", told.details)
        note = asked.get(f"note-{code}", answer.note)
        made.append(
            Entry(
                code=code,
                text=answer.words.text,
                legal_reference=answer.words.legal_reference,
                guidance=answer.words.guidance,
                compliant_answer=answer.words.compliant_answer,
                letter=asked.get(f"answer-{code}", answer.letter),
                details=details,
                attribution=asked.get(f"attribution-{code}", told.attribution),
                note=note,
                public=code in public,
                zero_tolerance=code in zero_tolerance,
                act=_act_id(asked.get(f"act-{code}", "")),
                seen=asked.get(f"seen-{code}", answer.letter),
                problem=_problem(details)
                or _problem(note)
                or (_misplaced(asked, code, told) if data else ""),
                comments=answer.comments,
            )
        )
    return made


def acts_of(
    point: Point,
    filled: Sequence[Entry],
    findings: Mapping[str, Told],
    *,
    now: datetime,
) -> list[AnswerChange]:
    """What the page would change, an act a question; what was left as it stood is no act.

    Args:
        point: the point as it stands now.
        filled: its entries as filled in.
        findings: what is told of its findings now.
        now: when it was sent.
    """
    acts = []
    for answer, entry in zip(point.answers, filled, strict=True):
        before = entry.seen if entry.seen in LETTERS else UNANSWERED
        told = findings.get(entry.code, Told())
        found = entry.letter == "N"
        retold = found and (entry.details, entry.attribution) != (told.details, told.attribution)
        if entry.letter not in LETTERS or (
            entry.letter == before and not retold and entry.note == answer.note
        ):
            continue
        acts.append(
            AnswerChange(
                act=entry.act,
                question=entry.code,
                old=before,
                new=entry.letter,
                answered_at=now,
                note=entry.note if entry.note != answer.note else None,
                details=entry.details if found else None,
                attribution=entry.attribution if found and entry.attribution in ATTRIBUTIONS else None,
            )
        )
    return acts


def _act_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _misplaced(asked: Mapping[str, str], code: str, told: Told) -> str:
    """Details beside an answer that is no finding would be lost without a word."""
    details = asked.get(f"details-{code}", "").strip()
    if details and details != told.details and asked.get(f"answer-{code}") != "N":
        return _("This describes a finding. Answer non-compliant, or move the text to the note.")
    return ""


def _problem(text: str) -> str:
    try:
        plain_text(text, longest=LONGEST)
    except BadCell as bad:
        return str(bad)
    return ""
