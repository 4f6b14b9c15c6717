"""A recognition's dossier: the verdict it rests on, what stands against it, who decided what and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import SignedIn
from advisory.queries.histories import plan_of
from advisory.queries.visibility import cases_visible_to
from assessments.queries.final_assessments import final_assessments
from assessments.queries.teams import assessors_of
from countries.queries.local_time import today_in
from criteria.queries.verdicts import StoredVerdict, current_evaluations, current_verdicts, verdict_of
from criteria.views.wording import groups, headline, missing
from journal.queries import history_of
from recognition.domain.lifecycle import RecognitionTransition
from recognition.models import Recognition
from recognition.policies import may_offer
from recognition.queries.appeals import appeals_of
from recognition.queries.proposed import is_stale
from recognition.views.access import dossier_for
from recognition.views.deciding import DECISIONS, offered

State = Recognition.State
SETTLED = {"done", "verified"}


@login_required
@require_safe
def dossier(request: SignedIn, recognition_id: UUID) -> HttpResponse:
    """Everything that a decision rests on, on one page."""
    found = dossier_for(request.user, recognition_id)
    today = today_in(found.factory.country_id, timezone.now())
    current = next(iter(current_verdicts([found.factory_id])), None)
    rested_on = verdict_of(found.evaluation_id)
    return render(
        request,
        "recognition/dossier.html",
        {
            "recognition": found,
            "factory": found.factory,
            "steps": _steps(found),
            "acts": _acts(found, request.user),
            "current": _shown(current),
            "rested_on": _shown(rested_on),
            "stale": _stale(found),
            "may_propose": may_offer(
                RecognitionTransition.PROPOSE, user=request.user, factory_id=found.factory_id
            ),
            "changed": bool(current and rested_on and current.evaluation_id != rested_on.evaluation_id),
            "assessments": final_assessments([found.factory_id])[::-1],
            "plan": [item for item in plan_of([found.factory_id]) if item.status not in SETTLED],
            "cases": list(
                cases_visible_to(request.user).filter(factory=found.factory_id, closed_on__isnull=True)
            ),
            "barred": _barred(found),
            "appeals": appeals_of(found.pk),
            "events": history_of(f"recognition:{found.pk}"),
            "today": today,
        },
    )


def _stale(found: Recognition) -> bool:
    """Whether what was proposed rests on facts that changed since. At most one query."""
    if found.state not in {State.PROPOSED, State.DEFERRED}:
        return False
    verdict = current_evaluations().select_related("criteria").filter(factory=found.factory_id).first()
    return verdict is not None and is_stale(found, verdict)


def _shown(verdict: StoredVerdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    rows = list(verdict.criteria_rows)
    code, version = verdict.standard.code, verdict.standard.version
    return {
        "outcome": verdict.outcome,
        "headline": headline(rows, close=verdict.close),
        "groups": groups(rows, verdict.standard.document),
        "missing": missing(verdict),
        "as_of": verdict.as_of,
        "criteria": verdict.standard.name,
        "criteria_url": reverse("criteria:criteria", args=[code, version]),
    }


def _acts(found: Recognition, user: User) -> list[dict[str, str]]:
    """What the reader can do now: label, address, kind of button; the primary one first."""
    buttons = [
        {
            "label": str(DECISIONS[act].label),
            "url": reverse("recognition:decide", args=[found.pk, act.value]),
            "kind": DECISIONS[act].kind,
        }
        for act in offered(found, user)
    ]
    return sorted(buttons, key=lambda act: ("primary", "second", "danger").index(act["kind"]))


def _barred(found: Recognition) -> list[dict[str, str]]:
    """Who may not decide, and why."""
    assessors = assessors_of(found.factory_id)
    return [
        {"name": str(found.proposed_by.name), "why": _("proposed it")},
        *({"name": name, "why": _("assessed the factory")} for name in assessors),
    ]


def _steps(found: Recognition) -> list[dict[str, Any]]:
    """Where it stands, for the stepper."""
    steps: list[dict[str, Any]] = [
        {"label": _("Proposed"), "on": found.proposed_at, "note": found.proposed_by.name, "state": "done"},
        {
            "label": _("Confirmed") if found.confirmed_at else _("To decide"),
            "on": found.confirmed_at,
            "note": found.confirmed_by.name if found.confirmed_by else "",
            "state": "done" if found.confirmed_at else "now",
        },
        {
            "label": _("Public"),
            "on": found.published_at or found.publish_on,
            "state": "recognised" if found.published_at else ("now" if found.confirmed_at else "todo"),
        },
    ]
    last = {
        State.SUSPENDED: (_("Suspended"), found.suspended_at),
        State.WITHDRAWN: (_("Withdrawn"), found.ended_at),
        State.LAPSED: (_("Lapsed"), found.ended_at),
        State.DECLINED: (_("Declined"), found.ended_at),
        State.APPEALED: (_("Under appeal"), found.ended_at or found.suspended_at),
    }.get(State(found.state))
    if last is not None:
        reached = [step for step in steps if step["state"] in {"done", "recognised"}]
        return [*reached, {"label": last[0], "on": last[1], "state": "stopped"}]
    if found.expires_on:
        steps.append({"label": _("Holds until"), "on": found.expires_on, "state": "todo"})
    return steps
