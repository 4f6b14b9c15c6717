"""Who assessed: the teams of assessments, for four eyes further up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.models import TeamMember

if TYPE_CHECKING:
    from accounts.models import User


def assessed_by(user: User, factory_id: int) -> bool:
    """Whether somebody was ever on a team that assessed the factory, whatever its state. One query."""
    return TeamMember.objects.filter(user_id=user.pk, assessment__factory_id=factory_id).exists()
