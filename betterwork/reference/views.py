"""Reference pages, open to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from betterwork.reference.filters import QuestionFilter
from betterwork.reference.questionnaire import clusters_of, layouts_of, versions_of
from betterwork.reference.sector import ToldLine, sector_lines_in_words
from countries.queries.countries import local_name
from countries.queries.local_time import today_in
from factories.filters.lists import address
from files.exports import FORMATS, ExportTable, table_response
from questionnaires.queries.questionnaires import mapping_of
from sector_tables.filters import SectorFilter
from sector_tables.queries.sectors import Level, counting_of

CHARTED = 12
SECTOR_HEAD = (
    "country",
    "year",
    "level",
    "code",
    "name",
    "assessed",
    "noncompliant",
    "percent",
    "percent_year_before",
)


@require_safe
def questionnaire(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """A released questionnaire, word for word, as asked in one country."""
    found = layouts_of(code, version)
    if not found:
        raise Http404
    form = QuestionFilter(
        request.GET, countries=sorted(((one, local_name(one)) for one in found if one), key=itemgetter(1))
    )
    values = form.values
    country = values.get("country", "")
    loaded = found.get(country) or found.get("") or next(iter(found.values()))
    clusters = clusters_of(
        loaded,
        country=country,
        on=today_in(country, timezone.now()),
        language=_language(),
        text=values.get("q", ""),
        mark=values.get("mark", ""),
    )
    return render(
        request,
        "reference/questionnaire.html",
        {
            "form": form,
            "loaded": loaded,
            "clusters": clusters,
            "number": sum(cluster.number for cluster in clusters),
            "active": form.active,
            "narrowed": bool(values.get("q") or values.get("mark")),
            "mapping": mapping_of(code, version),
            "country_days": [(local_name(one), day) for one, day in sorted(loaded.country_days.items())],
            "versions": [one for one in versions_of(code) if one[0] != version],
        },
    )


@require_safe
def sector(request: HttpRequest) -> HttpResponse:
    """What a sector looks like: how many of the factories assessed in a year were non-compliant on what."""
    chosen = _sector(request)
    charted = sorted(
        (line for line in chosen.lines if line.line.percent is not None),
        key=lambda one: -(one.line.percent or 0),
    )[:CHARTED]
    return render(
        request,
        "reference/sector.html",
        {
            "form": chosen.filters.form,
            "country": chosen.country_name,
            "year": chosen.year,
            "level": chosen.level,
            "lines": chosen.lines,
            "counting": counting_of(chosen.country, chosen.year),
            "charted": charted,
            "assessed": max((one.line.assessed or 0 for one in chosen.lines), default=0),
            "hidden": sum(one.line.hidden for one in chosen.lines),
            "export_url": f"export/{address(request.GET, format='xlsx')}",
        },
    )


@require_safe
def sector_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the table that the page shows, as a file."""
    file_format = request.GET.get("format", "csv")
    chosen = _sector(request)
    if file_format not in FORMATS:
        raise Http404
    rows: list[Sequence[Any]] = [
        (chosen.country, chosen.year, chosen.level, line.line.code, line.name, line.line.assessed,
         line.line.noncompliant, line.line.percent, line.before)
        for line in chosen.lines
    ]  # fmt: skip
    return table_response(ExportTable("sector", SECTOR_HEAD, rows), file_format=file_format)


@dataclass(frozen=True, slots=True)
class _Asked:
    filters: SectorFilter
    country: str
    country_name: str
    year: int | None
    level: Level
    lines: list[ToldLine]


def _sector(request: HttpRequest) -> _Asked:
    filters = SectorFilter(request.GET)
    country, year, level = filters.chosen
    lines = sector_lines_in_words(country, year, level, language=_language()) if year else []
    return _Asked(filters, country, filters.countries.get(country, ""), year, level, lines)


def _language() -> str:
    return get_language() or "en"
