"""Who may do what to plans, cases and files of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Role
from advisory.models import PlanItem
from assessments.policies import NotAllowed, advises, speaks_for_a_factory, works_with

if TYPE_CHECKING:
    from accounts.models import User


def closes_cases(user: User) -> bool:
    """Ends zero-tolerance cases."""
    return user.role == Role.MANAGER


def check_may_plan(actor: User | None, factory_id: int, *, status: str) -> None:
    """An adviser, or the factory; only the programme verifies."""
    if actor is None:
        return
    own = speaks_for_a_factory(actor)
    if not ((own or advises(actor)) and works_with(actor, factory_id)):
        raise NotAllowed(_("The factory and its advisers keep the plan."))
    if own and status == PlanItem.Status.VERIFIED:
        raise NotAllowed(_("An adviser verifies what the factory has done. Mark it as done."))


def check_may_close_case(actor: User | None, factory_id: int) -> None:
    """The country manager."""
    if actor is not None and not (closes_cases(actor) and works_with(actor, factory_id)):
        raise NotAllowed(_("The country manager closes a zero-tolerance case."))
