"""What happens to a registry over the years, for the demonstration: new names, a move, an invitation that waits.

Pairs that may be one factory come with the rows themselves (demo/generator/registry.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accounts.models import Role, User
from countries.queries.local_time import today_in
from demo.generator.names import MARK
from demo.generator.people import COUNTRY
from factories.commands import close_factory, name_successor, register_factory, rename_factory
from factories.queries import first_of
from journal.commands import Unchanged
from people.commands.inviting import invite_people
from people.domain.invitation_rows import InvitationRow

if TYPE_CHECKING:
    from factories.models import Factory

_LOOKED_AT = 12
_RENAMED = ("Evergreen", "Riverside")


def change_registry(users: Mapping[str, User], *, now: datetime) -> None:
    """Two factories had other names before, one moved from a site that is closed since, and one colleague is invited.

    Nothing where a country has fewer factories than that takes.
    """
    known = list(first_of(COUNTRY, most=_LOOKED_AT))
    if len(known) < _LOOKED_AT:
        return
    for years, (factory, first) in enumerate(zip(known[-3:-1], _RENAMED, strict=True), start=1):
        _rename(factory, first, days=300 * years, now=now)
    _move_from_another_site(known[-1], now=now)
    _invite(users["manager"], now=now)


def _rename(factory: Factory, first: str, *, days: int, now: datetime) -> None:
    """Its first word is another since then: every search and file still finds it by the old name."""
    _, _, rest = factory.name.partition(" ")
    rename_factory(
        factory.pk,
        name=f"{first} {rest}",
        from_on=today_in(factory.country_id, now) - timedelta(days=days),
        reason="The owner changed, and the name with it.",
        actor=None,
        now=now,
    )


def _move_from_another_site(successor: Factory, *, now: datetime) -> None:
    moved_on = today_in(successor.country_id, now) - timedelta(days=500)
    short = successor.name.removesuffix(f" {MARK}")
    made = register_factory(
        name=f"{short} (old site) {MARK}",
        country=successor.country_id,
        address=f"Demonstration quay, {successor.country_id}",
        fictional=True,
        actor=None,
        now=now,
    )
    if isinstance(made, Unchanged):
        return
    close_factory(made.pk, closed_on=moved_on, reason="Production moved.", actor=None, now=now)
    name_successor(
        made.pk,
        successor=successor.code,
        from_on=moved_on,
        reason="Production moved to the new site with the same people.",
        actor=None,
        now=now,
    )


def _invite(manager: User, *, now: datetime) -> None:
    """A person who has not opened the link yet."""
    row = InvitationRow(
        number=1,
        email="invited@demo.example",
        name="Dara Demo",
        role=Role.ADVISER,
        language="en",
        places=(("country", COUNTRY),),
    )
    invite_people([row], actor=manager, now=now)
