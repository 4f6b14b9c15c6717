"""What reviewers say to a team about single questions, what is replied, and why an assessment was returned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from assessments.models import CommentReply, ReviewComment
from journal.models import Event


@dataclass(frozen=True, slots=True)
class Reply:
    """A line below a comment."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """A reviewer's comment on one question: answered by the team, resolved by a reviewer."""

    id: int
    question: str
    text: str
    by: str
    at: datetime
    answered_at: datetime | None
    resolved_at: datetime | None
    replies: list[Reply] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Returned:
    """That a reviewer has returned an assessment, and why."""

    at: datetime
    reason: str


def comments_of(assessment_id: UUID) -> dict[str, tuple[Comment, ...]]:
    """Comments by question, the oldest first, with replies. For the programme's staff only. Two queries."""
    rows = ReviewComment.objects.filter(assessment_id=assessment_id).order_by("commented_at", "pk")
    columns = ("pk", "question", "text", "commented_by__name", "commented_at", "answered_at", "resolved_at")
    comments = {
        pk: Comment(pk, question, text, by or "", at, answered_at, resolved_at)
        for pk, question, text, by, at, answered_at, resolved_at in rows.values_list(*columns)
    }
    if comments:
        replies = CommentReply.objects.filter(comment__in=comments).order_by("replied_at", "pk")
        for pk, text, by, at in replies.values_list("comment", "text", "replied_by__name", "replied_at"):
            comments[pk].replies.append(Reply(text, by or "", at))
    found: dict[str, tuple[Comment, ...]] = {}
    for comment in comments.values():
        found[comment.question] = (*found.get(comment.question, ()), comment)
    return found


def last_return(assessment_id: UUID) -> Returned | None:
    """The latest return of an assessment to its team, with the reason; None when there was none. One query."""
    returned = Event.objects.filter(subject=f"assessment:{assessment_id}", kind="assessment.returned")
    row = returned.order_by("-pk").values_list("at", "data__reason").first()
    return None if row is None else Returned(row[0], row[1] or "")
