"""A factory's reports: the list, one as page and as PDF, and a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import FACTORY_PEOPLE, STAFF, Role
from accounts.requests import SignedIn
from countries.queries.local_time import LocalDays, zone_of
from factories.queries import brands_of, by_code, consented_to, visible_to
from journal.commands import Unchanged, value_of
from journal.refusals import Refused
from progress_reports.commands import deliver_reports, make_reports, make_summary, note_opening
from progress_reports.exports import pdf_sent
from progress_reports.forms import ReportLanguageForm
from progress_reports.models import ProgressReport
from progress_reports.policies import reads_cases_part, runs_reports, scope_read
from progress_reports.queries.editions import edition
from progress_reports.queries.reports import deliveries_of, report_visible_to, reports_on

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory

MOST = 100  # reports of a list


@login_required
@require_safe
def factory_reports(request: SignedIn, code: str) -> HttpResponse:
    """The reports of a factory that exist for the reader, newest first, and the way to a new one."""
    days = LocalDays(timezone.now())
    factory = _factory_for(request.user, code, days)
    context = {
        "factory": factory,
        "reports": list(reports_on(factory.pk, request.user, days)[:MOST]),
        "form": ReportLanguageForm(initial={"language": get_language() or "en"}),
        "is_brand": request.user.role == Role.BRAND,
    }
    with timezone.override(days.settings.zone(factory.country_id, days.now)):  # from when it is, by its clock
        return render(request, "progress_reports/factory.html", context)


@login_required
@require_POST
def make(request: SignedIn, code: str) -> HttpResponse:
    """Make a report, or a brand's summary, in the chosen language, and show it."""
    now = timezone.now()
    factory = _factory_for(request.user, code, LocalDays(now))
    form = ReportLanguageForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a language."))
        return redirect("progress_reports:factory", code=factory.code)
    try:
        number = _made(factory, request.user, form.cleaned_data["language"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("progress_reports:factory", code=factory.code)
    return redirect("progress_reports:report", number=ProgressReport(number=number).printed_number)


@login_required
@require_safe
def report(request: SignedIn, number: str) -> HttpResponse:
    """The report as a page: the same content as its PDF."""
    found, scope = _report_for(request.user, number)
    if request.method == "GET":
        _noted(found, request.user)
    context = {
        "report": found,
        "doc": edition(found, cases=reads_cases_part(request.user, found), scope=scope),
        "deliveries": deliveries_of(found) if runs_reports(request.user) else [],
    }
    with timezone.override(
        zone_of(found.factory.country_id, timezone.now())
    ):  # what happened when, by its clock
        return render(request, "progress_reports/report.html", context)


@login_required
@require_safe
def report_pdf(request: SignedIn, number: str) -> HttpResponse:
    """The report as an accessible PDF."""
    found, scope = _report_for(request.user, number)
    if request.method == "GET":
        _noted(found, request.user)
    return pdf_sent(found, cases=reads_cases_part(request.user, found), scope=scope)


def _made(factory: Factory, user: User, language: str) -> str:
    now = timezone.now()
    if user.role == Role.BRAND:
        days = LocalDays(now)
        reading = (brand for brand in brands_of(user) if consented_to([brand.pk], days).filter(pk=factory.pk))
        brand = next(reading, None)
        if brand is None:  # the factory took its consent back a moment ago
            raise Http404
        return _first(make_summary(factory.pk, brand_id=brand.pk, language=language, actor=user, now=now))
    number = _first(make_reports([factory.pk], language=language, actor=user, now=now))
    deliver_reports([number], actor=user, now=timezone.now())
    return number


def _first(result: list[str] | Unchanged) -> str:
    numbers = value_of(result)
    return str(numbers[0])


def _noted(found: ProgressReport, user: User) -> None:
    if user.role in FACTORY_PEOPLE:
        note_opening(found.pk, actor=user, now=timezone.now())


def _factory_for(user: User, code: str, days: LocalDays) -> Factory:
    factory = by_code(code)
    if factory is None:
        raise Http404
    inside = user.role in STAFF or user.role in FACTORY_PEOPLE
    theirs = visible_to(user) if inside else consented_to(brands_of(user), days)
    if not theirs.filter(pk=factory.pk).exists():
        raise Http404
    return factory


def _report_for(user: User, number: str) -> tuple[ProgressReport, str]:
    """The report, and how much of it the user reads."""
    days = LocalDays(timezone.now())
    found = report_visible_to(user, number, days)
    scope = scope_read(user, found, days) if found is not None else ""
    if found is None or not scope:
        raise Http404
    return found, scope
