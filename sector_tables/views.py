"""The sector tables, open to everybody: of the factories assessed in a year, how many were non-compliant on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from factories.filters.lists import address
from files.exports import ExportTable, requested_format, table_response
from questionnaires.queries.questionnaires import place_names
from sector_tables.exports import sector_as_pdf
from sector_tables.filters import SectorFilter
from sector_tables.queries.compared_lines import ComparedLine, compared_lines
from sector_tables.queries.sectors import Level, counting_of

CHARTED = 12
FINER: dict[str, str] = {"cluster": "point", "point": "question"}
"""Into what a line of a level is taken apart."""
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

    @property
    def place(self) -> str:
        """The country's name; "" for the whole programme."""
        return self.filters.countries.get(self.country, "")

    @property
    def assessed(self) -> int:
        """How many factories were assessed at most, of the lines that are shown."""
        return max((line.line.assessed or 0 for line in self.lines), default=0)


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
            "country": chosen.place,
            "year": chosen.year,
            "lines": chosen.lines,
            "counting": counting_of(chosen.country, chosen.year),
            "charted": sorted(shown, key=lambda line: -(line.share or 0))[:CHARTED],
            "assessed": chosen.assessed,
            "finer": FINER.get(chosen.level, ""),
            "active": _narrowed(request, chosen),
            "pdf_url": f"pdf/{address(request.GET)}",
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


@require_safe
def sector_pdf(request: HttpRequest) -> HttpResponse:
    """Exactly the table that the page shows, as a document to print."""
    chosen = _chosen(request)
    counted_at = counting_of(chosen.country, chosen.year).counted_at or timezone.now()
    made = sector_as_pdf(
        chosen.lines,
        country=chosen.place,
        year=chosen.year,
        assessed=chosen.assessed,
        counted_at=counted_at,
    )
    response = HttpResponse(made, content_type="application/pdf")
    name = "-".join(
        filter(
            None,
            ("sector", chosen.country, str(chosen.year or ""), chosen.filters.narrowed_to or chosen.level),
        )
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _narrowed(request: HttpRequest, chosen: _ChosenTable) -> list[dict[str, str]]:
    """The cluster or point to which the table is narrowed, as a chip that takes it away."""
    under = chosen.filters.narrowed_to
    if not under:
        return []
    name = place_names(language=get_language() or "en").get(under, under)
    return [{"label": f"{name} ({under})", "url": address(request.GET, under="")}]


def _chosen(request: HttpRequest) -> _ChosenTable:
    filters = SectorFilter(request.GET)
    country, year, level = filters.chosen
    lines = compared_lines(country, year, level, language=get_language() or "en") if year else []
    if filters.narrowed_to:
        lines = [line for line in lines if line.line.code.startswith(f"{filters.narrowed_to}-")]
    return _ChosenTable(filters, country, year, level, lines)
