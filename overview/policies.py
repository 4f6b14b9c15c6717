"""Who reads the overview, and which of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role
from factory_table.policies import standings_for
from overview.queries.figures import DURING

if TYPE_CHECKING:
    from accounts.models import User


def figures_for(user: User) -> tuple[str, ...]:
    """The figures that exist for a person of the staff: whole verdicts and cases for their readers alone."""
    return (*(name for name, _label in standings_for(user)), *DURING)


def reads_plan_of_country(user: User) -> bool:
    """Whether the plan of visits holds all visits of the person's countries for them, not only their own."""
    return user.role in {Role.REVIEWER, Role.MANAGER, Role.GLOBAL}
