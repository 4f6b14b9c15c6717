"""Who keeps the registry. An actor of None is the system (files, the demonstration): it may.

Country managers keep their country's factories, the global team all of them, and the names of brands. Advisers of the
country record what they see on the spot: address spelling, position, products and head counts. Reviewers judge and
administrators keep accounts: both only read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Role
from factories.queries import countries_of, visible_to
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User

KEEPERS = frozenset({Role.MANAGER, Role.GLOBAL})
OBSERVERS = KEEPERS | {Role.ADVISER}


class NotYourRegistry(Refused):
    """A person who does not keep this factory's entry."""


class NotYourCountry(NotYourRegistry):
    """A person who does not keep the factories of a country."""

    field = "country"


def keeps_registry(user: User) -> bool:
    """Adds, renames, moves, closes, groups and links factories of the user's countries."""
    return user.role in KEEPERS


def observes_factories(user: User) -> bool:
    """Corrects what can be seen at a factory, and records head counts."""
    return user.role in OBSERVERS


def keeps_brand_names(user: User) -> bool:
    """Renames and merges brands: they belong to no country."""
    return user.role == Role.GLOBAL


def check_may_keep(actor: User | None, factory_id: int) -> None:
    """Raises NotYourRegistry."""
    _check(actor, factory_id, allowed=KEEPERS)


def check_may_observe(actor: User | None, factory_id: int) -> None:
    """Raises NotYourRegistry."""
    _check(actor, factory_id, allowed=OBSERVERS)


def check_may_keep_country(actor: User | None, country: str) -> None:
    """Raises NotYourCountry."""
    if actor is None or (actor.role == Role.GLOBAL and actor.is_active):
        return
    if actor.role not in KEEPERS or not countries_of(actor).filter(pk=country).exists():
        raise NotYourCountry(_("You do not keep the factories of that country; choose one of yours."))


def check_may_keep_somewhere(actor: User | None) -> None:
    """Raises NotYourRegistry."""
    if actor is not None and not keeps_registry(actor):
        raise NotYourRegistry(_("Country managers and the global team do this; ask one of them."))


def check_may_keep_brand_names(actor: User | None) -> None:
    """Raises NotYourRegistry."""
    if actor is not None and not keeps_brand_names(actor):
        raise NotYourRegistry(_("The global team does this; ask one of them."))


def _check(actor: User | None, factory_id: int, *, allowed: frozenset[Role]) -> None:
    if actor is None:
        return
    if actor.role not in allowed or not visible_to(actor).filter(pk=factory_id).exists():
        raise NotYourRegistry(_("You do not keep this factory's entry; ask its country manager."))
