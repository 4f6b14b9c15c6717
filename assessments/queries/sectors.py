"""Sector tables: of the factories assessed in a period, how many were non-compliant on each point and question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assessments.domain.sector import is_small_group, latest_in_period, printed_percent, sector_table
from assessments.models import SectorCount
from assessments.queries.sheets import EVERY_COUNTRY, as_assessed, sheets_between
from factories.domain.countries import name_of
from questionnaires.queries.questionnaires import layouts

Level = Literal["cluster", "point", "question"]
LEVELS: tuple[Level, ...] = ("cluster", "point", "question")


@dataclass(frozen=True, slots=True)
class SectorLine:
    """One line of a sector table as outsiders may see it: groups below five have no figures."""

    code: str
    assessed: int | None
    noncompliant: int | None
    percent: int | None  # whole per cent, half rounded up
    hidden: bool


def sector_lines(country: str, first: date, last: date, level: Level) -> list[SectorLine]:
    """The table of a country ("" for the programme) over a period, from the sheets. Two queries.

    Any period can be asked for; `sector_lines_of_year` reads the kept counts of calendar years.
    """
    known = layouts()
    sheets = as_assessed(sheets_between(first, last, country=country), known)
    table = sector_table(latest_in_period(sheets, first, last))
    rows = {"cluster": table.clusters, "point": table.points, "question": table.questions}[level]
    return [_line(row.code, row.noncompliant, row.assessed) for row in rows if row.assessed]


def sector_lines_of_year(country: str, year: int, level: Level) -> list[SectorLine]:
    """The kept table of a country ("" for the programme) in a calendar year. One query."""
    rows = SectorCount.objects.filter(country=country, year=year, level=level).order_by("id")
    return [_line(*row) for row in rows.values_list("code", "noncompliant", "assessed")]


def sector_years(country: str = EVERY_COUNTRY) -> list[int]:
    """The years that have kept counts, newest first. One query."""
    rows = SectorCount.objects.filter(country=country)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def sector_countries() -> dict[str, str]:
    """Names of the countries that have kept counts, by code, in order of name. One query."""
    codes = SectorCount.objects.exclude(country=EVERY_COUNTRY).values_list("country", flat=True).distinct()
    named = {code: name_of(code) for code in codes}
    return dict(sorted(named.items(), key=lambda one: one[1]))


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
    columns = ("country", "year", "level", "code", "noncompliant", "assessed")
    return [
        (country, year, of, code, _line(code, noncompliant, assessed))
        for country, year, of, code, noncompliant, assessed in rows.values_list(*columns)
    ]


def _line(code: str, noncompliant: int, assessed: int) -> SectorLine:
    if is_small_group(assessed):
        return SectorLine(code, None, None, None, hidden=True)
    percent = printed_percent(noncompliant, assessed)
    return SectorLine(code, assessed, noncompliant, percent, hidden=False)
