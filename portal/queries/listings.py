"""Recognised factories: all of them, one of them, and how many there are where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Sum

from countries.queries.countries import local_name
from portal.models import FormerListing, Listing

if TYPE_CHECKING:
    from factories.models import Factory


@dataclass(frozen=True, slots=True)
class CountryCount:
    """A country with how many it has."""

    code: str
    number: int

    @property
    def name(self) -> str:
        """In the reader's language."""
        return local_name(self.code)


def in_order_of_names(counts: Iterable[CountryCount]) -> list[CountryCount]:
    """As the reader's language calls them."""
    return sorted(counts, key=lambda count: (count.name, count.code))


@dataclass(frozen=True, slots=True)
class Totals:
    """All recognised factories in three numbers."""

    factories: int
    countries: int
    workers: int


def listings() -> QuerySet[Listing]:
    """Every recognised factory."""
    return Listing.objects.all()


def totals() -> Totals:
    """How many factories are recognised, in how many countries, with how many workers. One query."""
    found = Listing.objects.aggregate(
        factories=Count("pk"), countries=Count("country", distinct=True), workers=Sum("workers")
    )
    return Totals(found["factories"], found["countries"], found["workers"] or 0)


def listing(recognition_id: UUID) -> Listing | None:
    """A recognition that is public now. One query."""
    return Listing.objects.filter(pk=recognition_id).first()


def listing_of(factory_id: int) -> Listing | None:
    """The recognition of a factory, if it is public now. One query."""
    return Listing.objects.filter(factory_id=factory_id).first()


def was_listed(recognition_id: UUID) -> bool:
    """Whether the recognition was public once. One query."""
    return FormerListing.objects.filter(pk=recognition_id).exists()


def ended_recognitions() -> QuerySet[FormerListing]:
    """Recognitions that were public once and are not now, the latest ended first: id and day, nothing else."""
    return FormerListing.objects.filter(ended_on__isnull=False).order_by("-ended_on", "recognition_id")


def listings_by_country(rows: QuerySet[Listing]) -> list[CountryCount]:
    """How many recognised factories each country has, in order of the countries' names. One query."""
    found = rows.order_by().values("country").annotate(number=Count("pk"))
    return in_order_of_names(CountryCount(row["country"], row["number"]) for row in found)


def with_recognition(factories: QuerySet[Factory]) -> QuerySet[Factory]:
    """The same factories, each with `recognition_id` and `recognised_on` (None where not recognised)."""
    listings = Listing.objects.filter(factory=OuterRef("pk"))
    return factories.annotate(
        recognition_id=Subquery(listings.values("recognition_id")[:1]),
        recognised_on=Subquery(listings.values("recognised_on")[:1]),
    )


def recognised_among(factories: QuerySet[Factory]) -> QuerySet[Factory]:
    """Those of the factories that are recognised."""
    return factories.filter(Exists(Listing.objects.filter(factory=OuterRef("pk"))))
