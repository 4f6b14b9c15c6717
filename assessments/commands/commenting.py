"""A reviewer's comments on single questions, which the team answers by changing something there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.commands.answering import InvalidAnswer
from assessments.commands.locking import layout_of, locked, state_after
from assessments.domain.states import AssessmentTransition
from assessments.models import ReviewComment
from assessments.policies import check_may_review
from journal.commands import Unchanged, command
from journal.events import record

if TYPE_CHECKING:
    from accounts.models import User


@command
def comment_on_question(
    assessment_id: UUID, *, question: str, text: str, actor: User | None, now: datetime
) -> ReviewComment | Unchanged | None:
    """Write or change the reviewer's comment on one question; an empty text withdraws it.

    Raises:
        NoSuchAssessment, NotAllowed, SamePerson.
        WrongAssessmentState: the assessment is not being reviewed.
        InvalidAnswer: the question is not asked here.
    """
    assessment = locked(assessment_id)
    check_may_review(actor, assessment)
    state_after(assessment, AssessmentTransition.RETURN)
    if question not in layout_of(assessment).index:
        raise InvalidAnswer(_("Question %(code)s is not asked here.") % {"code": question})
    comment_text = text.strip()
    previous = ReviewComment.objects.filter(
        assessment=assessment, question=question, answered_at__isnull=True
    ).first()
    if comment_text == (previous.text if previous else ""):
        return Unchanged(previous)
    comment = _written(previous, assessment_id, question, comment_text, actor=actor, now=now)
    record(
        "assessment.commented" if comment_text else "assessment.comment_taken_back",
        subject=f"assessment:{assessment.pk}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={"question": question},
    )
    return comment


def _written(
    previous: ReviewComment | None,
    assessment_id: UUID,
    question: str,
    text: str,
    *,
    actor: User | None,
    now: datetime,
) -> ReviewComment | None:
    if not text:
        if previous is not None:
            previous.delete()
        return None
    if previous is None:
        return ReviewComment.objects.create(
            assessment_id=assessment_id, question=question, text=text, commented_at=now, commented_by=actor
        )
    previous.text, previous.commented_at, previous.commented_by = text, now, actor
    previous.save(update_fields=["text", "commented_at", "commented_by"])
    return previous
