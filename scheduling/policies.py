"""Who plans visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Role
from criteria.policies import NotYourDecision
from factories.queries import countries_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser


def plans_visits(user: Viewer) -> bool:
    """Whether the plan is this user's to make and to change, in their countries."""
    return getattr(user, "role", "") in {Role.MANAGER, Role.GLOBAL}


def check_may_plan(actor: User, *, country: str) -> None:
    """The country manager there, or the global team.

    Raises:
        NotYourDecision.
    """
    if not plans_visits(actor) or not countries_of(actor).filter(code=country).exists():
        raise NotYourDecision(_("Only the country manager or the global team changes the plan of visits."))
