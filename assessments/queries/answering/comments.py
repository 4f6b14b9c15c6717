"""What reviewers say to a team about single questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessments.models import ReviewComment


@dataclass(frozen=True, slots=True)
class Comment:
    """A reviewer's comment on one question; answered once the team has changed something there."""

    question: str
    text: str
    by: str
    at: datetime
    answered_at: datetime | None


def comments_of(assessment_id: UUID) -> dict[str, tuple[Comment, ...]]:
    """Comments by question, the oldest first. For the programme's staff only. One query."""
    rows = ReviewComment.objects.filter(assessment_id=assessment_id).order_by("commented_at", "pk")
    columns = ("question", "text", "commented_by__name", "commented_at", "answered_at")
    found: dict[str, tuple[Comment, ...]] = {}
    for question, text, by, at, answered_at in rows.values_list(*columns):
        comment = Comment(question, text, by or "", at, answered_at)
        found[question] = (*found.get(question, ()), comment)
    return found


def open_comment(assessment_id: UUID, question: str) -> str:
    """The comment on a question that waits for the team's answer; empty when there is none. One query."""
    rows = ReviewComment.objects.filter(assessment_id=assessment_id, question=question, answered_at=None)
    return rows.values_list("text", flat=True).first() or ""
