"""How many factories stand where: recognised, close, in need of attention, by country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from factories.queries.countries import local_name
from portal.models import Listing, PriorityEntry, SupplierProgress

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.models import Factory


@dataclass(frozen=True, slots=True)
class Standing:
    """One country in numbers."""

    country: str
    name: str
    factories: int
    recognised: int
    close: int
    eligible: int
    struggling: int


def standing_by_country(factories: QuerySet[Factory]) -> list[Standing]:
    """Numbers of some factories by country, in order of the countries' names. Four queries."""
    total = factories.order_by().values("country_id").annotate(n=Count("pk"))
    inside = {"factory__in": factories.values("pk")}
    recognised = _counted(Listing.objects.filter(**inside))
    judged = {
        row["factory__country_id"]: row
        for row in SupplierProgress.objects.filter(**inside)
        .values("factory__country_id")
        .annotate(close=Count("pk", filter=Q(close=True)), eligible=Count("pk", filter=Q(outcome="eligible")))
    }
    struggling = _counted(PriorityEntry.objects.filter(**inside))
    nothing: dict[str, Any] = {"close": 0, "eligible": 0}
    return [
        Standing(
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
