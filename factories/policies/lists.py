"""Who may bring factory lists in. An actor of None is the operator at the command line: they may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role
from factories.queries import countries_of
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class MayNotImport(Refused):
    """A person who brings in no factory lists."""


def imports_lists(user: User) -> bool:
    """Whether the user brings factory lists in: country managers for their countries, the global team for all."""
    return user.is_active and user.role in {Role.MANAGER, Role.GLOBAL}


def countries_for_lists(actor: User | None) -> frozenset[str] | None:
    """Codes of the countries whose factories the actor's lists may hold; None for every country. At most one query.

    Raises:
        MayNotImport.
    """
    if actor is None:
        return None
    if not imports_lists(actor):
        raise MayNotImport(f"{actor.email} brings in no factory lists")
    if actor.role == Role.GLOBAL:
        return None
    return frozenset(countries_of(actor).values_list("code", flat=True))
