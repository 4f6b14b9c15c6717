"""How many factories stand where: recognised, close, in need of attention, by country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from countries.queries.countries import local_name
from portal.models import Listing, PriorityEntry, SupplierProgress

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.models import Factory


@dataclass(frozen=True, slots=True)
class CountryFigures:
    """One country in numbers."""

    country: str
    name: str
    factories: int
    recognised: int
    close: int
    eligible: int
    struggling: int


def figures_by_country(factories: QuerySet[Factory], *, cases: bool) -> list[CountryFigures]:
    """Numbers of some factories by country, in order of the countries' names. Four queries.

    `cases`: whether the reader may know of zero-tolerance cases; else the numbers are those without any.
    """
    total = factories.order_by().values("country_id").annotate(n=Count("pk"))
    inside = {"factory__in": factories.values("pk")}
    recognised = _counted(Listing.objects.filter(**inside))
    judged = {
        row["factory__country_id"]: row
        for row in SupplierProgress.objects.filter(**inside)
        .values("factory__country_id")
        .annotate(
            close=Count("pk", filter=Q(close=True) if cases else Q(close_without_cases=True)),
            eligible=Count(
                "pk", filter=Q(outcome="eligible") if cases else Q(outcome_without_cases="eligible")
            ),
        )
    }
    priorities = PriorityEntry.objects.filter(**inside)
    struggling = _counted(priorities if cases else priorities.filter(rank_without_cases__isnull=False))
    nothing: dict[str, Any] = {"close": 0, "eligible": 0}
    return [
        CountryFigures(
            country=row["country_id"],
            name=local_name(row["country_id"]),
            factories=row["n"],
            recognised=recognised.get(row["country_id"], 0),
            close=judged.get(row["country_id"], nothing)["close"],
            eligible=judged.get(row["country_id"], nothing)["eligible"],
            struggling=struggling.get(row["country_id"], 0),
        )
        for row in sorted(total, key=lambda row: (local_name(row["country_id"]), row["country_id"]))
    ]


def _counted(rows: QuerySet[Any]) -> dict[str, int]:
    found = rows.values("factory__country_id").annotate(n=Count("pk"))
    return {row["factory__country_id"]: row["n"] for row in found}
