"""The programme's reports, for staff: what is due, what was made and read, and many made at once."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn, only_for
from countries.queries.local_time import LocalDays
from factories.queries import visible_to
from journal.jobs import enqueue
from progress_reports.domain.rhythm import MAKE_REPORTS, days_between
from progress_reports.forms import ManyReportsForm
from progress_reports.policies import runs_reports
from progress_reports.queries.reports import due_factories, reports_visible_to

LATEST = 100


@only_for(runs_reports)
@require_safe
def all_reports(request: SignedIn) -> HttpResponse:
    """What is due, the latest reports, and a form to make many."""
    return _page(request, ManyReportsForm(), HTTPStatus.OK)


@only_for(runs_reports)
@require_POST
def make_all(request: SignedIn) -> HttpResponse:
    """Make many reports in the background; the job's page shows how far it is."""
    form = ManyReportsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    parameters = {**form.cleaned_data, "actor": request.user.pk}
    job = enqueue(MAKE_REPORTS, parameters=parameters, actor=request.user, now=timezone.now())
    return redirect("job", job_id=job.pk)


def _page(request: SignedIn, form: ManyReportsForm, status: HTTPStatus) -> HttpResponse:
    days = LocalDays(timezone.now())
    rows = reports_visible_to(request.user, days).select_related("factory", "brand")
    rows = rows.defer("content", "cases_part").annotate(
        given_to=Count("deliveries"),
        opened_by=Count("deliveries", filter=Q(deliveries__opened_at__isnull=False)),
    )
    context = {
        "form": form,
        "due": len(due_factories(days, visible_to(request.user))),
        "every_days": days_between(settings.REPORTS_A_CYCLE),
        "reports": list(rows.order_by("-made_at", "number")[:LATEST]),
    }
    return render(request, "progress_reports/all.html", context, status=status)
