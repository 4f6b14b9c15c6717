"""The directory, a brand's suppliers, and its requests for access to their reports."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access_log import log_export
from accounts.requests import SignedIn, filled_in, only_for
from buyers.queries.commitments import own_commitments
from buyers.queries.own import is_watched
from countries.queries.local_time import LocalDays
from factories.commands import request_access, withdraw_access_request
from factories.domain.cursors import parse
from factories.domain.scopes import FINDINGS, PLAN, years_after
from factories.filters.lists import address, page_address
from factories.forms.access import AccessRequestForm
from factories.queries import brands_of, sourced_by
from factories.queries.paging import count, page
from factories.queries.report_access import access_to, has_asked
from files.exports import requested_format, table_response
from journal.refusals import Refused
from portal import queries
from portal.brands.exports import directory_table, suppliers_table
from portal.brands.filters import (
    DirectoryFilter,
    FactoryListFilter,
    SupplierFilter,
    supplier_filter,
)
from portal.brands.queries import suppliers as brands
from portal.filters import active_filters, chosen_area, count_links, map_points
from portal.policies import is_brand
from saved_lists.queries import lists_of_page

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory

CARDS = 24
COMPARED = 4
NOT_NARROWING = {"page", "compare"}
"""Parts of the directory's address that are no filters."""


@login_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Every registered factory: map and cards in step, the recognised ones under their seal."""
    filters = _directory(request)
    context = _list_context(request, filters, size=CARDS)
    countries = {place["code"]: place["value"] for place in context["places"]}
    if chosen_area(filters):  # a part of this country's map stays with it, and with no other
        countries[filters.values["country"]] = filters.qs.count()
    filters.count_all(countries)
    chosen = request.GET.getlist("compare")
    shown = {factory.code for factory in context["factories"]}
    return render(
        request,
        "portal/brands/directory.html",
        {
            **context,
            "rows": queries.directory_rows(context["factories"]),
            "points": map_points(request.GET, filters),
            "active": active_filters(request.GET, filters),
            "products": [
                {"code": name, "name": name, "value": number, "url": address(request.GET, product=name)}
                for name, number in queries.product_counts(filters.without("product"))
            ],
            "chosen_product": filters.values.get("product", "").lower(),
            "compared": chosen,
            "compared_elsewhere": [code for code in dict.fromkeys(chosen) if code not in shown],
            "narrowed": [(name, value) for name, value in request.GET.items() if name not in NOT_NARROWING],
            "most": COMPARED,
        },
    )


@login_required
@require_safe
def directory_compare(request: HttpRequest) -> HttpResponse:
    """Up to four factories of the directory side by side: what is public of each. The address holds the choice."""
    codes = list(dict.fromkeys(request.GET.getlist("compare")))[:COMPARED]
    chosen = _directory(request).queryset.filter(code__in=codes).order_by("name", "id")
    rows = queries.directory_rows(list(chosen))
    return render(
        request,
        "portal/brands/directory_compare.html",
        {
            "rows": rows,
            "lines": queries.issues_side_by_side(rows),
            "most": COMPARED,
            "back": reverse("directory") + address(request.GET),
        },
    )


@login_required
@require_safe
def directory_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the factories that the directory shows."""
    source = settings.SITE_URL + reverse("directory") + address(request.GET, format="", compare="")
    table = directory_table(_directory(request).qs, source=source)
    return table_response(table, file_format=requested_format(request))


@login_required
@require_safe
def suppliers(request: SignedIn) -> HttpResponse:
    """The factories that one's brand buys from, each as far as it shares its reports."""
    filters = _suppliers(request)
    context = _list_context(request, filters, size=50)
    return render(
        request,
        "portal/brands/suppliers.html",
        {
            **context,
            "rows": brands.supplier_rows(context["factories"], request.user, _today()),
            "most": COMPARED,
            "saved": lists_of_page(request.user.pk, "suppliers", request.GET),
        },
    )


@login_required
@require_safe
def suppliers_export(request: SignedIn) -> HttpResponseBase:
    """Exactly the suppliers that the list shows."""
    shown, file_format = _suppliers(request).qs, requested_format(request)
    log_export(request, shown.values_list("pk", flat=True), now=timezone.now())
    return table_response(suppliers_table(shown, request.user, _today()), file_format=file_format)


@login_required
@require_safe
def compare(request: SignedIn) -> HttpResponse:
    """A few suppliers side by side."""
    chosen = (
        _suppliers(request)
        .queryset.filter(code__in=request.GET.getlist("compare")[:COMPARED])
        .order_by("name", "id")
    )
    return render(
        request,
        "portal/brands/compare.html",
        {
            "rows": brands.supplier_rows(list(chosen), request.user, _today()),
            "most": COMPARED,
            "pillars": queries.PILLARS,
        },
    )


