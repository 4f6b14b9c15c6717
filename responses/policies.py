"""Who answers findings: the management, and the workers' side in words of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Role
from assessments.policies import NotAllowed, speaks_for_a_factory, works_with

if TYPE_CHECKING:
    from accounts.models import User


def represents_workers(user: User) -> bool:
    """Comments for the workers' side."""
    return user.role == Role.WORKER


def has_a_say(user: User) -> bool:
    """Belongs to a factory, on either side."""
    return speaks_for_a_factory(user) or represents_workers(user)


def check_may_comment(actor: User, factory_id: int) -> None:
    """A worker representative of the factory."""
    if not (represents_workers(actor) and works_with(actor, factory_id)):
        raise NotAllowed(_("Worker representatives of the factory comment here."))
