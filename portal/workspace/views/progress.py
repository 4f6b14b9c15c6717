"""The pages of a factory's own people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from advisory.queries.systems import weak_elements
from advisory.queries.visibility import cases_visible_to
from assessments.queries.final_assessments import comment_windows
from buyers.queries.commitments import commitments_to
from countries.queries.local_time import LocalDays
from criteria.queries.past_outcomes import past_outcomes
from factories.queries.links import readers_of
from factories.queries.report_access import waiting_requests_at
from next_steps.domain.wordings import StepReader
from portal import queries
from portal.policies import is_factory_people, reads_own_cases, speaks_for_factory
from portal.workspace.queries import live_plan, own_factories
from portal.workspace.queries.criteria_met import assessment_days, met_finding, met_points
from portal.workspace.queries.peer_comparison import peer_comparison
from portal.workspace.views.side_by_side import several
from portal.workspace.views.steps import shown_steps
from recognition.queries import decisions_for_factory
from sector_tables.queries.peer_releases import latest_releases

if TYPE_CHECKING:
    from factories.models import Factory
    from portal.models import SupplierProgress, SupplierReport


@login_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Where one's factory stands; several factories, and those of a group, side by side."""
    if not is_factory_people(request.user):
        raise Http404
    first = list(own_factories(request.user)[:2])
    if len(first) == 1:
        days = LocalDays(timezone.now())
        with timezone.override(
            days.settings.zone(first[0].country_id, days.now)
        ):  # as at the factory's address
            return own(request, first[0], days=days)
    return several(request)


def own(request: HttpRequest, found: Factory, *, days: LocalDays) -> HttpResponse:
    """A factory before its own people: one sentence, what to do next, the pillars, the plan.

    The caller has asked the policy.
    """
    today = days.of(found.country_id)
    report, verdict = queries.whole_report(found.pk), queries.progress_of(found.pk)
    language = get_language() or "en"
    named = (
        queries.criteria_named(verdict.criteria, language=language, country=found.country_id)
        if verdict
        else None
    )
    cases, plan = reads_own_cases(request.user), live_plan(found.pk)
    readable = [step for step in verdict.next_steps if cases or not step["restricted"]] if verdict else []
    steps = shown_steps(
        found,
        readable,
        criteria=verdict.criteria if verdict else "",
        named=named,
        plan=plan,
        reader=StepReader.FACTORY if speaks_for_factory(request.user) else StepReader.WORKER,
        today=today,
        now=days.now,
    )
    listing = queries.listing_of(found.pk)
    return render(
        request,
        "portal/workspace/progress.html",
        {
            "factory": found,
            "steps": steps,
            "listing": listing,
            "peers": peer_comparison(
                found, report, latest_releases([found.country_id]).get(found.country_id)
            ),
            **_compared(
                verdict, report, today=today, cases=cases, plan=plan, listing=listing, criteria=named
            ),
            "report": report,
            "progress": verdict,
            "criteria": named,
            "cases": cases,
            "reader": "own" if cases else "worker",
            "open_cases": list(
                cases_visible_to(request.user).filter(factory=found, closed_on=None).order_by("opened_on")
            ),
            "windows": [window for window in comment_windows([found.pk]) if window.closes_on >= today],
            "plan": queries.outlook(plan, today),
            "decisions": decisions_for_factory(found.pk, days=days, country=found.country_id),
            "reports": import_string(settings.PROGRESS_REPORTS)(found.pk, request.user, days),
            "weak_elements": weak_elements(found.pk),
            "commitments": commitments_to(found.pk),
            "links": readers_of(found.pk, today),
            "requests": waiting_requests_at(found.pk, days),
            "may_consent": speaks_for_factory(request.user),
            "today": today,
            "zone": days.settings.zone(found.country_id, days.now),
        },
    )


def _compared(
    verdict: SupplierProgress | None, report: SupplierReport | None, *, today: date, cases: bool, **now: Any
) -> dict[str, Any]:
    """How many criteria were met at each assessment, and what changed since the last report. At most 16 statements.

    `now`: plan, listing and criteria as they stand.
    """
    if verdict is None:
        return {}
    pk, days = verdict.factory_id, assessment_days(report)
    outcomes = past_outcomes({pk: days}, criteria=verdict.criteria, on=today, cases=cases).get(pk, {})
    points = met_points(outcomes, {row["code"] for row in verdict.criteria_rows})
    shown = import_string(settings.CHANGES_SHOWN)
    changes = shown(verdict, report=report, outcomes=outcomes, cases=cases, **now)
    return {"met_points": points, "met_finding": met_finding(points), "changes": changes}
