"""The plan of visits: by month, as a list, what is overdue, what has no day; for those who may know the days."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import STAFF
from accounts.requests import SignedIn
from assessments.policies import advises
from countries.queries.local_time import programme_day
from criteria.views.negotiation import changed_address
from factories.domain.cursors import parse
from factories.queries.paging import page
from journal.jobs import enqueue
from recognition.policies import reads_candidates
from scheduling.filters import PLAN_VIEWS, PlanFilter
from scheduling.models import PlannedAssessment, PlanRun
from scheduling.policies import plans_visits
from scheduling.queries.schedule_inputs import plan_rules
from scheduling.queries.visit_schedule import (
    BY_DAY,
    BY_DUE,
    due_visible_to,
    first_day,
    in_month,
    latest_run,
    month_span,
    overdue,
    placed_rows,
    plan_counts,
    plan_visible_to,
    shift_of,
    unplaced,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

MONTH, LIST, OVERDUE, UNPLACED, DUE = PLAN_VIEWS


@login_required
@require_safe
def plan(request: SignedIn) -> HttpResponse:
    """The visits that the reader may know of."""
    if request.user.role not in STAFF:
        raise Http404
    today = programme_day(timezone.now())
    near = today + timedelta(days=plan_rules().kept_days)
    filters = PlanFilter(request.GET, plan_visible_to(request.user), request=request)
    rows = filters.qs
    chosen = filters.values.get("view") or MONTH
    if chosen not in {LIST, DUE}:
        del filters.form.fields["year"]
    run = latest_run()
    numbers = plan_counts(rows, today)
    if chosen == DUE:
        rows = filters.filter_queryset(due_visible_to(request.user))
        numbers[DUE] = rows.count()
    else:
        del filters.form.fields["state"]
    context: dict[str, Any] = {
        "form": filters.form,
        "chosen": chosen,
        "tabs": _tabs(request, chosen, numbers),
        "run": run,
        "plans": plans_visits(request.user),
        "today": today,
        "begins_until": near if advises(request.user) else None,
        "has_calendar": advises(request.user) and run is not None,
        "export_url": f"export/{changed_address(request, page='', format='xlsx')}",
        "now": timezone.now(),
    }
    rows = rows.select_related("factory__country", "lead", "second")
    if chosen == MONTH:
        context |= _month(request, rows, filters.values.get("month") or first_day(rows, today))
    else:
        context |= _listed(request, rows, chosen, today) | {"number": numbers[chosen]}
    context["noun"] = ngettext("visit", "visits", context["number"])
    if run is not None and reads_candidates(request.user):
        context |= _shift(run)
    return render(request, "scheduling/plan.html", context)


@login_required
@require_POST
def make(request: SignedIn) -> HttpResponse:
    """Make the plan again; its page shows how far it is."""
    if not plans_visits(request.user):
        raise Http404
    afresh = bool(request.POST.get("afresh"))
    job = enqueue("plan-visits", parameters={"afresh": afresh}, actor=request.user, now=timezone.now())
    return redirect("job", job_id=job.pk)


def _month(request: SignedIn, rows: QuerySet[PlannedAssessment], day: date) -> dict[str, Any]:
    first, last = month_span(day)
    found = list(in_month(rows, first, last))
    return {
        "number": len(found),
        "month": first,
        "weeks": _weeks(first, last, found),
        "weekdays": _weekdays(),
        "days": [(day, list(visits)) for day, visits in groupby(found, key=lambda row: row.starts_on)],
        "earlier_url": changed_address(request, month=f"{first - timedelta(days=1):%Y-%m}"),
        "later_url": changed_address(request, month=f"{last + timedelta(days=1):%Y-%m}"),
    }


def _weeks(first: date, last: date, rows: Sequence[PlannedAssessment]) -> list[list[dict[str, Any]]]:
    """The month as a grid: each day with its visits; None for days of other months."""
    by_day: dict[date | None, list[PlannedAssessment]] = {}
    for row in rows:
        by_day.setdefault(row.starts_on, []).append(row)
    return [
        [{"day": day if first <= day <= last else None, "visits": by_day.get(day, ())} for day in week]
        for week in Calendar(_first_weekday()).monthdatescalendar(first.year, first.month)
    ]


def _first_weekday() -> int:
    """The weekday with which weeks begin in the reader's language; 0 is Monday."""
    return (int(get_format("FIRST_DAY_OF_WEEK")) + 6) % 7


def _weekdays() -> list[str]:
    return [str(WEEKDAYS_ABBR[(_first_weekday() + more) % 7]) for more in range(7)]


def _listed(request: SignedIn, rows: QuerySet[PlannedAssessment], chosen: str, today: date) -> dict[str, Any]:
    if chosen == LIST:
        rows = placed_rows(rows)
    elif chosen == OVERDUE:
        rows = overdue(rows, today)
    elif chosen == UNPLACED:
        rows = unplaced(rows)
    shown = page(
        rows,
        order=BY_DAY if chosen == LIST else BY_DUE,
        cursor=parse(request.GET.get("page", "")),
    )
    return {
        "rows": shown.rows,
        "next_url": changed_address(request, page=shown.following) if shown.following else "",
        "previous_url": changed_address(request, page=shown.preceding) if shown.preceding else "",
    }


def _tabs(request: SignedIn, chosen: str, numbers: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        MONTH: _("By month"),
        LIST: _("List"),
        OVERDUE: _("Overdue"),
        UNPLACED: _("Without a day"),
        DUE: _("Due and begun"),
    }
    return [
        {
            "label": label,
            "url": changed_address(request, view=name, month=""),
            "current": name == chosen,
            "count": numbers.get(name),
        }
        for name, label in labels.items()
    ]


def _shift(run: PlanRun) -> dict[str, Any]:
    """The summary: assessments a year by group, all alike and by interval, and the change in a sentence."""
    # of the whole numbers that are shown, so that they add up
    rows = [(row, _whole(row.before), _whole(row.after)) for row in shift_of(run)]
    labels = dict(PlannedAssessment.Group.choices)
    months = run.rules["interval"]
    return {
        "shift_rows": [
            [
                labels[row.group].capitalize(),
                months[row.group],
                row.factories,
                before,
                after,
                f"{after - before:+}" if after != before else "0",
            ]
            for row, before, after in rows
        ],
        "shift_columns": _shift_columns(),
        "shift_less": sum(max(before - after, 0) for _row, before, after in rows),
        "shift_more": sum(max(after - before, 0) for _row, before, after in rows),
    }


def _shift_columns() -> Sequence[dict[str, Any]]:
    return [
        {"label": _("Factories that are")},
        {"label": _("Months between"), "numeric": True},
        {"label": _("Factories"), "numeric": True},
        {"label": _("A year, all alike"), "numeric": True},
        {"label": _("A year, as planned"), "numeric": True},
        {"label": pgettext("difference", "Change"), "numeric": True},
    ]


def _whole(number: Any) -> int:
    """Half up, as everywhere."""
    return int((number * 2 + 1) // 2)
