"""The brands' pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from factories.domain.cursors import parse
from factories.filters.lists import address, page_address
from factories.queries import brands_of
from factories.queries.local_time import LocalDays
from factories.queries.paging import count, page
from files.exports import FORMATS, table_response
from journal.access_log import log_export
from portal import queries
from portal.brands import queries as brands
from portal.brands.exports import directory_table, suppliers_table
from portal.brands.filters import DirectoryFilter, FactoryListFilter, SupplierFilter
from portal.policies import is_brand

if TYPE_CHECKING:
    from factories.models import Factory

CARDS = 24
COMPARED = 4


@login_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Every registered factory: map and cards in step, the recognised ones under their seal."""
    context = _list_context(request, _directory(request), size=CARDS)
    return render(request, "portal/brands/directory.html", {**context, "totals": queries.totals()})


@login_required
@require_safe
def directory_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the factories that the directory shows."""
    return table_response(directory_table(_directory(request).qs), file_format=_format(request))


@login_required
@require_safe
def suppliers(request: HttpRequest) -> HttpResponse:
    """The factories that one's brand buys from, each as far as it shares its reports."""
    context = _list_context(request, _suppliers(request), size=50)
    return render(
        request,
        "portal/brands/suppliers.html",
        {**context, "rows": brands.supplier_rows(context["factories"]), "most": COMPARED},
    )


@login_required
@require_safe
def suppliers_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the suppliers that the list shows."""
    shown = _suppliers(request).qs
    log_export(request, shown.values_list("pk", flat=True), now=timezone.now())
    return table_response(suppliers_table(shown), file_format=_format(request))
