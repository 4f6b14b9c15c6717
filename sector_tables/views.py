"""The sector tables, open to everybody: of the factories assessed in a year, how many were non-compliant on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from factories.filters.lists import address
from files.exports import ExportTable, requested_format, table_response
from sector_tables.filters import SectorFilter
from sector_tables.queries.compared_lines import ComparedLine, compared_lines
from sector_tables.queries.sectors import Level, counting_of

CHARTED = 12
HEAD = (
    "country", "year", "level", "code", "name", "assessed", "noncompliant", "percent", "percent_year_before",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _ChosenTable:
    filters: SectorFilter
    country: str
    year: int | None
    level: Level
    lines: list[ComparedLine]


@require_safe
def sector_tables(request: HttpRequest) -> HttpResponse:
    """One country and year, or the whole programme, by cluster, point or question."""
    chosen = _chosen(request)
    shown = [line for line in chosen.lines if line.share is not None]
    return render(
        request,
        "sector_tables/sector_tables.html",
        {
            "form": chosen.filters.form,
            "country": chosen.filters.countries.get(chosen.country, ""),
            "year": chosen.year,
            "lines": chosen.lines,
            "counting": counting_of(chosen.country, chosen.year),
            "charted": sorted(shown, key=lambda line: -(line.share or 0))[:CHARTED],
            "assessed": max((line.line.assessed or 0 for line in shown), default=0),
            "hidden": len(chosen.lines) - len(shown),
            "export_url": f"export/{address(request.GET, format='xlsx')}",
        },
    )


@require_safe
def sector_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the table that the page shows, as a file."""
    file_format = requested_format(request)
    chosen = _chosen(request)
    rows: list[Sequence[Any]] = [
        (chosen.country, chosen.year, chosen.level, line.line.code, line.name, line.line.assessed,
         line.line.noncompliant, line.line.percent, line.before)
        for line in chosen.lines
    ]  # fmt: skip
    return table_response(ExportTable("sector", HEAD, rows), file_format=file_format)


def _chosen(request: HttpRequest) -> _ChosenTable:
    filters = SectorFilter(request.GET)
    country, year, level = filters.chosen
    lines = compared_lines(country, year, level, language=get_language() or "en") if year else []
    return _ChosenTable(filters, country, year, level, lines)