def supplier(request: SignedIn, found: Factory, *, days: LocalDays) -> HttpResponse:
    """A supplier that shares its reports: what the scope opens. The caller has asked the policy."""
    access, today = access_to(request.user, found.pk, days), days.of(found.country_id)
    report, progress = queries.shared_report(found.pk, access.scope), queries.progress_of(found.pk)
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
            "access": access,
            "reads_findings": access.covers(FINDINGS),
            "reads_plan": access.covers(PLAN),
            "asking": queries.asking(request.user, found.pk, days),
            "commitments": own_commitments(request.user, found.pk),
            "is_watched": is_watched(request.user.pk, found.pk),
            "reports": import_string(settings.PROGRESS_REPORTS)(found.pk, request.user, days),
        },
    )


@only_for(is_brand)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_access(request: SignedIn, code: str) -> HttpResponse:
    """A form by which a brand asks one of its suppliers for access to its reports, and what it asked.

    Whoever belongs to several brands asks for one at a time: `?brand=` its slug.
    """
    found, days = _asked(request.user, code)
    today = days.of(found.country_id)
    asking = queries.asking(request.user, found.pk, days)
    if asking is None:
        raise Http404
    line = asking.line_of(request.GET.get("brand", ""), request.POST.get("brand", ""))
    initial: dict[str, Any] = {"scope": PLAN, "until_on": years_after(today)}
    if line.waiting is not None:
        initial = {name: getattr(line.waiting, name) for name in ("scope", "purpose", "until_on")}
    form = AccessRequestForm(filled_in(request), brands=[line.brand], today=today, initial=initial)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _sent(form, found, request.user)
        if status is HTTPStatus.OK:
            messages.success(request, _("Your request was sent to %(factory)s.") % {"factory": found.name})
            return redirect("factory", code=found.code)
    context = {
        "factory": found,
        "form": form,
        "line": line,
        "are_several": asking.are_several,
        "today": today,
    }
    with timezone.override(
        days.settings.zone(found.country_id, days.now)
    ):  # what was asked when, by its clock
        return render(request, "portal/brands/access_request.html", context, status=status)


@only_for(is_brand)
@require_POST
def withdraw_request(request: SignedIn, code: str) -> HttpResponse:
    """Take the request that waits back; of several brands that of `brand`, its slug."""
    found, days = _asked(request.user, code)
    asking = queries.asking(request.user, found.pk, days)
    waiting = asking.line_of(request.POST.get("brand", "")).waiting if asking else None
    if waiting is None and not has_asked(request.user, found.pk):
        raise Http404
    if waiting is not None:
        try:
            withdraw_access_request(waiting.pk, actor=request.user, now=days.now)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("factory", code=found.code)
    messages.success(request, _("Your request was withdrawn."))
    return redirect("factory", code=found.code)


def _asked(user: User, code: str) -> tuple[Factory, LocalDays]:
    """The supplier; what one's brand does not buy from does not exist here."""
    days = _today()
    found = sourced_by(brands_of(user), days).filter(code=code, is_closed=False).first()
    if found is None:
        raise Http404
    return found, days


def _sent(form: AccessRequestForm, found: Factory, user: User) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    values = form.cleaned_data
    try:
        request_access(
            found.pk, brand_id=values["brand"], scope=values["scope"], purpose=values["purpose"],
            until_on=values["until_on"], actor=user, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def _directory(request: HttpRequest) -> DirectoryFilter:
    _only_brands(request)
    return DirectoryFilter(request.GET, brands.directory(brands_of(request.user), _today()))


def _suppliers(request: SignedIn) -> SupplierFilter:
    _only_brands(request)
    return supplier_filter(request.GET, request.user, _today())


def _list_context(request: HttpRequest, filters: FactoryListFilter, *, size: int) -> dict[str, Any]:
    found = filters.qs
    shown = page(found, order=filters.order, cursor=parse(request.GET.get("page", "")), size=size)
    return {
        "form": filters.form,
        "factories": shown.rows,
        "counted": count(found),
        "places": count_links(
            queries.by_country(filters.without("country", "area")), request.GET, "country", area=""
        ),
        "chosen": filters.values.get("country", ""),
        "active": filters.form.active,
        "next_url": page_address(request.GET, shown.following),
        "previous_url": page_address(request.GET, shown.preceding),
        "export_url": f"export/{address(request.GET, format='xlsx')}",
    }


def _only_brands(request: HttpRequest) -> None:
    if not is_brand(request.user):
        raise Http404


def _today() -> LocalDays:
    """Today in each supplier's country: a brand reads what is in force there."""
    return LocalDays(timezone.now())
