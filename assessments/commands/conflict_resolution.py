"""Closing conflicts between answers: by a choice that names them, or because both sides say the same by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from assessments.domain.answer_merge import Answer
from assessments.models import AnswerLog, Assessment

if TYPE_CHECKING:
    from django.db.models import QuerySet


def open_conflicts(assessment_id: UUID) -> QuerySet[AnswerLog]:
    """Logged changes with held fields that are not settled."""
    return AnswerLog.objects.filter(~Q(held=""), assessment=assessment_id, settled_by__isnull=True)


def settle_conflicts(
    assessment: Assessment, entries: Sequence[AnswerLog], current: Mapping[str, Answer]
) -> bool:
    """Close conflicts that new log entries decide, and those whose held fields equal the current answer.

    Returns whether the assessment still has conflicts.

    Args:
        assessment: whose log it is.
        entries: the new entries, stored already.
        current: the answers after them, by question.
    """
    taken = [entry for entry in entries if not entry.held]
    latest = {entry.question: entry for entry in taken}
    decided = {(entry.question, act): entry for entry in taken for act in entry.settles or ()}
    closed: dict[int, list[int]] = {}
    for row in open_conflicts(assessment.pk).filter(question__in=current):
        entry = decided.get((row.question, str(row.act)))
        if entry is None and _is_current(row, current[row.question]):
            entry = latest.get(row.question)
        if entry is not None:
            closed.setdefault(entry.pk, []).append(row.pk)
    for entry_id, rows in closed.items():
        AnswerLog.objects.filter(pk__in=rows).update(settled_by=entry_id)
    return open_conflicts(assessment.pk).exists()


def _is_current(row: AnswerLog, current: Answer) -> bool:
    given = Answer.of(row.new, row.given).normalised()
    return all(getattr(given, name) == getattr(current, name) for name in row.held.split())
