"""Recording a whole advisory visit on one page, on a phone as on a desk; without scripts it works by going round."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, filled_in, only_for
from advisory import commands
from advisory.commands.versioned import RecordedMeanwhile
from advisory.forms.visiting import Rows, SeenRow, StepRow, WholeVisitForm, offered
from advisory.kinds import VISITS
from advisory.models import AdvisoryVisit
from advisory.queries.visibility import visits_visible_to
from assessments import policies
from assessments.commands.day_limits import DayOutOfLimits
from assessments.views.access import factory_for
from assessments.views.day_limits import put_beside_day
from countries.queries.local_time import today_in
from journal.refusals import Refused
from questionnaires.queries.questionnaires import words_of_country

if TYPE_CHECKING:
    from factories.models import Factory

GET_AND_POST = ["GET", "HEAD", "POST"]


@only_for(policies.advises)
@require_http_methods(GET_AND_POST)
def new(request: SignedIn, code: str) -> HttpResponse:
    """A visit that is not recorded yet. The page gives it its id, so that it may be sent twice."""
    factory = factory_for(request.user, code)
    return _page(
        request,
        factory,
        None,
        {"uid": uuid.uuid4(), "visited_on": today_in(factory.country_id, timezone.now())},
    )


@only_for(policies.advises)
@require_http_methods(GET_AND_POST)
def change(request: SignedIn, visit_uid: UUID) -> HttpResponse:
    """More of a visit, or a correction. What it found and agreed before stays."""
    chosen = visits_visible_to(request.user).select_related("factory__country")
    visit = chosen.filter(uid=visit_uid).first()
    if visit is None:
        raise Http404
    initial = {name: getattr(visit, name) for name in ("uid", "visited_on", *VISITS.values)}
    return _page(request, visit.factory, visit, initial | visit.participants)


def _page(
    request: SignedIn, factory: Factory, visit: AdvisoryVisit | None, initial: dict[str, Any]
) -> HttpResponse:
    data, today = filled_in(request), today_in(factory.country_id, timezone.now())
    words = words_of_country(factory.country_id, on=today, language=get_language() or "en")
    form = WholeVisitForm(data, today=today, initial=initial)
    if visit is not None:  # what tells visits apart stays
        form.fields["uid"].disabled = form.fields["visited_on"].disabled = True
    findings = Rows(SeenRow, "finding", words=words, data=data)
    steps = Rows(StepRow, "step", words=words, data=data)
    adds = request.POST.get("add", "")
    if adds:
        typed = {name: form.data.get(name, "") for name in form.fields if not form.fields[name].disabled}
        form = WholeVisitForm(today=today, initial=initial | typed)
        findings.shown_again(more=adds == "finding")
        steps.shown_again(more=adds == "step")
    elif data is not None and all([form.is_valid(), findings.is_valid(), steps.is_valid()]):
        done = _recorded(request, factory.pk, form, findings, steps)
        if done is not None:
            return redirect("advisory:visit", visit_uid=done)
    return render(
        request,
        "advisory/visiting.html",
        {
            "factory": factory,
            "visit": visit,
            "form": form,
            "findings": findings.forms,
            "steps": steps.forms,
            "problems": [
                *_problems(findings, _("Finding %(number)s, %(field)s: %(problem)s")),
                *_problems(steps, _("Step %(number)s, %(field)s: %(problem)s")),
            ],
            "added": adds,
            "offered": offered(words.values()),
        },
    )


def _recorded(
    request: SignedIn, factory_id: int, form: WholeVisitForm, findings: Rows, steps: Rows
) -> UUID | None:
    """The visit's id once all of it is recorded; a refusal becomes the form's own."""
    uid: UUID = form.cleaned_data["uid"]

    def record() -> None:
        commands.record_whole_visit(
            factory_id,
            uid=uid,
            fields=form.command_fields,
            findings=findings.command_fields,
            steps=steps.command_fields,
            dates_reason=form.cleaned_data["dates_reason"],
            is_another=form.cleaned_data["is_another"],
            actor=request.user,
            now=timezone.now(),
        )

    try:
        try:
            record()
        except RecordedMeanwhile:  # pressed twice: the first one wrote it, this one finds it there
            record()
    except DayOutOfLimits as refusal:
        put_beside_day(form, refusal, request.user)
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("The visit is recorded."))
    return uid


def _problems(rows: Rows, sentence: str) -> list[str]:
    """What stands in the way of recording, for the summary at the page's top."""
    return [
        sentence % {"number": number, "field": field.label, "problem": problem}
        for number, row in enumerate(rows.forms, 1)
        if row.is_bound and not row.is_blank
        for field in row
        for problem in field.errors
    ]
