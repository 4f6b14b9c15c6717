"""Who writes about a question, for pages and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from reviews import policies

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Assessment
    from assessments.queries.answering.comments import Comment


def sides_of(user: User, assessment: Assessment, opened: Comment | None) -> tuple[bool, bool]:
    """Whether the reader is here as a reviewer, and whether for the team.

    Args:
        user: the reader.
        assessment: of the question.
        opened: the comment on it that is not resolved.

    Raises:
        Http404: for everybody else.
    """
    in_hand = policies.is_reviewed(assessment)
    is_open_draft = assessment.state == assessment.State.DRAFT and opened is not None
    if (in_hand or is_open_draft) and policies.may_review(user, assessment):
        return True, False
    if opened is not None and (in_hand or is_open_draft) and policies.may_reply(user, assessment):
        return False, True
    raise Http404
