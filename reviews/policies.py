"""Who takes part in a review; the commands ask the rules of assessments again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.domain.states import TRANSITIONS, AssessmentState, AssessmentTransition
from assessments.policies import advises, is_on_team, reviews, was_on_team

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Assessment


def is_reviewed(assessment: Assessment) -> bool:
    """Whether a reviewer has it in hand now."""
    return (AssessmentState(assessment.state), AssessmentTransition.RETURN) in TRANSITIONS


def may_review(user: User, assessment: Assessment) -> bool:
    """A reviewer who was never on the team. At most one query."""
    return reviews(user) and not was_on_team(user, assessment.pk)


def may_reply(user: User, assessment: Assessment) -> bool:
    """An adviser of the team. At most one query."""
    return advises(user) and is_on_team(user, assessment.pk)
