"""Who organises sessions, who registers a factory's people, who reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import FACTORY_PEOPLE, STAFF, Role
from factories.queries import countries_of, factories_of, visible_to
from journal.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser

ORGANISERS = frozenset({Role.ADVISER, Role.MANAGER, Role.GLOBAL})
SPEAKERS = frozenset({Role.FACTORY, Role.GROUP})
"""Who of a factory's own people registers them: worker representatives read along."""


class NotYourSession(Refused):
    """The session, or the factory, belongs to others."""


def reads_courses(user: Viewer) -> bool:
    """Whether there is a calendar of courses for this user: the programme's staff, and factories' own people."""
    return getattr(user, "role", "") in {*STAFF, *FACTORY_PEOPLE}


def speaks(user: Viewer) -> bool:
    """Whether the user registers their own factory's people."""
    return getattr(user, "role", "") in SPEAKERS


def is_staff(user: Viewer) -> bool:
    """Whether the user looks at sessions as one of the programme."""
    return getattr(user, "role", "") in STAFF


def organises(user: Viewer, country: str = "") -> bool:
    """Whether sessions are this user's to plan, in a country or anywhere. At most one query."""
    if getattr(user, "role", "") not in ORGANISERS:
        return False
    return not country or countries_of(user).filter(code=country).exists()


def check_may_organise_sessions(actor: User, country: str) -> None:
    """Advisers and the manager of the country, and the global team.

    Raises:
        NotYourSession.
    """
    if not organises(actor, country):
        raise NotYourSession(_("Advisers and the manager of the country organise its courses."))


def registers(user: User, factory_id: int) -> bool:
    """Whether the user registers people of a factory: who speaks for it, or an organiser in its country. One query."""
    if user.role in SPEAKERS:
        return factories_of(user).filter(pk=factory_id).exists()
    return organises(user) and visible_to(user).filter(pk=factory_id).exists()


def check_may_register(actor: User, factory_id: int) -> None:
    """Who speaks for the factory, or an organiser in its country.

    Raises:
        NotYourSession.
    """
    if not registers(actor, factory_id):
        raise NotYourSession(_("Only the factory itself or the programme registers its people."))
