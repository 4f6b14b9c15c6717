"""The sector tables, open to everybody: of the factories assessed in a year, how many were non-compliant on what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from questionnaires.queries.questionnaires import place_names
from sector_tables.filters import SectorFilter
from sector_tables.queries.sectors import (
    SectorLine,
    counting_of,
    sector_lines_of_year,
)


@require_safe
def sector_tables(request: HttpRequest) -> HttpResponse:
    """One country and year, or the whole programme, by cluster or point. At most seven statements."""
    filters = SectorFilter(request.GET)
    country, year, level = filters.chosen
    names = place_names(language=get_language() or "en")
    lines = sector_lines_of_year(country, year, level) if year else []
    return render(
        request,
        "sector_tables/sectors.html",
        {
            "form": filters.form,
            "year": year,
            "counting": counting_of(country, year),
            "rows": [_row(line, names) for line in lines if not line.hidden],
            "hidden": sum(line.hidden for line in lines),
        },
    )


def _row(line: SectorLine, names: dict[str, str]) -> dict[str, Any]:
    return {
        "label": f"{line.code} {names.get(line.code, '')}",
        "value": {"n": line.noncompliant, "of": line.assessed},
    }
