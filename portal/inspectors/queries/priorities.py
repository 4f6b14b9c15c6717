"""The priority list, within the countries that the reader works in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Max, PositiveSmallIntegerField, QuerySet, Value

from accounts.models import Role
from factories.queries import countries_of
from portal.models import PriorityEntry
from portal.policies import reads_cases_of_country

if TYPE_CHECKING:
    from portal.policies import Viewer


def priorities_for(user: Viewer) -> QuerySet[PriorityEntry]:
    """The factories that need attention first, of the user's countries, with `shown_rank` and `shown_cases`.

    For who may not know of zero-tolerance cases the list is the one that there would be without any. The rank is one
    within the country: only the global team, which reads all countries, is shown the rank of the whole programme.
    """
    entries = PriorityEntry.objects.filter(country__in=countries_of(user).values("code"))
    if reads_cases_of_country(user):
        rank = "rank" if user.role == Role.GLOBAL else "country_rank"  # type: ignore[union-attr]  # it has a role
        return entries.annotate(shown_rank=F(rank), shown_cases=F("cases"))
    others = entries.filter(rank_without_cases__isnull=False)
    none = Value(None, output_field=PositiveSmallIntegerField(null=True))
    return others.annotate(shown_rank=F("country_rank_without_cases"), shown_cases=none)


def computed_on(rows: QuerySet[PriorityEntry]) -> date | None:
    """The day the list stands for. One query."""
    latest: date | None = rows.aggregate(day=Max("as_of"))["day"]
    return latest
