"""A draft that gets another day, kind or team, or is given up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, filled_in
from assessments import commands, policies
from assessments.commands.day_limits import DayOutOfLimits
from assessments.domain.states import AssessmentState
from assessments.queries.detail import current_team_of
from assessments.views.access import assessment_for
from assessments.views.day_limits import put_beside_day
from countries.queries.local_time import today_in
from journal.refusals import Refused
from scheduling.forms import AbandonForm, ChangeDraftForm

GET_AND_POST = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(GET_AND_POST)
def change(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """Day, kind and team."""
    draft = _draft(request, assessment_id)
    form = ChangeDraftForm(
        filled_in(request),
        today=today_in(draft.factory.country_id, timezone.now()),
        country=draft.factory.country_id,
        user=request.user,
        initial={
            "assessed_on": draft.assessed_on, "kind": draft.kind, "announced": draft.announced,
            "team": current_team_of(draft.pk),
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data | {"team": [user.pk for user in form.cleaned_data["team"]]}
        try:
            commands.change_draft(draft.pk, **cleaned, actor=request.user, now=timezone.now())
        except DayOutOfLimits as refusal:
            put_beside_day(form, refusal, request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return _after(request, draft)
    return render(request, "scheduling/change_draft.html", {"assessment": draft, "form": form})


@login_required
@require_http_methods(GET_AND_POST)
def abandon(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """Give it up, with a reason."""
    draft = _draft(request, assessment_id)
    form = AbandonForm(filled_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            commands.abandon_draft(
                draft.pk, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Abandoned. A visit that it was begun from is open again."))
            return _after(request, draft)
    return render(request, "scheduling/abandon_draft.html", {"assessment": draft, "form": form})


def _draft(request: SignedIn, assessment_id: UUID) -> Any:
    """A draft that the reader may change."""
    found = assessment_for(request.user, assessment_id)
    on_team = policies.advises(request.user) and policies.is_on_team(request.user, found.pk)
    if found.state != AssessmentState.DRAFT or not (on_team or policies.manages(request.user)):
        raise Http404
    return found


def _after(request: SignedIn, draft: Any) -> HttpResponse:
    """The assessment's page; the list for whoever took themselves off the team."""
    if policies.advises(request.user) and not policies.is_on_team(request.user, draft.pk):
        return redirect("assessments:list")
    return redirect("assessments:detail", assessment_id=draft.pk)
