"""Answers in conflict: what stands, and every device's whole answer beside it; what was not chosen stays readable.

Plain values ready for JSON. Rights are the caller's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.domain.answer_merge import Answer, as_document, stated_fields
from assessments.domain.answers import answers_of
from assessments.models import AnswerLog, AnswerNote, Assessment, Finding
from questionnaires.queries.questionnaires import layouts

_COLUMNS = (
    "pk", "act", "question", "old", "new", "seen", "given", "held", "settles", "settled_by", "settled_by__new",
    "settled_by__given", "settled_by__recorded_by__name", "recorded_by", "recorded_by__name", "device", "answered_at",
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """A whole answer that one device gave, with who gave it."""

    acts: tuple[UUID, ...]  # ids of the changes that are in conflict
    answer: Answer
    held: tuple[str, ...]  # the fields in which it is in conflict
    by: str
    device: str
    at: datetime

    def as_document(self) -> dict[str, Any]:
        """The version as the workspace shows it."""
        return {
            "acts": [str(act) for act in self.acts],
            "answer": as_document(self.answer),
            "held": list(self.held),
            "by": self.by,
            "device": self.device,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class AnswerConflict:
    """One question whose answers differ: what stands and every other version, oldest first."""

    question: str
    standing: Answer
    standing_by: str
    standing_at: datetime | None
    versions: tuple[Version, ...]

    @property
    def acts(self) -> tuple[UUID, ...]:
        """Ids of all changes that a choice settles."""
        return tuple(act for version in self.versions for act in version.acts)

    def as_document(self) -> dict[str, Any]:
        """The clash as the workspace shows it."""
        return {
            "question": self.question,
            "standing": as_document(self.standing),
            "standingBy": self.standing_by,
            "standingAt": self.standing_at.isoformat() if self.standing_at else None,
            "versions": [version.as_document() for version in self.versions],
        }


def clashes_in(assessment_id: UUID) -> list[AnswerConflict]:
    """Every question in conflict, the oldest conflict first. One query when there is none, else four or five."""
    waiting = _in_conflict(assessment_id).filter(settled_by__isnull=True)
    rows = list(
        AnswerLog.objects.filter(assessment=assessment_id, question__in=waiting.values("question"))
        .order_by("pk")
        .values(*_COLUMNS)
    )
    by_question: dict[str, list[Row]] = {}
    for row in rows:
        by_question.setdefault(row["question"], []).append(row)
    if not by_question:
        return []
    current = current_answers(assessment_id, by_question)
    return [_clash(question, current[question], log) for question, log in by_question.items()]


def _in_conflict(assessment_id: UUID) -> QuerySet[AnswerLog]:
    return AnswerLog.objects.filter(~Q(held=""), assessment=assessment_id)


def current_answers(assessment_id: UUID, questions: Collection[str]) -> dict[str, Answer]:
    """The whole answers of some questions as they stand. At most five queries."""
    assessment = Assessment.objects.only("sheet", "layout_id").get(pk=assessment_id)
    letters = answers_of(assessment.sheet, layouts([assessment.layout_id])[assessment.layout_id].layout)
    findings = Finding.objects.filter(
        assessment=assessment_id, withdrawn_at__isnull=True, question__in=questions
    )
    words = {
        row[0]: row[1:] for row in findings.values_list("question", "details", "workers_concerned", "attribution")
    }  # fmt: skip
    notes = dict(
        AnswerNote.objects.filter(assessment=assessment_id, question__in=questions).values_list(
            "question", "text"
        )
    )
    return {
        question: Answer(letters[question], *words.get(question, ("", None, "")), notes.get(question, ""))
        for question in questions
    }


def _clash(question: str, current: Answer, log: Sequence[Row]) -> AnswerConflict:
    versions: dict[tuple[Any, str], Version] = {}
    for row in log:
        held = tuple(row["held"].split())
        if not held or row["settled_by"] is not None:
            continue
        who = (row["recorded_by"], row["device"])
        before = versions.get(who)
        given = Answer.of(row["new"], row["given"]).normalised()
        versions[who] = Version(
            acts=(*(before.acts if before else ()), row["act"]),
            answer=_whole(before.answer if before else current, given, held),
            held=tuple(dict.fromkeys((*(before.held if before else ()), *held))),
            by=row["recorded_by__name"] or "",
            device=row["device"],
            at=row["answered_at"],
        )
    taken = _last_taken(log, {name for version in versions.values() for name in version.held})
    by, at = (taken["recorded_by__name"] or "", taken["answered_at"]) if taken else ("", None)
    return AnswerConflict(question, current, by, at, tuple(versions.values()))


def _last_taken(log: Sequence[Row], contested: set[str]) -> Row | None:
    """The last change that set one of the contested fields; None where an import did."""
    for row in reversed(log):
        given = Answer.of(row["new"], row["given"])
        stated = stated_fields(Answer.of(row["old"], row["seen"]), given, settles=bool(row["settles"]))
        if contested & (set(stated) - set(row["held"].split())):
            return row
    return None


def _whole(under: Answer, given: Answer, held: tuple[str, ...]) -> Answer:
    """The answer that a device wants: its held fields over what lies under them, or all of it with another letter."""
    if "letter" in held or under.letter != given.letter:
        return given
    return replace(under, **{name: getattr(given, name) for name in held})


def unchosen_in(
    assessment_id: UUID, questions: Collection[str] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Answers that were in conflict and were not chosen when it was settled, by question. One query."""
    rows = _in_conflict(assessment_id).filter(settled_by__isnull=False).order_by("pk")
    if questions is not None:
        rows = rows.filter(question__in=questions)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.values(*_COLUMNS):
        given = Answer.of(row["new"], row["given"]).normalised()
        chosen = Answer.of(row["settled_by__new"], row["settled_by__given"]).normalised()
        if all(getattr(given, name) == getattr(chosen, name) for name in row["held"].split()):
            continue
        document = as_document(given)
        versions = {
            "answer": document,
            "by": row["recorded_by__name"] or "",
            "at": row["answered_at"].isoformat(),
            "settledBy": row["settled_by__recorded_by__name"] or "",
        }
        known = found.setdefault(row["question"], [])
        if document not in [version["answer"] for version in known]:
            known.append(versions)
    return found
