"""Sector tables: of the factories assessed in a period, how many were non-compliant on each point and question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Max

from assessments.queries.sheets import EVERY_COUNTRY
from countries.queries.countries import local_name
from factories.queries.by_id import every_factory
from journal.queries import is_pending
from sector_tables.domain.sector import (
    printed_percent,
)
from sector_tables.models import SectorCount

Level = Literal["cluster", "point", "question"]
LEVELS: tuple[Level, ...] = ("cluster", "point", "question")
COUNTED_BY = "sector_tables.refresh_sector_counts"
"""The reaction that counts a factory's sectors again."""
_COLUMNS = ("code", "noncompliant", "assessed", "is_hidden")


@dataclass(frozen=True, slots=True)
class SectorLine:
    """One line of a sector table as outsiders may see it.

    Without figures: groups below five, and what would give these away by subtraction.
    """

    code: str
    assessed: int | None
    noncompliant: int | None
    percent: int | None  # whole per cent, half rounded up
    hidden: bool


def sector_lines_of_year(country: str, year: int, level: Level) -> list[SectorLine]:
    """The kept table of a country ("" for the programme) in a calendar year. One query."""
    rows = SectorCount.objects.filter(country=country, year=year, level=level).order_by("id")
    return [
        _line(code, noncompliant, assessed, is_hidden=is_hidden)
        for code, noncompliant, assessed, is_hidden in rows.values_list(*_COLUMNS)
    ]


def sector_years(country: str = EVERY_COUNTRY) -> list[int]:
    """The years that have kept counts, newest first. One query."""
    rows = SectorCount.objects.filter(country=country)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def sector_countries() -> dict[str, str]:
    """Names of the countries that have kept counts, by code, in order of name. One query."""
    codes = SectorCount.objects.exclude(country=EVERY_COUNTRY).values_list("country", flat=True).distinct()
    named = {code: local_name(code) for code in codes}
    return dict(sorted(named.items(), key=lambda entry: entry[1]))


@dataclass(frozen=True, slots=True)
class Counting:
    """When a sector was counted (None: never), and whether later changes still wait for a worker."""

    counted_at: datetime | None
    is_behind: bool


def counting_of(country: str, year: int | None) -> Counting:
    """The counting of a country ("" for the programme) in a year (None: in any). At most three queries."""
    rows = SectorCount.objects.filter(country=country)
    if year is not None:
        rows = rows.filter(year=year)
    counted_at = rows.aggregate(latest=Max("counted_at"))["latest"]
    factories = every_factory().filter(country=country).values("pk") if country else None
    return Counting(counted_at, is_pending(COUNTED_BY, since=counted_at, factory_ids=factories))


def sector_counts(
    countries: Sequence[str] | None = None, *, years: Iterable[int] | None = None, level: Level | None = None
) -> list[tuple[str, int, str, str, SectorLine]]:
    """Kept counts as (country, year, level, code, line); "" is the whole programme. One query."""
    rows = SectorCount.objects.order_by("country", "year", "id")
    if countries is not None:
        rows = rows.filter(country__in=list(countries))
    if years is not None:
        rows = rows.filter(year__in=list(years))
    if level is not None:
        rows = rows.filter(level=level)
    return [
        (country, year, of, code, _line(code, noncompliant, assessed, is_hidden=is_hidden))
        for country, year, of, code, noncompliant, assessed, is_hidden in rows.values_list(
            "country", "year", "level", *_COLUMNS
        )
    ]


def _line(code: str, noncompliant: int, assessed: int, *, is_hidden: bool) -> SectorLine:
    if is_hidden:
        return SectorLine(code, None, None, None, hidden=True)
    percent = printed_percent(noncompliant, assessed)
    return SectorLine(code, assessed, noncompliant, percent, hidden=False)
