"""Assessments on which a user has to act: querysets that start from the user, narrowed to what waits for an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Role, User
from assessments.models import Assessment, TeamMember
from assessments.queries.teams import drafts_of
from assessments.queries.visibility import assessments_visible_to

if TYPE_CHECKING:
    from countries.queries.local_time import On

State = Assessment.State


def drafts_to_finish(user: User) -> QuerySet[Assessment]:
    """Open assessments of the user's teams that no reviewer has sent back."""
    return drafts_of(user).filter(returned_at__isnull=True)


def returned_to(user: User) -> QuerySet[Assessment]:
    """Open assessments of the user's teams that a reviewer has sent back."""
    return drafts_of(user).filter(returned_at__isnull=False)


def assessments_to_review(user: User, on: On) -> QuerySet[Assessment]:
    """Submitted assessments that the user may accept or return: those of whose team a reviewer never was."""
    return _without_own(assessments_visible_to(user, on).filter(state=State.SUBMITTED), user)


def windows_of_staff(user: User, on: On) -> QuerySet[Assessment]:
    """Assessments in their comment window: those of an adviser's teams, or those that a reviewer may finalise."""
    rows = assessments_visible_to(user, on).filter(state=State.COMMENT_WINDOW)
    return rows if user.role == Role.ADVISER else _without_own(rows, user)


def _without_own(rows: QuerySet[Assessment], user: User) -> QuerySet[Assessment]:
    own = TeamMember.objects.filter(assessment=OuterRef("pk"), user=user.pk)
    return rows.filter(~Exists(own))
