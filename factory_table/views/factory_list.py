"""The list of factories, for the programme's staff."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access_log import log_export
from accounts.requests import SignedIn
from countries.queries.local_time import LocalDays
from factories.domain.cursors import parse
from factories.filters.lists import address, page_address
from factories.policies.duplicates import decides_duplicates
from factories.policies.lists import imports_lists
from factories.policies.registry import keeps_registry
from factories.queries import visible_to
from factories.queries.duplicate_pairs import suspicions_of
from factories.queries.paging import count, page
from factory_table.exports import factory_table
from factory_table.filters import FactoryTableFilter
from factory_table.queries.columns import column_values
from factory_table.queries.ticked import codes_sent, ticked
from factory_table.views.cells import cells
from files.exports import FORMATS, requested_format, table_response
from saved_lists.queries import lists_of_page


@login_required
@require_safe
def factory_list(request: SignedIn) -> HttpResponse:
    """Factories of one's own country or countries: search, filters, order, pages by key."""
    if not request.user.is_staff:
        raise Http404
    filters = FactoryTableFilter(request, visible_to(request.user), LocalDays(timezone.now()))
    found = filters.qs
    shown = page(found, order=filters.order, cursor=parse(request.GET.get("page", "")))
    ids = [factory.pk for factory in shown.rows]
    suspicions, values = suspicions_of(ids), column_values(ids, filters.columns)
    for factory in shown.rows:
        factory.suspicions = suspicions.get(factory.pk, ())
        factory.cells = cells(filters.columns, values[factory.pk])
    return render(
        request,
        "factory_table/list.html",
        {
            "form": filters.form,
            "factories": shown.rows,
            "columns": filters.columns,
            "saved": lists_of_page(request.user.pk, "factories", request.GET),
            "counted": count(found),
            "next_url": page_address(request.GET, shown.following),
            "previous_url": page_address(request.GET, shown.preceding),
            "decides_duplicates": decides_duplicates(request.user),
            "export_url": f"export/{address(request.GET)}",
            "chosen_url": f"export/chosen/{address(request.GET)}",
            "keeps": keeps_registry(request.user),
            "may_import": imports_lists(request.user),
        },
    )


@login_required
@require_safe
def factory_export(request: SignedIn) -> HttpResponseBase:
    """Exactly the factories that the list shows under the same filters, as a factory list."""
    if not request.user.is_staff:
        raise Http404
    file_format = requested_format(request)
    now = timezone.now()
    days = LocalDays(now)
    filters = FactoryTableFilter(request, visible_to(request.user), days)
    found = filters.qs
    log_export(request, found.values_list("pk", flat=True), now=now)
    return table_response(factory_table(found, days, filters.columns), file_format=file_format)


@login_required
@require_POST
def chosen_export(request: SignedIn) -> HttpResponseBase:
    """The factories ticked, on whichever pages of the list, in the columns shown; all of them or nothing.

    Raises:
        NotAllThere.
    """
    if not request.user.is_staff:
        raise Http404
    file_format = request.POST.get("format", "csv")
    if file_format not in FORMATS:
        raise Http404
    found = ticked(visible_to(request.user), codes_sent(request))
    now = timezone.now()
    days = LocalDays(now)
    columns = FactoryTableFilter(request, visible_to(request.user), days).columns
    log_export(request, found.values_list("pk", flat=True), now=now)
    return table_response(factory_table(found, days, columns), file_format=file_format)
