"""The release of a year's figures of comparable factories: one durable transaction, safe to run twice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from countries.queries.local_time import today_in
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused
from sector_tables.domain.peer_groups import figures_of, shown_groups
from sector_tables.domain.peer_years import is_due
from sector_tables.models import PeerRelease
from sector_tables.queries.peer_releases import peers_of_year

if TYPE_CHECKING:
    from accounts.models import User


class YearNotOver(Refused):
    """Assessments of the year may still become final."""


@command
def release_peers(country: str, *, year: int, actor: User | None, now: datetime) -> PeerRelease | Unchanged:
    """Write down what factories of a country read of comparable ones, by the assessments made in a year.

    It is never written again: a correction, a late assessment or a factory that moves changes nothing of it. Nothing is
    written while no group is large enough.

    Raises:
        YearNotOver.
    """
    if not is_due(year, today_in(country, now)):
        raise YearNotOver(
            _("The figures of %(year)s are released from March of the next year on.") % {"year": year}
        )
    released = PeerRelease.objects.filter(country=country, year=year).first()
    if released is not None:
        return Unchanged(released)
    groups = shown_groups(peers_of_year(country, year))
    if not groups:
        return Unchanged()
    made = PeerRelease.objects.create(
        country=country, year=year, groups=[asdict(figures_of(group)) for group in groups], released_at=now
    )
    data = {"country": country, "year": year, "groups": len(groups)}
    record("peers.released", subject=f"peers:{country}-{year}", actor=actor, at=now, data=data)
    return made
