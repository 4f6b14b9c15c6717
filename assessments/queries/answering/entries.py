"""What became of what people entered: every change of an assessment's log, field by field. Rights are the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from assessments.domain.answer_merge import FINDING_FIELDS, Answer, stated_fields
from assessments.domain.answers import NONCOMPLIANT
from assessments.models import AnswerLog
from assessments.queries.answering.conflicts import current_answers

PAGE = 50
Fate = Literal["stands", "changed", "in_conflict", "chosen", "not_chosen"]
_COLUMNS = (
    "pk", "question", "old", "new", "seen", "given", "held", "settles", "settled_by", "settled_by__recorded_by__name",
    "recorded_by__name", "device", "answered_at", "recorded_at",
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EnteredField:
    """One field of an entry: what was given, what became of it, and who decided or changed it since, if anybody."""

    name: str
    value: Any
    fate: Fate
    by: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLogEntry:
    """One change that a person entered."""

    id: int
    question: str
    by: str
    device: str
    entered_at: datetime
    stored_at: datetime
    fields: tuple[EnteredField, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries, the newest first; `following` is the id that the next page begins below, None at the end."""

    entries: tuple[AnswerLogEntry, ...]
    following: int | None


def entries_of(
    assessment_id: UUID, *, user_id: int | None = None, question: str = "", below: int | None = None
) -> EntryPage:
    """A page of the entries of an assessment, all or those of one person or question. At most seven queries."""
    rows = AnswerLog.objects.filter(assessment_id=assessment_id)
    if user_id is not None:
        rows = rows.filter(recorded_by=user_id)
    if question:
        rows = rows.filter(question=question)
    if below is not None:
        rows = rows.filter(pk__lt=below)
    found = list(rows.order_by("-pk").values(*_COLUMNS)[: PAGE + 1])
    page = found[:PAGE]
    if not page:
        return EntryPage((), None)
    questions = {row["question"] for row in page}
    later = AnswerLog.objects.filter(
        assessment_id=assessment_id, question__in=questions, pk__gt=page[-1]["pk"]
    )
    by_question: dict[str, list[Row]] = {}
    for row in later.order_by("pk").values(*_COLUMNS):
        by_question.setdefault(row["question"], []).append(row)
    current = current_answers(assessment_id, questions)
    entries = tuple(
        _entry(row, current[row["question"]], by_question.get(row["question"], ())) for row in page
    )
    return EntryPage(entries, page[-1]["pk"] if len(found) > PAGE else None)


def _entry(row: Row, current: Answer, log: Sequence[Row]) -> AnswerLogEntry:
    given = Answer.of(row["new"], row["given"]).normalised()
    later = [other for other in log if other["pk"] > row["pk"]]
    fields = tuple(
        EnteredField(name, getattr(given, name), *_fate(name, given, row, current, later))
        for name in _stated(row)
    )
    return AnswerLogEntry(
        id=row["pk"],
        question=row["question"],
        by=row["recorded_by__name"] or "",
        device=row["device"],
        entered_at=row["answered_at"],
        stored_at=row["recorded_at"],
        fields=fields,
    )


def _stated(row: Row) -> tuple[str, ...]:
    given = Answer.of(row["new"], row["given"])
    return stated_fields(Answer.of(row["old"], row["seen"]), given, settles=bool(row["settles"]))


def _fate(name: str, given: Answer, row: Row, current: Answer, later: Iterable[Row]) -> tuple[Fate, str]:
    is_current = getattr(current, name) == getattr(given, name)
    if name in row["held"].split():
        if row["settled_by"] is None:
            return "in_conflict", ""
        return ("chosen" if is_current else "not_chosen"), row["settled_by__recorded_by__name"] or ""
    if is_current:
        return "stands", ""
    changes = (other for other in later if _touches(other, name))
    return "changed", next((other["recorded_by__name"] or "" for other in changes), "")


def _touches(row: Row, name: str) -> bool:
    """Whether a change set the field, or took away the finding that it belonged to."""
    taken = _taken(row)
    return name in taken or (name in FINDING_FIELDS and "letter" in taken and row["new"] != NONCOMPLIANT)


def _taken(row: Row) -> set[str]:
    return set(_stated(row)) - set(row["held"].split())
