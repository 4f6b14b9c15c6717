"""Who assessed: the teams of assessments, for four eyes further up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.models import TeamMember

if TYPE_CHECKING:
    from accounts.models import User


def assessed_by(user: User, factory_id: int) -> bool:
    """Whether somebody was ever on a team that assessed the factory, whatever its state. One query."""
    return TeamMember.objects.filter(user_id=user.pk, assessment__factory_id=factory_id).exists()


def assessors_of(factory_id: int) -> list[str]:
    """Names of those who were ever on a team that assessed the factory, in order. One query."""
    rows = TeamMember.objects.filter(assessment__factory_id=factory_id).order_by("user__name", "user_id")
    return list(dict.fromkeys(rows.values_list("user__name", flat=True)))
