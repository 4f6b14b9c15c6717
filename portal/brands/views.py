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

from accounts.access_log import log_export
from countries.queries.local_time import LocalDays
from factories.domain.cursors import parse
from factories.filters.lists import address, page_address
from factories.queries import brands_of
from factories.queries.paging import count, page
from files.exports import FORMATS, table_response
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


@login_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """A few suppliers side by side."""
    chosen = (
        _suppliers(request)
        .queryset.filter(code__in=request.GET.getlist("compare")[:COMPARED])
        .order_by("name", "id")
    )
    return render(
        request,
        "portal/brands/compare.html",
        {"rows": brands.supplier_rows(list(chosen)), "most": COMPARED, "pillars": queries.PILLARS},
    )


def supplier(request: HttpRequest, found: Factory, *, today: date) -> HttpResponse:
    """A supplier that shares its reports: verdict, next steps, findings, plan. The caller has asked the policy."""
    report, progress = queries.report_of(found.pk), queries.progress_of(found.pk)
    language = get_language() or "en"
    return render(
        request,
        "portal/brands/supplier.html",
        {
            "factory": found,
            "listing": queries.listing_of(found.pk),
            "report": report,
            "progress": progress,
            "criteria": queries.criteria_named(progress.criteria, language=language, country=found.country_id)
            if progress
            else None,
            "plan": queries.outlook(report.plan, today) if report else None,
            "today": today,
        },
    )


def _directory(request: HttpRequest) -> DirectoryFilter:
    _only_brands(request)
    return DirectoryFilter(request.GET, brands.directory(brands_of(request.user), _today()))


def _suppliers(request: HttpRequest) -> SupplierFilter:
    _only_brands(request)
    return SupplierFilter(request.GET, brands.suppliers(brands_of(request.user), _today()))


def _list_context(request: HttpRequest, filters: FactoryListFilter, *, size: int) -> dict[str, Any]:
    found = filters.qs
    shown = page(found, order=filters.order, cursor=parse(request.GET.get("page", "")), size=size)
    return {
        "form": filters.form,
        "factories": shown.rows,
        "counted": count(found),
        "places": [
            {"code": c.code, "name": c.name, "value": c.number, "url": address(request.GET, country=c.code)}
            for c in queries.by_country(filters.without("country"))
        ],
        "chosen": filters.values.get("country", ""),
        "active": filters.form.active,
        "next_url": page_address(request.GET, shown.following),
        "previous_url": page_address(request.GET, shown.preceding),
        "export_url": f"export/{address(request.GET, format='xlsx')}",
    }


def _only_brands(request: HttpRequest) -> None:
    if not is_brand(request.user):
        raise Http404


def _format(request: HttpRequest) -> str:
    requested = request.GET.get("format", "csv")
    if requested not in FORMATS:
        raise Http404
    return requested


def _today() -> LocalDays:
    """Today in each supplier's country: a brand reads what is in force there."""
    return LocalDays(timezone.now())
