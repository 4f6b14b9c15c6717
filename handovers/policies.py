"""Who hands a factory over, and who takes it over: the country's managers and the global team, and its inspectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import STAFF, Role
from factories.queries import countries_of, visible_to
from journal.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from factories.models import Factory

    Viewer = User | AnonymousUser


class NotYourHandover(Refused):
    """A person who does not act for the programme, or for the inspectorate, in the factory's country."""


def hands_over(user: Viewer) -> bool:
    """Whether the user hands factories over: what leaves the programme is the manager's to decide."""
    return getattr(user, "role", "") in {Role.MANAGER, Role.GLOBAL}


def takes_over(user: Viewer) -> bool:
    """Whether the user works for a labour inspectorate."""
    return getattr(user, "role", "") == Role.INSPECTOR


def reads_handovers(user: Viewer) -> bool:
    """Whether hand-overs exist for the user: either side's people, and nobody of factories and brands."""
    return getattr(user, "role", "") in {*STAFF, Role.INSPECTOR}


def check_hands_over(actor: User, factory_id: int) -> None:
    """The actor hands over factories of this country.

    Raises:
        NotYourHandover.
    """
    if not hands_over(actor) or not visible_to(actor).filter(pk=factory_id).exists():
        raise NotYourHandover(_("Open the page again."))


def check_takes_over(actor: User, factory: Factory) -> None:
    """The actor is an inspector of the factory's country.

    Raises:
        NotYourHandover.
    """
    if not takes_over(actor) or not countries_of(actor).filter(pk=factory.country_id).exists():
        raise NotYourHandover(_("Open the page again."))
