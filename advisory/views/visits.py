"""The page of one advisory visit, with what it found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import SignedIn, filled_in
from advisory import commands
from advisory.domain.visiting import FoundOnVisit
from advisory.forms.recording import VisitFindingForm
from advisory.kinds import VISITS
from advisory.models import AdvisoryVisit
from advisory.policies import keeps_plans
from advisory.queries.improvement_plan import steps_of_visit
from advisory.queries.visibility import visits_visible_to
from assessments import policies
from assessments.queries.findings import findings_on
from countries.queries.local_time import today_in
from journal.queries import history_of
from journal.refusals import Refused
from questionnaires.queries.questionnaires import words_of_country, zero_tolerance_on


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: SignedIn, visit_uid: UUID) -> HttpResponse:
    """What was worked on and found; its adviser adds findings here."""
    found = visits_visible_to(request.user).select_related("factory__country").filter(uid=visit_uid).first()
    if found is None:
        raise Http404
    today = today_in(found.factory.country_id, timezone.now())
    words = words_of_country(found.factory.country_id, on=today, language=get_language() or "en")
    form = None
    if policies.advises(request.user):
        form = VisitFindingForm(filled_in(request), today=today, questions=words.values())
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and _added(request, form, found):
            return redirect("advisory:visit", visit_uid=visit_uid)
    return render(
        request,
        "advisory/visit.html",
        {
            "visit": found,
            "notes": found.notes if request.user.is_staff else "",
            "findings": findings_on(found.pk, words),
            "people": _people(found),
            "facts": _facts(found),
            "steps": steps_of_visit(found, today),
            "zero": _zero(request.user, found),
            "advises": policies.advises(request.user),
            "plans": keeps_plans(request.user),
            "carried": f"?on={found.visited_on.isoformat()}&visit={found.uid}",
            "today": today,
            "form": form,
            "events": history_of(f"visit:{found.uid}") if request.user.is_staff else [],
        },
    )


def _zero(user: User, visit: AdvisoryVisit) -> frozenset[str]:
    """Questions for whose findings a case is offered."""
    if not policies.advises(user):
        return frozenset()
    return zero_tolerance_on(visit.factory.country_id, visit.visited_on)


def _people(visit: AdvisoryVisit) -> list[dict[str, Any]]:
    """How many of each role took part."""
    participants = visit.participants
    return [
        {"label": label, "value": participants[role]}
        for role, label in AdvisoryVisit.Participant.choices
        if role in participants
    ]


_SHOWN = {"visited_on", "purpose", "participants", "topics", "notes"}  # each at its own place of the page


def _facts(visit: AdvisoryVisit) -> list[dict[str, Any]]:
    """The fields of a visit that have no place of their own."""
    shown = _SHOWN if visit.number > 1 else {*_SHOWN, "number"}
    more = [field for field in VISITS.fields if field.name not in shown and not field.staff_only]
    facts = [{"label": field.label, "value": getattr(visit, field.name)} for field in more]
    return [fact for fact in facts if fact["value"] not in {None, ""}]


def _added(request: SignedIn, form: VisitFindingForm, visit: AdvisoryVisit) -> bool:
    try:
        seen = FoundOnVisit(visit.factory_id, visit.visited_on, number=visit.number, **form.command_fields)
        commands.record_visit_finding(seen, actor=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Recorded; it stands in the improvement plan too."))
    return True
