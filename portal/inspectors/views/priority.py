"""The priority list: for labour inspectors of the country, and the programme's staff."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access_log import log_export
from factories.domain.cursors import parse
from factories.filters.lists import address, page_address
from factories.queries.paging import Order, count, page
from files.exports import requested_format, table_response
from portal.inspectors.exports import priority_table
from portal.inspectors.filters.priorities import PriorityFilter
from portal.inspectors.queries.priorities import computed_on, priorities_for
from portal.policies import reads_cases_of_country, reads_priorities

BY_RANK = Order(F("shown_rank"), int, unique="factory_id")


@login_required
@require_safe
def priority(request: HttpRequest) -> HttpResponse:
    """Which factories need attention first, each with its reasons in numbers."""
    filters = _filter_of(request)
    found = filters.qs
    shown = page(found, order=filters.closest_first(BY_RANK), cursor=parse(request.GET.get("page", "")))
    return render(
        request,
        "portal/inspectors/priority.html",
        {
            "form": filters.form,
            "entries": shown.rows,
            "cases": reads_cases_of_country(request.user),
            "counted": count(found),
            "as_of": computed_on(filters.queryset),
            "active": filters.form.active,
            "next_url": page_address(request.GET, shown.following),
            "previous_url": page_address(request.GET, shown.preceding),
            "export_url": f"export/{address(request.GET, format='xlsx')}",
        },
    )


@login_required
@require_safe
def priority_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the factories that the list shows."""
    filters = _filter_of(request)
    file_format = requested_format(request)
    shown = filters.qs
    log_export(request, shown.values_list("factory_id", flat=True), now=timezone.now())
    return table_response(priority_table(shown), file_format=file_format)


def _filter_of(request: HttpRequest) -> PriorityFilter:
    if not reads_priorities(request.user):
        raise Http404
    cases = reads_cases_of_country(request.user)
    return PriorityFilter(request.GET, priorities_for(request.user), cases=cases, request=request)
