"""Decisions as forms: each says why, and none is taken on a state or a verdict that is no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import SignedIn
from countries.queries.local_time import today_in
from criteria.projections import refresh_verdicts
from journal.commands import Unchanged
from journal.refusals import Refused
from recognition.commands import appeals, lifecycle
from recognition.domain.lifecycle import TRANSITIONS, RecognitionTransition, acts_from, may_follow
from recognition.forms import ConfirmationForm, PublicationForm, RecognitionReasonForm
from recognition.models import Appeal, Recognition
from recognition.policies import check_may, check_may_answer
from recognition.queries.appeals import open_appeal
from recognition.queries.proposed import digest_proposed
from recognition.queries.worklist import live_recognition
from recognition.views.access import dossier_for, judged_factory_for

GET_AND_POST = ["GET", "HEAD", "POST"]
Command = Callable[..., UUID | Unchanged]


@dataclass(frozen=True, slots=True)
class RecognitionDecision:
    """How one act is asked for.

    Attributes:
        label: the button's word. `title`: the page's. `lede`: what follows from it.
        judged_first: whether the factory is judged again before the command looks at its verdict.
    """

    command: Command
    label: str | Promise
    title: str | Promise
    lede: str | Promise
    done: str | Promise
    kind: str = "second"
    form: type[forms.Form] = RecognitionReasonForm
    judged_first: bool = False


DECISIONS: dict[RecognitionTransition, RecognitionDecision] = {
    RecognitionTransition.CONFIRM: RecognitionDecision(
        lifecycle.confirm_recognition,
        _lazy("Confirm"),
        _lazy("Confirm the recognition"),
        _lazy("From the day you set, brands, inspectors and everybody see that this factory is recognised."),
        _lazy("Confirmed. It becomes public on its day."),
        kind="primary",
        form=ConfirmationForm,
        judged_first=True,
    ),
    RecognitionTransition.DEFER: RecognitionDecision(
        lifecycle.defer_recognition,
        _lazy("Put off"),
        _lazy("Put the decision off"),
        _lazy("The proposal stays open; whoever proposed it reads your reason."),
        _lazy("Put off."),
    ),
    RecognitionTransition.DECLINE: RecognitionDecision(
        lifecycle.decline_recognition,
        _lazy("Decline"),
        _lazy("Decline the proposal"),
        _lazy("The proposal ends. The factory can be proposed again later."),
        _lazy("Declined."),
        kind="danger",
    ),
    RecognitionTransition.PUBLISH: RecognitionDecision(
        lifecycle.publish_recognition,
        _lazy("Publish now"),
        _lazy("Publish now"),
        _lazy("It becomes public at once instead of on its set day."),
        _lazy("Published."),
        kind="primary",
        form=PublicationForm,
        judged_first=True,
    ),
    RecognitionTransition.SUSPEND: RecognitionDecision(
        lifecycle.suspend_recognition,
        _lazy("Suspend"),
        _lazy("Suspend the recognition"),
        _lazy(
            "It vanishes from every window at once; its address says “not currently recognised”, and no reason."
        ),
        _lazy("Suspended. It is no longer public."),
        kind="danger",
    ),
    RecognitionTransition.REINSTATE: RecognitionDecision(
        lifecycle.reinstate_recognition,
        _lazy("Reinstate"),
        _lazy("Reinstate the recognition"),
        _lazy("It is public again, until the same last day as before."),
        _lazy("Reinstated. It is public again."),
        kind="primary",
    ),
    RecognitionTransition.RENEW: RecognitionDecision(
        lifecycle.renew_recognition,
        _lazy("Renew"),
        _lazy("Renew the recognition"),
        _lazy("It holds for another year from today, on today's verdict."),
        _lazy("Renewed."),
        kind="primary",
        judged_first=True,
    ),
    RecognitionTransition.WITHDRAW: RecognitionDecision(
        lifecycle.withdraw_recognition,
        _lazy("Withdraw"),
        _lazy("Withdraw the recognition"),
        _lazy("It ends for good and vanishes from every window at once. The factory can be proposed anew."),
        _lazy("Withdrawn."),
        kind="danger",
    ),
    RecognitionTransition.GRANT_APPEAL: RecognitionDecision(
        appeals.grant_appeal,
        _lazy("Grant the appeal"),
        _lazy("Grant the appeal"),
        _lazy(
            "What was suspended is public again; what was declined or withdrawn is decided anew. "
            "The factory reads your reason."
        ),
        _lazy("Granted."),
        kind="primary",
    ),
    RecognitionTransition.DISMISS_APPEAL: RecognitionDecision(
        appeals.dismiss_appeal,
        _lazy("Dismiss the appeal"),
        _lazy("Dismiss the appeal"),
        _lazy("The decision stands. The factory reads your reason."),
        _lazy("Dismissed. The decision stands."),
        kind="danger",
    ),
}


@login_required
@require_http_methods(GET_AND_POST)
def decide(request: SignedIn, recognition_id: UUID, act: str) -> HttpResponse:
    """One decision on a recognition: a form, then the command."""
    found = dossier_for(request.user, recognition_id)
    if act not in {decision.value for decision in DECISIONS}:
        raise Http404
    chosen = RecognitionTransition(act)
    if request.user.role not in TRANSITIONS[chosen].roles:
        raise Http404
    if request.method != "POST" and (
        obstacle := in_the_way(chosen, found, request.user, open_appeal(found.pk))
    ):
        messages.error(request, obstacle)
        return redirect("recognition:detail", recognition_id=found.pk)
    decision = DECISIONS[chosen]
    form = _form(decision, request, found)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _tried(form, lambda cleaned: _carry_out(decision, cleaned, found, request))
        if status is HTTPStatus.OK:
            messages.success(request, str(decision.done))
            return redirect("recognition:detail", recognition_id=found.pk)
    context = {"decision": decision, "recognition": found, "factory": found.factory, "form": form}
    return render(request, "recognition/decide.html", context, status=status)


@login_required
@require_http_methods(GET_AND_POST)
def propose(request: SignedIn, code: str) -> HttpResponse:
    """Propose a factory for recognition."""
    factory = judged_factory_for(request.user, code)
    if request.user.role not in TRANSITIONS[RecognitionTransition.PROPOSE].roles:
        raise Http404
    form = RecognitionReasonForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _tried(form, lambda cleaned: _propose(factory.pk, cleaned["reason"], request.user))
        live = live_recognition(factory.pk)
        if status is HTTPStatus.OK and live is not None:
            messages.success(request, _("Proposed. Another person of the global team decides."))
            return redirect("recognition:detail", recognition_id=live.pk)
    return render(request, "recognition/propose.html", {"factory": factory, "form": form}, status=status)


def _tried(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> HTTPStatus:
    """Carry the act out with what the form said; what was refused stands on the form afterwards."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def in_the_way(act: RecognitionTransition, found: Recognition, user: User, appeal: Appeal | None) -> str:
    """Why this person cannot do this now, in a sentence; "" when nothing is in the way."""
    if not may_follow(found.state, act):
        return _("Meanwhile it is %(state)s.") % {"state": found.get_state_display()}
    try:
        if appeal is not None:
            check_may_answer(act, actor=user, recognition=found, appeal=appeal)
        else:
            check_may(act, actor=user, factory_id=found.factory_id, recognition=found)
    except Refused as refusal:
        return str(refusal)
    return ""


def offered(found: Recognition, user: User) -> list[RecognitionTransition]:
    """What a person can do now."""
    appeal = open_appeal(found.pk)
    possible = (act for act in acts_from(found.state) if act in DECISIONS)
    return [act for act in possible if not in_the_way(act, found, user, appeal)]


def _propose(factory_id: int, reason: str, user: User) -> None:
    now = timezone.now()
    refresh_verdicts([factory_id], now=now)
    lifecycle.propose_recognition(factory_id, reason=reason, actor=user, now=now)


def _form(decision: RecognitionDecision, request: SignedIn, found: Recognition) -> forms.Form:
    also: dict[str, Any] = (
        {"today": today_in(found.factory.country_id, timezone.now())}
        if decision.form is ConfirmationForm
        else {}
    )
    data = request.POST if request.method == "POST" else None
    initial = {"seen": found.state, "digest": digest_proposed(found.evaluation)}
    return decision.form(data, initial=initial, **also)


def _carry_out(
    decision: RecognitionDecision, cleaned: dict[str, Any], found: Recognition, request: SignedIn
) -> None:
    now = timezone.now()
    if decision.judged_first:
        refresh_verdicts([found.factory_id], now=now)
    given = {name: value for name, value in cleaned.items() if value}
    if decision.form is PublicationForm:
        given = {}
    decision.command(found.pk, **given, actor=request.user, now=now)
