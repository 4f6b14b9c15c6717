"""A factory is handed over, and what becomes of it: one page for the programme and the inspectorate."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn, filled_in, only_for
from countries.queries.local_time import zone_of
from factories.queries import visible_to
from handovers.commands.handing_over import (
    hand_over_factory,
    note_outcome,
    plan_inspection,
    record_outcome,
    take_over,
    withdraw_handover,
)
from handovers.forms import HandOverForm, OutcomeForm, PlannedDayForm, WithdrawalForm
from handovers.models import Handover
from handovers.policies import hands_over, reads_handovers, takes_over
from handovers.queries.handovers import final_findings, handovers_for
from journal.refusals import Refused
from portal.queries.wording import reword_issue_lists

FORMS: dict[str, type[forms.Form]] = {
    "take": forms.Form,
    "plan": PlannedDayForm,
    "record": OutcomeForm,
    "withdraw": WithdrawalForm,
    "note": forms.Form,
}
COMMANDS: dict[str, Any] = {
    "take": take_over,
    "plan": plan_inspection,
    "record": record_outcome,
    "withdraw": withdraw_handover,
    "note": note_outcome,
}
OF_THE_PROGRAMME = {"withdraw", "note"}


@only_for(hands_over)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedIn, code: str) -> HttpResponse:
    """Hand a factory over to its country's inspectorate."""
    found = get_object_or_404(visible_to(request.user), code=code, is_closed=False)
    findings = final_findings(found.pk)
    reword_issue_lists([findings])
    form = HandOverForm(filled_in(request), findings=findings, initial={"once": uuid4()})
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            data = form.cleaned_data
            try:
                hand_over_factory(
                    found.pk, handover_id=data["once"], reason=data["reason"], questions=data.get("findings", ()),
                    due_on=data["due_on"], actor=request.user, now=timezone.now(),
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(getattr(refusal, "field", None), str(refusal))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, _("Saved."))
                return redirect("handovers:handover", handover_id=data["once"])
    return render(request, "handovers/hand_over.html", {"factory": found, "form": form}, status=status)


@only_for(reads_handovers)
@require_safe
def handover(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """One hand-over: why, what about, by when, and where it stands."""
    return _page(request, _found(request, handover_id), {})


@only_for(reads_handovers)
@require_POST
def act(request: SignedIn, handover_id: UUID, act: str) -> HttpResponse:
    """Take over, plan, record the outcome; withdraw, or say that the outcome was read."""
    found = _found(request, handover_id)
    may = hands_over if act in OF_THE_PROGRAMME else takes_over
    if act not in FORMS or not may(request.user):
        raise Http404
    form = FORMS[act](request.POST)
    if not form.is_valid():
        return _page(request, found, {act: form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        COMMANDS[act](found.pk, **form.cleaned_data, actor=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return _page(request, found, {act: form}, HTTPStatus.CONFLICT)
    messages.success(request, _("Saved."))
    return redirect("handovers:handover", handover_id=found.pk)


def _found(request: SignedIn, handover_id: UUID) -> Handover:
    rows = handovers_for(request.user).select_related("factory", "made_by", "taken_over_by", "closed_by")
    return get_object_or_404(rows, pk=handover_id)


def _page(
    request: SignedIn, found: Handover, refused: dict[str, forms.Form], status: int = HTTPStatus.OK
) -> HttpResponse:
    """The page with the forms that the reader may use now; `refused`: those that were sent, with their errors."""
    reword_issue_lists([found.findings])
    context: dict[str, Any] = {
        "handover": found,
        "factory": found.factory,
        "steps": _steps(found),
        "takes_over": takes_over(request.user),
        **{
            f"{act}_form": refused.get(act) or _form(act, found)
            for act in _acts(request, found) | refused.keys()
        },
    }
    with timezone.override(zone_of(found.factory.country_id, timezone.now())):
        return render(request, "handovers/handover.html", context, status=status)


def _acts(request: SignedIn, found: Handover) -> set[str]:
    if not found.is_open:
        is_unread = found.state == Handover.State.CLOSED and found.noted_at is None
        return {"note"} if is_unread and hands_over(request.user) else set()
    if hands_over(request.user):
        return {"withdraw"}
    if takes_over(request.user):
        return {"take"} if found.state == Handover.State.HANDED_OVER else {"plan", "record"}
    return set()


def _form(act: str, found: Handover) -> forms.Form:
    return FORMS[act](initial={"planned_on": found.planned_on}, auto_id=f"{act}_%s")


def _steps(found: Handover) -> list[dict[str, Any]]:
    """Where it stands, as the stepper draws it."""
    states = list(Handover.State)[:4]
    days = (found.made_at, found.taken_over_at, found.planned_on, found.inspected_on)
    if found.state == Handover.State.WITHDRAWN:
        return [
            {"label": capfirst(states[0].label), "state": "done", "on": found.made_at},
            {"label": capfirst(Handover.State.WITHDRAWN.label), "state": "stopped", "on": found.closed_at},
        ]
    place = states.index(Handover.State(found.state))
    closed = found.state == Handover.State.CLOSED
    return [
        {
            "label": capfirst(state.label),
            "state": "done" if number < place or closed else "now" if number == place else "todo",
            "on": day,
        }
        for number, (state, day) in enumerate(zip(states, days, strict=True))
    ]
