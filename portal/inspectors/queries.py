"""The priority list, within the countries that the reader works in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Max, QuerySet

from factories.queries import countries_of
from portal.models import PriorityEntry
from portal.queries import CountryCount, in_order_of_names

if TYPE_CHECKING:
    from portal.policies import Viewer


def priorities_for(user: Viewer) -> QuerySet[PriorityEntry]:
    """The factories that need attention first, of the user's countries."""
    return PriorityEntry.objects.filter(country__in=countries_of(user).values("code"))


def countries_with_priorities(rows: QuerySet[PriorityEntry]) -> list[CountryCount]:
    """How many each country has, in order of the countries' names. One query."""
    found = rows.order_by().values("country").annotate(number=Count("pk"))
    return in_order_of_names(CountryCount(row["country"], row["number"]) for row in found)


def computed_on(rows: QuerySet[PriorityEntry]) -> date | None:
    """The day the list stands for. One query."""
    latest: date | None = rows.aggregate(day=Max("as_of"))["day"]
    return latest
