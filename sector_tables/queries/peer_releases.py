"""Comparable factories: who is compared with whom, and the releases of their figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assessments.queries.final_assessments import FinalAssessment, final_assessments
from countries.queries.local_time import LocalDays
from factories.domain.sizes import size_class
from factories.queries.by_id import every_factory
from files.domain.names import match_text
from sector_tables.domain.peer_groups import Key, PeerFactory, PeerFigures, Quartiles, narrowest
from sector_tables.domain.peer_years import latest_due
from sector_tables.models import PeerRelease, SectorCount

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from factories.models import Factory


@dataclass(frozen=True, slots=True)
class ReleasedPeers:
    """What a factory reads of comparable ones.

    Attributes:
        year: of the assessments compared.
        size: the class by number of workers that the group shares; "" where it spans all.
        product: whether the group shares the factory's main product.
        figures: of the group.
    """

    year: int
    size: str
    product: bool
    figures: PeerFigures


@dataclass(frozen=True, slots=True)
class LatestRelease:
    """A country's latest release: the year of its assessments, and its groups."""

    year: int
    groups: Mapping[Key, PeerFigures]


def main_product(products: str) -> str:
    """What a factory names first of what it makes; "" where it names nothing."""
    return products.split(";", maxsplit=1)[0].strip()


def peers_of_year(country: str, year: int) -> list[PeerFactory]:
    """The factories of a country with a full final assessment in a year, each by its latest. Two queries."""
    factories = every_factory().filter(country=country)
    latest: dict[int, FinalAssessment] = {}
    for assessment in final_assessments(factories):
        if assessment.kind == "full" and assessment.assessed_on.year == year and assessment.applicable:
            latest[assessment.factory_id] = assessment
    rows = factories.order_by("pk").values_list("pk", "group_id", "workers", "products")
    return [
        PeerFactory(
            id=pk,
            owner="" if group_id is None else str(group_id),
            size=size_class(workers),
            product=match_text(main_product(products)),
            rate=(latest[pk].noncompliant, latest[pk].applicable),
            clusters={code: (n, of) for code, (n, of) in latest[pk].clusters.items()},
        )
        for pk, group_id, workers, products in rows
        if pk in latest
    ]


def unreleased(now: datetime) -> list[tuple[str, int]]:
    """Countries with the latest year of each that is due and was not released, where anything was assessed in it.

    Three queries.
    """
    days = LocalDays(now)
    released = set(PeerRelease.objects.values_list("country", "year"))
    counted = SectorCount.objects.exclude(country="").values_list("country", "year").distinct()
    return sorted(
        (country, year) for country, year in set(counted) - released if year == latest_due(days.of(country))
    )


def latest_releases(countries: Collection[str]) -> dict[str, LatestRelease]:
    """The latest release of each country that has one. One query."""
    rows = PeerRelease.objects.filter(country__in=countries).order_by("year")
    return {
        row.country: LatestRelease(row.year, {figures.key: figures for figures in map(_figures, row.groups)})
        for row in rows
    }


def released_peers(factory: Factory, release: LatestRelease | None) -> ReleasedPeers | None:
    """What a factory reads of comparable ones: the narrowest group of its country's release that it fits into."""
    if release is None:
        return None
    size = size_class(factory.workers)
    figures = narrowest(release.groups, size=size, product=match_text(main_product(factory.products)))
    if figures is None:
        return None
    return ReleasedPeers(release.year, size if figures.key else "", len(figures.key) > 1, figures)


def _figures(stored: dict[str, Any]) -> PeerFigures:
    return PeerFigures(
        key=tuple(stored["key"]),
        at_least=stored["at_least"],
        rate=_quartiles(stored["rate"]),
        clusters={code: _quartiles(values) for code, values in stored["clusters"].items()},
    )


def _quartiles(stored: Sequence[int]) -> Quartiles:
    low, middle, high = stored
    return low, middle, high
