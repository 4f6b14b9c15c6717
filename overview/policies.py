"""Who reads the overview, and which of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role
from factory_table.policies import standings_for
from overview.queries.figures import DURING, PLAN_FIGURES

if TYPE_CHECKING:
    from accounts.models import User


def figures_for(user: User) -> tuple[str, ...]:
    """The figures that exist for a person of the staff: verdicts, cases and the plan for their readers alone."""
    during = (name for name in DURING if name not in PLAN_FIGURES or reads_plan_of_country(user))
    return (*(name for name, _label in standings_for(user)), *during)


def reads_plan_of_country(user: User) -> bool:
    """Whether the plan of visits holds all visits of the person's countries for them, not only their own."""
    return user.role in {Role.REVIEWER, Role.MANAGER, Role.GLOBAL}
