"""How a country or the programme stands and stood: every figure leads to the list of what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import STAFF, Role
from accounts.requests import SignedIn
from countries.queries.countries import local_name
from countries.queries.local_time import programme_day
from factories.filters.lists import address
from factories.policies.lists import imports_lists
from factories.queries import visible_to
from factory_table.queries.standing import ACTIVE, RECOGNISED, STANDINGS
from files.exports import requested_format, table_response
from overview.exports import overview_table
from overview.filters import OverviewFilter
from overview.policies import figures_for, reads_plan_of_country
from overview.queries.figures import ASSESSED, DURING, OVERDUE_ITEMS, PLAN_FIGURES
from overview.queries.plan_items import OVERDUE
from overview.queries.shown import LATE, PLANNED, PRIORITY, OverviewNumbers, overview_numbers
from overview.views.links import LABELS, LESS_IS_BETTER, figure_url, listed

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is shown to whom."""

    filters: OverviewFilter
    country: str
    codes: list[str]
    names: tuple[str, ...]
    numbers: OverviewNumbers


@login_required
@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """The figures of today, what became of them over the years, and the countries side by side."""
    chosen = _chosen(request)
    numbers = chosen.numbers
    reads_everything = reads_plan_of_country(request.user)
    context = {
        "form": chosen.filters.form,
        "country": local_name(chosen.codes[0]) if len(chosen.codes) == 1 else "",
        "is_empty": not (chosen.country or any(numbers.of(ACTIVE, year) for year in numbers.years)),
        "may_import": imports_lists(request.user),
        "today": programme_day(timezone.now()),
        "year": numbers.this_year,
        "standings": _standings(chosen),
        "course": _course(chosen, plan=reads_everything),
        "trends": _trends(chosen),
        "clusters": _clusters(chosen),
        "years": numbers.years,
        "lines": _lines(chosen),
        "countries": _countries(chosen, plan=reads_everything),
        # that something is counted anew tells of cases and verdicts, too
        "counting": {"counted_at": numbers.counted_at, "is_behind": numbers.is_behind}
        if reads_everything
        else None,
        "export_url": f"export/{address(request.GET, format='xlsx')}",
    }
    return render(request, "overview/overview.html", context)


@login_required
@require_safe
def overview_export(request: SignedIn) -> HttpResponseBase:
    """The same figures as a file, a row a country, year and figure."""
    file_format = requested_format(request)
    chosen = _chosen(request)
    source = request.build_absolute_uri("../" + address(request.GET, format=""))
    table = overview_table(chosen.numbers, {name: str(LABELS[name]) for name in chosen.names}, source=source)
    return table_response(table, file_format=file_format)


def _chosen(request: SignedIn) -> _Chosen:
    user = request.user
    if user.role not in STAFF:
        raise Http404
    now = timezone.now()
    filters = OverviewFilter(request.GET, visible_to(user), request=request)
    own = filters.countries
    country = filters.values.get("country", "")
    codes = [country] if country else own
    names = figures_for(user)
    numbers = overview_numbers(
        user,
        codes,
        [name for name in names if name in STANDINGS or name in PLAN_FIGURES],
        on=programme_day(now),
        sector=codes[0] if len(codes) == 1 else "" if user.role == Role.GLOBAL else None,
        language=get_language() or "en",
    )
    return _Chosen(filters, country, codes, names, numbers)


def _url(chosen: _Chosen, name: str, year: int, country: str = "") -> str:
    is_over = year < chosen.numbers.this_year
    return figure_url(name, year=year, is_over=is_over, country=country or chosen.country)


def _stat(chosen: _Chosen, name: str) -> dict[str, Any]:
    """A figure of the running year, with the year before beside it: both lead to their lists."""
    year = chosen.numbers.this_year
    return {
        "label": LABELS[name],
        "value": chosen.numbers.of(name, year),
        "url": _url(chosen, name, year),
        "note": _before(chosen, name, year - 1),
        "gold": name == RECOGNISED,
    }


def _before(chosen: _Chosen, name: str, year: int) -> SafeString | str:
    number = chosen.numbers.of(name, year) if year in chosen.numbers.years else None
    if number is None:
        return ""
    text = f"{year}: {number_format(number, force_grouping=True)}"
    return format_html('<a href="{}">{}</a>', _url(chosen, name, year), text)


