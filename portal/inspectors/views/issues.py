"""Which issues recur where: an inspectorate's first page, and the factories behind each of its figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn, only_for
from factories.domain.cursors import parse
from factories.filters.lists import address, page_address
from factories.queries.paging import count, page
from files.exports import requested_format, table_response
from portal.inspectors.exports import issue_factories_table
from portal.inspectors.filters.recurring import RecurringIssueFilter
from portal.inspectors.queries.recurring import (
    FOUND,
    RECURRING,
    RecurringIssue,
    issue_codes,
    published_for,
    recurring_issues,
    regions,
)
from portal.policies import reads_priorities

if TYPE_CHECKING:
    from django.http import QueryDict

    from portal.queries import MapPoint

ROWS = 30


@only_for(reads_priorities)
@require_safe
def inspectorate(request: SignedIn) -> HttpResponse:
    """What was handed over, which issues recur, and where, within the reader's countries."""
    filters = _filters(request, counts_only=True)
    issue, rows = filters.values.get("issue") or "", filters.without("issue", "result")
    listed = reverse("issue_factories")
    here = regions(filters.without("issue", "result", "area"), issue) if filters.one_country else []
    return render(
        request,
        "portal/inspectors/inspectorate.html",
        {
            "form": filters.form,
            "handovers": import_string(settings.HANDOVERS_OF_READER)(request.user),
            "published": rows.count(),
            "rows": _issue_rows(recurring_issues(rows), request.GET, listed),
            "country": filters.one_country,
            "points": _points(here, filters, request.GET, listed),
            "regions": _region_rows(here, request.GET, listed),
            "active": filters.form.active,
        },
    )


@only_for(reads_priorities)
@require_safe
def issue_factories(request: SignedIn) -> HttpResponse:
    """The factories with an issue, of a part of the country where one is chosen."""
    filters = _filters(request)
    found = filters.qs
    shown = page(
        found,
        order=filters.closest_first(filters.by_name),
        cursor=parse(request.GET.get("page", "")),
        size=ROWS,
    )
    issue = filters.values.get("issue") or ""
    here = regions(filters.without("issue", "result", "area"), issue) if filters.one_country else []
    chips = list(filters.form.active)
    if filters.area_chosen:
        chips.append({"label": _("Part of the map"), "url": address(request.GET, area="")})
    return render(
        request,
        "portal/inspectors/issue_factories.html",
        {
            "form": filters.form,
            "rows": shown.rows,
            "counted": count(found),
            "country": filters.one_country,
            "points": _points(here, filters, request.GET, ""),
            "active": chips,
            "back": reverse("inspectorate") + address(request.GET, issue="", result="", area="", q=""),
            "next_url": page_address(request.GET, shown.following),
            "previous_url": page_address(request.GET, shown.preceding),
            "export_url": f"export/{address(request.GET, format='xlsx')}",
        },
    )


@only_for(reads_priorities)
@require_safe
def issue_factories_export(request: SignedIn) -> HttpResponseBase:
    """Exactly the factories that the list shows."""
    source = settings.SITE_URL + reverse("issue_factories") + address(request.GET, format="")
    table = issue_factories_table(_filters(request).qs, source=source)
    return table_response(table, file_format=requested_format(request))


def _filters(request: SignedIn, *, counts_only: bool = False) -> RecurringIssueFilter:
    rows, issues = published_for(request.user), issue_codes()
    return RecurringIssueFilter(request.GET, rows, issues=issues, counts_only=counts_only)


def _issue_rows(points: Sequence[RecurringIssue], query: QueryDict, listed: str) -> list[dict[str, Any]]:
    """Compliance points, each followed by its issues; every number with the address of its factories."""
    return [
        {
            "code": line.code,
            "name": line.name,
            "is_point": line is point,
            "found": line.found,
            "found_url": listed + address(query, issue=line.code, result=FOUND),
            "recurring": line.recurring,
            "recurring_url": listed + address(query, issue=line.code, result=RECURRING),
        }
        for point in points
        for line in (point, *point.issues)
    ]


def _place_name(point: MapPoint) -> str:
    place = {"latitude": f"{point.latitude:.1f}°", "longitude": f"{point.longitude:.1f}°"}
    return _("Around %(latitude)s, %(longitude)s") % place


def _region_rows(here: Sequence[MapPoint], query: QueryDict, listed: str) -> list[dict[str, Any]]:
    """Parts of the map with their numbers, those with most of what recurs first."""
    rows = [
        {
            "name": _place_name(point),
            "number": point.number,
            "number_url": listed + address(query, area=point.area.text, issue="", result=""),
            "found": point.counts["found"],
            "found_url": listed + address(query, area=point.area.text, result=FOUND),
            "recurring": point.counts["recurring"],
            "recurring_url": listed + address(query, area=point.area.text, result=RECURRING),
        }
        for point in here
    ]
    return sorted(rows, key=lambda row: (-row["recurring"], -row["found"], row["name"]))


def _points(
    here: Sequence[MapPoint], filters: RecurringIssueFilter, query: QueryDict, listed: str
) -> list[dict[str, Any]]:
    """The map's points: how many factories have the issue there, as the result says; a part without any has none."""
    result = filters.values.get("result") or FOUND
    counted = "recurring" if result == RECURRING else "found"
    return [
        {
            "latitude": point.latitude,
            "longitude": point.longitude,
            "value": point.counts[counted],
            "name": _place_name(point),
            "url": listed + address(query, area=point.area.text, result=result),
            "chosen": point.area == filters.area_chosen,
        }
        for point in here
        if point.counts[counted]
    ]
