"""Who reads an agenda, who sets the day, who writes which points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import FACTORY_PEOPLE, STAFF, Role
from factories.queries import factories_of
from journal.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser

SPEAKERS = frozenset({Role.FACTORY, Role.GROUP})


class NotOnCommittee(Refused):
    """The committee is another factory's, or the points are the other side's."""


def reads_agendas(user: Viewer) -> bool:
    """Whether agendas exist for this user: the factory's own people, and the programme's staff."""
    return getattr(user, "role", "") in {*STAFF, *FACTORY_PEOPLE}


def calls_meetings(user: Viewer) -> bool:
    """Whether the user sets the day of their factory's next meeting: either side may."""
    return getattr(user, "role", "") in FACTORY_PEOPLE


def chooses_agenda(user: Viewer) -> bool:
    """Whether the user chooses among the suggested lines and writes the factory's points."""
    return getattr(user, "role", "") in SPEAKERS


def speaks_for_workers(user: Viewer) -> bool:
    """Whether the user writes the points of the workers' side."""
    return getattr(user, "role", "") == Role.WORKER


def check_on_committee(actor: User, factory_id: int, *, may: bool) -> None:
    """One of the factory's own people, of the side concerned.

    Raises:
        NotOnCommittee.
    """
    if not may or not factories_of(actor).filter(pk=factory_id).exists():
        raise NotOnCommittee(_("The factory and its worker representatives keep the agenda."))
