"""Who reads a factory's reports: the factory's own page, where it answers requests, grants, changes and withdraws."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn, filled_in, only_for
from countries.queries.local_time import LocalDays
from factories.commands import decline_access, give_consent, withdraw_consent
from factories.domain.scopes import FINDINGS, MOST_YEARS, PLAN, SUMMARY, covers, years_after
from factories.forms.access import DeclineForm, GrantForm
from factories.queries import factories_of
from factories.queries.links import BrandLink, readers_of
from factories.queries.report_access import earlier_requests_at, waiting_requests_at
from journal.refusals import Refused
from portal.policies import is_factory_people, speaks_for_factory

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import AccessRequest, Factory


@only_for(is_factory_people)
@require_safe
def report_access(request: SignedIn, code: str) -> HttpResponse:
    """Requests that wait, which brand reads how much until when, and what was asked before."""
    found, days = _own(request.user, code)
    today = days.of(found.country_id)
    links = readers_of(found.pk, today)
    context = {
        "factory": found,
        "requests": waiting_requests_at(found.pk, days),
        "readers": [(link, _renewed(link, today)) for link in links if link.consent_since],
        "others": [link for link in links if not link.consent_since],
        "earlier": earlier_requests_at(found.pk),
        "may_consent": speaks_for_factory(request.user),
        "today": today,
    }
    with timezone.override(
        days.settings.zone(found.country_id, days.now)
    ):  # what was asked when, by its clock
        return render(request, "portal/workspace/access.html", context)


@only_for(speaks_for_factory)
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: SignedIn, code: str, brand_id: int) -> HttpResponse:
    """A form by which the factory lets a brand read its reports, or changes how much and until when."""
    found, days = _own(request.user, code)
    today = days.of(found.country_id)
    link = _link(found, brand_id, today)
    if link.sourcing_since is None:
        raise Http404
    waiting = next((row for row in waiting_requests_at(found.pk, days) if row.brand_id == brand_id), None)
    form = GrantForm(filled_in(request), today=today, initial=_initial(link, waiting, today))
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _granted(form, found, link, request.user, today)
        if status is HTTPStatus.OK:
            messages.success(request, _("%(brand)s can now read your reports.") % {"brand": link.brand})
            return redirect("report_access", code=found.code)
    context = {"factory": found, "link": link, "asked": waiting, "form": form, "today": today}
    return render(request, "portal/workspace/access_grant.html", context, status=status)


@only_for(speaks_for_factory)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedIn, code: str, brand_id: int) -> HttpResponse:
    """Says what happens, then withdraws."""
    found, days = _own(request.user, code)
    link = _link(found, brand_id, days.of(found.country_id))
    if request.method == "POST":
        withdraw_consent(found.pk, brand_id=brand_id, actor=request.user, now=days.now)
        messages.success(request, _("%(brand)s can no longer read your reports.") % {"brand": link.brand})
        return redirect("report_access", code=found.code)
    if link.consent_since is None:
        return redirect("report_access", code=found.code)
    context = {
        "factory": found,
        "link": link,
        "loses_findings": covers(link.scope, FINDINGS),
        "loses_plan": covers(link.scope, PLAN),
    }
    return render(request, "portal/workspace/access_withdraw.html", context)


@only_for(speaks_for_factory)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SignedIn, code: str, request_id: UUID) -> HttpResponse:
    """A form by which the factory declines a request, with a word to the brand."""
    found, days = _own(request.user, code)
    access_request = next((row for row in waiting_requests_at(found.pk, days) if row.pk == request_id), None)
    form = DeclineForm(filled_in(request))
    if request.method == "POST" and form.is_valid():
        if request_id not in {row.pk for row in earlier_requests_at(found.pk)} and access_request is None:
            raise Http404
        try:
            decline_access(request_id, word=form.cleaned_data["word"], actor=request.user, now=days.now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The request was declined."))
        return redirect("report_access", code=found.code)
    if access_request is None:
        raise Http404
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {"factory": found, "asked": access_request, "form": form}
    return render(request, "portal/workspace/access_decline.html", context, status=status)


def _own(user: User, code: str) -> tuple[Factory, LocalDays]:
    return get_object_or_404(factories_of(user), code=code), LocalDays(timezone.now())


def _link(found: Factory, brand_id: int, today: date) -> BrandLink:
    """A brand that buys here, or whose consent stands or will begin."""
    link = next((link for link in readers_of(found.pk, today) if link.brand_id == brand_id), None)
    if link is None:
        raise Http404
    return link


def _renewed(link: BrandLink, today: date) -> date | None:
    """The last day after a renewal by a year, as far ahead as may be; None where nothing can be renewed today."""
    is_read = link.sourcing_since and link.consent_since and link.consent_since <= today
    if not is_read or link.consent_until is None:
        return None
    renewed = min(years_after(link.consent_until), years_after(today, MOST_YEARS))
    return renewed if renewed > link.consent_until else None


def _initial(link: BrandLink, access_request: AccessRequest | None, today: date) -> dict[str, Any]:
    """What is chosen when the form opens: what was asked for within a year, what stands, or the least for a year."""
    year = years_after(today)
    if access_request is not None:
        until_on = min(access_request.until_on, year)
        return {"scope": access_request.scope, "until_on": until_on, "request": access_request.pk}
    return {"scope": link.scope or SUMMARY, "until_on": link.consent_until or year}


def _granted(form: GrantForm, found: Factory, link: BrandLink, user: User, today: date) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    values = form.cleaned_data
    try:
        give_consent(
            found.pk, brand_id=link.brand_id, from_on=today, scope=values["scope"], until_on=values["until_on"],
            request_id=values["request"], actor=user, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK
