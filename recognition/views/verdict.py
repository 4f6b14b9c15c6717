"""A factory's verdict, explained: four pillars, each criterion with what was found and what is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from assessments.queries.teams import assessed_by
from countries.queries.local_time import today_in
from criteria.domain.engine import judge
from criteria.domain.vectors import Value, verdict_rows
from criteria.projections import refresh_verdicts
from criteria.queries.history import LoadedHistory, load_history
from criteria.queries.verdicts import StoredVerdict, current_evaluations, current_verdicts
from criteria.views.item_links import evidence_links
from criteria.views.negotiation import wants_json
from criteria.views.wording import Beside, groups, headline, outcome_of, pillars, rows_for
from recognition.domain.lifecycle import RecognitionTransition
from recognition.policies import may_offer, reads_candidates
from recognition.queries.withdrawals import is_withdrawal_unanswered
from recognition.queries.worklist import live_recognition
from recognition.views.access import judged_factory_for

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory


@login_required
@require_safe
def verdict(request: SignedIn, code: str) -> HttpResponseBase:
    """The current verdict on a factory; JSON by `Accept`."""
    factory = judged_factory_for(request.user, code)
    stored = next(iter(current_verdicts([factory.pk])), None)
    cases = _reads_cases(request.user, factory)
    if wants_json(request):
        return JsonResponse(_as_json(stored, cases=cases) if stored else {}, status=200 if stored else 404)
    context: dict[str, Any] = {"factory": factory, "today": today_in(factory.country_id, timezone.now())}
    if stored is not None:
        context |= _explained(stored, factory, cases=cases)
    context |= _recognition_context(factory, stored, request.user)
    return render(request, "recognition/verdict.html", context)


@login_required
@require_POST
def judge_again(request: SignedIn, code: str) -> HttpResponse:
    """Judge one factory now, on what is recorded now."""
    factory = judged_factory_for(request.user, code)
    cases = _reads_cases(request.user, factory)
    before = _digests(factory)
    changed = bool(refresh_verdicts([factory.pk], now=timezone.now())[1].changed)
    message = (
        _("Evaluated again: the verdict changed.")
        if (changed if cases else _digests(factory) != before)
        else _("Evaluated again: nothing has changed.")
    )
    messages.success(request, message)
    return redirect("recognition:verdict", code=factory.code)


def _reads_cases(user: User, factory: Factory) -> bool:
    return reads_candidates(user) or assessed_by(user, factory.pk)


def _digests(factory: Factory) -> list[str]:
    """Of what the current verdict is for who may not know of zero-tolerance cases."""
    found = current_evaluations().filter(factory=factory)
    return list(found.values_list("digest_without_cases", flat=True))


def _day(stored: StoredVerdict, *, cases: bool) -> date:
    return stored.as_of if cases else stored.as_of_without_cases


def _explained(stored: StoredVerdict, factory: Factory, *, cases: bool) -> dict[str, Any]:
    rows, as_of = rows_for(stored, cases=cases), _day(stored, cases=cases)
    loaded = load_history([factory.pk], on=as_of, findings=True)
    before = _day_before_latest(loaded, as_of)
    beside = Beside(
        last=_last_time(loaded, stored, before) if before else {},
        links=evidence_links(loaded, factory, stored.standard.document, as_of),
        cases=cases,
    )
    standard = stored.standard
    return {
        "verdict": stored,
        "as_of": as_of,
        "outcome": outcome_of(rows),
        "headline": headline(rows, close=stored.close if cases else stored.without_cases()[1]),
        "sentence": _("%(met)s of %(all)s criteria are met.")
        % {"met": sum(row["outcome"] == "met" for row in rows), "all": len(rows)},
        "groups": groups(rows, standard.document),
        "pillars": pillars(stored, beside),
        "before": before,
        "criteria_url": reverse("criteria:criteria", args=[standard.code, standard.version]),
    }


def _recognition_context(factory: Factory, stored: StoredVerdict | None, user: User) -> dict[str, Any]:
    """The recognition beside the verdict, as far as the reader may know of it."""
    if not reads_candidates(user):
        return {"recognition": None, "may_propose": False}
    live = live_recognition(factory.pk)
    eligible = stored is not None and stored.outcome == "eligible"
    return {
        "recognition": live,
        "may_propose": live is None
        and eligible
        and not is_withdrawal_unanswered(factory.pk)
        and may_offer(RecognitionTransition.PROPOSE, user=user, factory_id=factory.pk),
    }


def _day_before_latest(loaded: LoadedHistory, as_of: date) -> date | None:
    """The day before the latest assessment that criteria read: how the factory stood the cycle before."""
    days = [int(day) for day in loaded.history.judged.day if day <= as_of.toordinal()]
    return date.fromordinal(days[-1] - 1) if len(days) > 1 else None


def _last_time(loaded: LoadedHistory, stored: StoredVerdict, day: date) -> dict[str, Value]:
    if not loaded.factories:
        return {}
    (row,) = verdict_rows(judge(loaded.history, stored.standard.document, day.toordinal()))
    return {criterion_row["code"]: criterion_row["value"] for criterion_row in row["criteria"]}


def _as_json(stored: StoredVerdict, *, cases: bool) -> dict[str, Any]:
    """As `evaluate --json` tells it, of what the reader is shown."""
    rows = rows_for(stored, cases=cases)
    standard = stored.standard
    keys = ("code", "pillar", "outcome", "value", "threshold", "shortfall", "unit")
    return {
        "factory": stored.factory,
        "as_of": _day(stored, cases=cases).isoformat(),
        "criteria": {"code": standard.code, "version": standard.version, "digest": standard.digest},
        "outcome": outcome_of(rows),
        "failed": [row["code"] for row in rows if row["outcome"] == "not_met"],
        "unknown": [row["code"] for row in rows if row["outcome"] == "unknown"],
        "criteria_rows": [{name: row[name] for name in keys} for row in rows],
    }