def _standings(chosen: _Chosen) -> list[dict[str, Any]]:
    stats = [_stat(chosen, name) for name in chosen.names if name in STANDINGS]
    attention = {
        "label": capfirst(_("need attention first")),
        "value": chosen.numbers.now(PRIORITY),
        "url": listed("priority", country=chosen.country),
    }
    return [*stats, attention]


def _course(chosen: _Chosen, *, plan: bool) -> list[dict[str, Any]]:
    """What was done this year, against what is planned and due."""
    done = [_stat(chosen, name) for name in chosen.names if name in DURING]
    planned = [
        {"label": label, "value": _today(chosen, name), "url": _today_url(chosen, name)}
        for name, label in _TODAY.items()
        if plan or name == OVERDUE_ITEMS
    ]
    return [*done[:2], *planned[:-1], *done[2:], planned[-1]]


_TODAY = {
    PLANNED: gettext_lazy("Visits still planned this year"),
    LATE: gettext_lazy("Assessments overdue"),
    OVERDUE_ITEMS: gettext_lazy("Plan items overdue"),
}


def _today(chosen: _Chosen, name: str, *countries: str) -> int | None:
    numbers = chosen.numbers
    if name == OVERDUE_ITEMS:
        return numbers.of(name, numbers.this_year, *countries)
    return numbers.now(name, *countries)


def _today_url(chosen: _Chosen, name: str, country: str = "") -> str:
    country = country or chosen.country
    if name == PLANNED:
        return listed("scheduling:plan", view="list", country=country, year=chosen.numbers.this_year)
    if name == LATE:
        return listed("scheduling:plan", view="overdue", country=country)
    return listed("overview:plan_items", country=country, state=OVERDUE)


def _trends(chosen: _Chosen) -> list[dict[str, Any]]:
    """One small chart a figure: standings at the end of each year, the last of today."""
    numbers = chosen.numbers
    return [
        {
            "name": LABELS[name],
            "url": _url(chosen, name, numbers.this_year),
            "values": [{"label": str(year), "value": numbers.of(name, year)} for year in numbers.years],
            "less": LESS_IS_BETTER.get(name, False),
        }
        for name in chosen.names
        if name != ASSESSED  # beside the assessments it says little more
        and (
            name not in PLAN_FIGURES or any(numbers.of(name, year) for year in numbers.years)
        )  # a plan there is
    ]


def _clusters(chosen: _Chosen) -> list[dict[str, Any]]:
    """One small chart a cluster: the last year that has a table leads to it."""
    numbers, found = chosen.numbers, chosen.numbers.clusters or []
    newest = max((place for row in found for place, line in enumerate(row.lines) if line), default=0)
    scope = chosen.codes[0] if len(chosen.codes) == 1 else ""
    url = listed("sector_tables:table", country=scope, year=numbers.years[newest], level="cluster")
    return [
        {
            "name": row.name,
            "url": url,
            "values": [
                {"label": str(year), "value": share}
                for year, share in zip(numbers.years[: newest + 1], row.shares(), strict=False)
            ],
        }
        for row in found
    ]


def _lines(chosen: _Chosen) -> list[dict[str, Any]]:
    """The table of all years: a line a figure, a number a year, each with its list."""
    return [
        {
            "label": LABELS[name],
            "numbers": [
                (chosen.numbers.of(name, year), _url(chosen, name, year)) for year in chosen.numbers.years
            ],
        }
        for name in chosen.names
    ]


def _countries(chosen: _Chosen, *, plan: bool) -> dict[str, Any] | None:
    """The countries side by side, as of today; None where one is shown."""
    if len(chosen.codes) < 2:  # noqa: PLR2004  # nothing to compare
        return None
    numbers, year = chosen.numbers, chosen.numbers.this_year
    today = [name for name in _TODAY if plan or name == OVERDUE_ITEMS]
    rows = []
    for code in sorted(chosen.codes, key=local_name):
        figures = [(numbers.of(name, year, code), _url(chosen, name, year, code)) for name in chosen.names]
        figures += [(_today(chosen, name, code), _today_url(chosen, name, code)) for name in today]
        figures.append((numbers.now(PRIORITY, code), listed("priority", country=code)))
        rows.append({"name": local_name(code), "url": f"?country={code}", "numbers": figures})
    heads = [*(LABELS[name] for name in chosen.names), *(_TODAY[name] for name in today)]
    return {"heads": [*heads, capfirst(_("need attention first"))], "rows": rows}
