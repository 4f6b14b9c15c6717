"""Who stands at which window, asked anew at every look: nothing about rights is kept."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from accounts.models import FACTORY_PEOPLE, STAFF, Role
from countries.queries.local_time import On
from factories.queries import brands_of, consented_to, factories_of, visible_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser


class FactoryViewer(StrEnum):
    """As what a person looks at one factory."""

    STAFF = "staff"  # of the programme, responsible for it
    OWN = "own"  # its own people
    SUPPLIER = "supplier"  # a brand that buys there, with its consent
    PUBLIC = "public"  # like everybody else


def window_on(factory_id: int, *, user: Viewer, on: On) -> FactoryViewer:
    """The window at which the user stands before a factory on a day. At most two queries."""
    role = _role(user)
    if role in STAFF and visible_to(user).filter(pk=factory_id).exists():
        return FactoryViewer.STAFF
    if role in FACTORY_PEOPLE and factories_of(user).filter(pk=factory_id).exists():
        return FactoryViewer.OWN
    if role == Role.BRAND and consented_to(brands_of(user), on).filter(pk=factory_id).exists():
        return FactoryViewer.SUPPLIER
    return FactoryViewer.PUBLIC


def reads_dossier(user: Viewer, factory_id: int) -> bool:
    """Whether the decisions on a factory's recognition are open to the user. At most one query."""
    decides = _role(user) in {Role.REVIEWER, Role.MANAGER, Role.GLOBAL}
    return decides and visible_to(user).filter(pk=factory_id).exists()


def is_brand(user: Viewer) -> bool:
    """Whether the directory and the list of suppliers exist for this user."""
    return _role(user) == Role.BRAND


def is_factory_people(user: Viewer) -> bool:
    """Whether the progress page exists for this user."""
    return _role(user) in FACTORY_PEOPLE


def reads_priorities(user: Viewer) -> bool:
    """Whether the priority list exists for this user."""
    return _role(user) in {*STAFF, Role.INSPECTOR}


def reads_cases_of_country(user: Viewer) -> bool:
    """Whether every zero-tolerance case of their countries exists for this user."""
    return _role(user) in {Role.REVIEWER, Role.MANAGER, Role.GLOBAL}


def reads_own_cases(user: Viewer) -> bool:
    """Whether one of the factory's own people may know of zero-tolerance cases: worker representatives may not."""
    return _role(user) in FACTORY_PEOPLE - {Role.WORKER}


def speaks_for_factory(user: Viewer) -> bool:
    """Whether one of the factory's own people gives and withdraws consents."""
    return _role(user) in {Role.FACTORY, Role.GROUP}


def _role(user: Viewer) -> str:
    return str(getattr(user, "role", "")) if user.is_authenticated and user.is_active else ""
