"""The plan of visits as files: a table of what the reader sees, and an adviser's own visits for their calendar."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import STAFF
from accounts.requests import SignedIn, only_for
from assessments.policies import advises
from files.exports import requested_format, table_response
from scheduling.exports import CALENDAR_TYPE, calendar_of_visits, plan_table
from scheduling.filters import DUE, PlanFilter
from scheduling.queries.schedule_inputs import plan_rules
from scheduling.queries.visit_schedule import due_visible_to, placed_rows, plan_visible_to


@login_required
@require_safe
def export(request: SignedIn) -> HttpResponseBase:
    """Every visit that the reader may know of, as the page is narrowed; whichever its view and month."""
    if request.user.role not in STAFF:
        raise Http404
    file_format = requested_format(request)
    filters = PlanFilter(request.GET, plan_visible_to(request.user), request=request)
    rows = filters.qs
    if filters.values.get("view") == DUE:
        rows = filters.filter_queryset(due_visible_to(request.user))
    return table_response(plan_table(rows), file_format=file_format)


@only_for(advises)
@require_safe
def calendar(request: SignedIn) -> HttpResponse:
    """One's own visits with a day; asked for by whoever is signed in, at no address that works without."""
    visits = placed_rows(plan_visible_to(request.user)).select_related("factory").order_by("starts_on", "pk")
    content = calendar_of_visits(visits, days=plan_rules().visit_days, now=timezone.now())
    response = HttpResponse(content, content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = 'attachment; filename="visits.ics"'
    response["Cache-Control"] = "no-store"
    return response
