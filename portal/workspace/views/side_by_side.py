"""Several factories of one's own side by side, as page and as file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.queries.local_time import LocalDays
from factories.filters.lists import address
from factories.queries import groups_of
from files.exports import requested_format, table_response
from portal.policies import is_factory_people, reads_own_cases
from portal.workspace.exports import own_factories_table
from portal.workspace.filters import OwnFactoryFilter
from portal.workspace.queries import own_factories
from portal.workspace.queries.side_by_side import in_order, side_by_side

if TYPE_CHECKING:
    from portal.workspace.queries.side_by_side import OwnFactory

MOST = 500  # factories on the page; no manufacturer in the programme has a fifth of that


def several(request: HttpRequest) -> HttpResponse:
    """One's factories beside each other. The caller has asked the policy."""
    filters = _filters(request)
    rows = _rows(request, filters)
    return render(
        request,
        "portal/workspace/factories.html",
        {
            "form": filters.form,
            "active": filters.form.active,
            "rows": rows,
            "cases": reads_own_cases(request.user),
            "groups": list(groups_of(request.user).order_by("name")),
            "export_url": f"export/{address(request.GET, format='xlsx')}",
        },
    )


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the factories that the page shows."""
    if not is_factory_people(request.user):
        raise Http404
    table = own_factories_table(_rows(request, _filters(request)))
    return table_response(table, file_format=requested_format(request))


def _filters(request: HttpRequest) -> OwnFactoryFilter:
    return OwnFactoryFilter(request.GET, own_factories(request.user), request=request)


def _rows(request: HttpRequest, filters: OwnFactoryFilter) -> list[OwnFactory]:
    found = list(filters.qs[:MOST])
    rows = side_by_side(found, cases=reads_own_cases(request.user), days=LocalDays(timezone.now()))
    return in_order(rows, filters.values.get("sort", ""))
