"""Items of improvement plans through all factories of the reader: a list with filters, and as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access_log import log_export
from accounts.models import STAFF
from accounts.requests import SignedIn
from countries.queries.local_time import LocalDays, programme_day
from factories.domain.cursors import parse
from factories.filters.lists import address, page_address
from factories.queries.paging import count, page
from files.exports import requested_format, table_response
from overview.exports import plan_items_table
from overview.filters import PlanItemFilter
from overview.queries.plan_items import items_visible_to


@login_required
@require_safe
def plan_items(request: SignedIn) -> HttpResponse:
    """Items by the day on which they are due, the earliest first."""
    filters = _filters(request)
    found = filters.qs
    shown = page(found, order=filters.order, cursor=parse(request.GET.get("page", "")))
    context = {
        "form": filters.form,
        "items": shown.rows,
        "counted": count(found),
        "today": programme_day(timezone.now()),
        "next_url": page_address(request.GET, shown.following),
        "previous_url": page_address(request.GET, shown.preceding),
        "export_url": f"export/{address(request.GET, format='xlsx')}",
    }
    return render(request, "overview/plan_items.html", context)


@login_required
@require_safe
def plan_items_export(request: SignedIn) -> HttpResponseBase:
    """Exactly the items that the list shows."""
    filters = _filters(request)
    file_format = requested_format(request)
    log_export(request, filters.qs.values_list("factory_id", flat=True), now=timezone.now())
    return table_response(plan_items_table(filters.qs), file_format=file_format)


def _filters(request: SignedIn) -> PlanItemFilter:
    if request.user.role not in STAFF:
        raise Http404
    days = LocalDays(timezone.now())
    return PlanItemFilter(request.GET, items_visible_to(request.user), request=request, days=days)
