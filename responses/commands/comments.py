"""What worker representatives say to a finding."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from journal.commands import Unchanged, command
from journal.events import record
from responses.commands.answering import check_found
from responses.commands.window import assessment_in_window
from responses.models import WorkerComment
from responses.policies import check_may_comment

if TYPE_CHECKING:
    from accounts.models import User


@command
def comment_on_finding(
    assessment_id: UUID, *, question: str, text: str, actor: User, now: datetime
) -> WorkerComment | Unchanged | None:
    """Say something to a finding for the workers' side, or say it otherwise; an empty text takes one's own back.

    Raises:
        NoSuchAssessment, NotAllowed, NotOpenToComment, WindowOver, NothingFound.
    """
    return apply_comment(assessment_id, question=question, text=text, actor=actor, now=now)


def apply_comment(
    assessment_id: UUID, *, question: str, text: str, actor: User, now: datetime
) -> WorkerComment | Unchanged | None:
    """The same inside a command's transaction."""
    assessment = assessment_in_window(assessment_id, now)
    check_may_comment(actor, assessment.factory_id)
    check_found(assessment_id, question)
    text = text.strip()
    own_comment = WorkerComment.objects.filter(
        assessment=assessment, question=question, written_by=actor
    ).first()
    if text == (own_comment.text if own_comment else ""):
        return Unchanged(own_comment)
    if own_comment is not None and not text:
        own_comment.delete()
        own_comment = None
    else:
        own_comment, _created = WorkerComment.objects.update_or_create(
            assessment=assessment, question=question, written_by=actor,
            defaults={"text": text, "written_at": now},
        )  # fmt: skip
    record(
        "finding.worker_commented" if text else "finding.worker_comment_taken_back",
        subject=f"assessment:{assessment_id}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={"question": question},
    )
    return own_comment
