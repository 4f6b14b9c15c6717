"""A reviewer's comments on single questions: answered by the team, by a change or in words; resolved by a reviewer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.commands.answering import InvalidAnswer
from assessments.commands.locking import WrongAssessmentState, layout_of, locked, state_after
from assessments.domain.states import AssessmentState, AssessmentTransition
from assessments.models import Assessment, CommentReply, ReviewComment
from assessments.policies import check_may_enter, check_may_review
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import FieldRefused, Refused

if TYPE_CHECKING:
    from accounts.models import User

TALKED_OF_IN = frozenset({AssessmentState.DRAFT, AssessmentState.SUBMITTED, AssessmentState.COMMENT_WINDOW})
"""Where comments are answered and resolved: until the assessment counts as evidence."""


class CommentGone(Refused):
    """No open comment stands on the question."""


class EmptyReply(FieldRefused):
    """A reply without words."""


@command
def comment_on_question(
    assessment_id: UUID, *, question: str, text: str, actor: User | None, now: datetime
) -> ReviewComment | Unchanged | None:
    """Write or change the reviewer's comment on one question; an empty text withdraws it.

    Once the team has answered it, what the reviewer writes stands below it and waits for the team again.

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
    previous = _open_comment(assessment, question)
    if previous is not None and (previous.answered_at or _last_reply(previous)):
        return _replied(previous, assessment, comment_text, actor=actor, now=now)
    if comment_text == (previous.text if previous else ""):
        return Unchanged(previous)
    comment = _written(previous, assessment_id, question, comment_text, actor=actor, now=now)
    kind = "assessment.commented" if comment_text else "assessment.comment_taken_back"
    _record(kind, assessment, question, actor=actor, now=now)
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


def _replied(
    comment: ReviewComment, assessment: Assessment, text: str, *, actor: User | None, now: datetime
) -> ReviewComment | Unchanged:
    """The reviewer writes on below an answered comment: it waits for the team again."""
    last = _last_reply(comment)
    if not text or (last is not None and (last.text, last.replied_by_id) == (text, actor and actor.pk)):
        return Unchanged(comment)
    CommentReply.objects.create(comment=comment, text=text, replied_at=now, replied_by=actor)
    comment.answered_at = comment.answered_by = None
    comment.save(update_fields=["answered_at", "answered_by"])
    _record("assessment.commented", assessment, comment.question, actor=actor, now=now)
    return comment


@command
def reply_to_comment(
    assessment_id: UUID, *, question: str, text: str, actor: User | None, now: datetime
) -> ReviewComment | Unchanged:
    """Answer the reviewer's open comment on a question in the team's words.

    Raises:
        NoSuchAssessment, NotAllowed, WrongAssessmentState.
        CommentGone: no open comment stands there.
        EmptyReply: nothing was written.
    """
    assessment = locked(assessment_id)
    check_may_enter(actor, assessment)
    comment = _comment_in_hand(assessment, question)
    reply_text = text.strip()
    if not reply_text:
        raise EmptyReply("text", _("Write your answer."))
    last = _last_reply(comment)
    if last is not None and (last.text, last.replied_by_id) == (reply_text, actor and actor.pk):
        return Unchanged(comment)
    CommentReply.objects.create(comment=comment, text=reply_text, replied_at=now, replied_by=actor)
    if comment.answered_at is None:
        comment.answered_at, comment.answered_by = now, actor
        comment.save(update_fields=["answered_at", "answered_by"])
    _record("assessment.comment_answered", assessment, question, actor=actor, now=now)
    return comment


@command
def resolve_comment(
    assessment_id: UUID, *, question: str, actor: User | None, now: datetime
) -> ReviewComment | Unchanged | None:
    """Say that nothing more is to be done about the open comment on a question; Unchanged when there is none.

    Raises:
        NoSuchAssessment, NotAllowed, SamePerson, WrongAssessmentState.
    """
    assessment = locked(assessment_id)
    check_may_review(actor, assessment)
    _check_not_over(assessment)
    comment = _open_comment(assessment, question)
    if comment is None:
        return Unchanged(None)
    comment.resolved_at, comment.resolved_by = now, actor
    comment.save(update_fields=["resolved_at", "resolved_by"])
    _record("assessment.comment_resolved", assessment, question, actor=actor, now=now)
    return comment


def _comment_in_hand(assessment: Assessment, question: str) -> ReviewComment:
    _check_not_over(assessment)
    comment = _open_comment(assessment, question)
    if comment is None:
        raise CommentGone(_("This comment is resolved or removed. Open the assessment again."))
    return comment


def _check_not_over(assessment: Assessment) -> None:
    if AssessmentState(assessment.state) in TALKED_OF_IN:
        return
    label = Assessment.State(assessment.state).label
    raise WrongAssessmentState(
        _("The assessment is %(state)s, so this cannot be done now. Open it again to see what can.")
        % {"state": label}
    )


def _open_comment(assessment: Assessment, question: str) -> ReviewComment | None:
    rows = ReviewComment.objects.filter(assessment=assessment, question=question, resolved_at__isnull=True)
    return rows.first()


def _last_reply(comment: ReviewComment) -> CommentReply | None:
    return CommentReply.objects.filter(comment=comment).order_by("replied_at", "pk").last()


def _record(kind: str, assessment: Assessment, question: str, *, actor: User | None, now: datetime) -> None:
    record(
        kind,
        subject=f"assessment:{assessment.pk}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={"question": question},
    )
