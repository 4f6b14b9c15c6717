"""Opening an assessment, and entering it point by point on a plain page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, filled_in, only_for
from assessments import commands, policies
from assessments.commands import Answered
from assessments.commands.day_limits import DayOutOfLimits
from assessments.domain.states import ANSWERS_OPEN_IN, AssessmentState
from assessments.forms.assessing import OpenForm
from assessments.forms.entering import FindingWords, QuestionEntry, changes_of, entries
from assessments.queries.answering.conflicts import clashes_in
from assessments.queries.detail import PointAnswers, WholeAssessment, whole_assessment
from assessments.queries.findings import findings_in
from assessments.queries.visibility import assessments_visible_to
from assessments.views.access import factory_for
from assessments.views.day_limits import put_beside_day
from countries.queries.local_time import LocalDays, today_in
from journal.commands import value_of
from journal.refusals import Refused

GET_AND_POST = ["GET", "HEAD", "POST"]


@only_for(policies.advises)
@require_http_methods(GET_AND_POST)
def open_new(request: SignedIn, code: str) -> HttpResponse:
    """Begin an assessment of a factory."""
    factory = factory_for(request.user, code)
    today = today_in(factory.country_id, timezone.now())
    form = OpenForm(
        filled_in(request),
        today=today,
        country=factory.country_id,
        user=request.user,
        initial={"assessed_on": today},
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data | {"team": list(form.cleaned_data["team"])}
        try:
            made = commands.open_assessment(factory.pk, **cleaned, actor=request.user, now=timezone.now())
        except DayOutOfLimits as refusal:
            put_beside_day(form, refusal, request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            draft = value_of(made)
            return redirect("assessments:detail", assessment_id=draft.pk)
    return render(request, "assessments/open.html", {"factory": factory, "form": form})


@only_for(policies.advises)
@require_http_methods(GET_AND_POST)
def enter_point(request: SignedIn, assessment_id: UUID, point: str) -> HttpResponse:
    """The questions of one point, each with its answer; works without scripts."""
    found = _draft(request, assessment_id)
    chosen = next((entry_point for entry_point in found.points if entry_point.code == point), None)
    if chosen is None:
        raise Http404
    findings = {
        finding.question: FindingWords(finding.details, finding.attribution, finding.workers_concerned)
        for finding in findings_in(found.id, found.words)
    }
    filled = entries(
        chosen,
        findings,
        public=found.public,
        zero_tolerance=found.zero_tolerance,
        by_law=found.national_law,
        data={key: str(value) for key, value in request.POST.items()} if request.method == "POST" else None,
    )
    if request.method == "POST" and not any(entry.problem for entry in filled):
        return _saved(request, found, chosen, filled)
    following = _following(found, chosen)
    return render(
        request,
        "assessments/enter.html",
        {
            "assessment": found,
            "point": chosen,
            "entries": filled,
            "following": following,
            "clashes": [clash for clash in clashes_in(found.id) if clash.question in _codes(chosen)],
        },
    )


def _draft(request: SignedIn, assessment_id: UUID) -> WholeAssessment:
    """An assessment of one's own team that is still being entered."""
    language = get_language() or "en"
    chosen = assessments_visible_to(request.user, LocalDays(timezone.now()))
    found = whole_assessment(chosen, assessment_id, language=language, with_notes=True)
    if (
        found is None
        or AssessmentState(found.state) not in ANSWERS_OPEN_IN
        or not policies.is_on_team(request.user, found.id)
    ):
        raise Http404
    return found


def _saved(
    request: SignedIn, found: WholeAssessment, point: PointAnswers, filled: list[QuestionEntry]
) -> HttpResponse:
    clashes = clashes_in(found.id) if any(name.startswith("settle-") for name in request.POST) else ()
    acts = changes_of(filled, clashes, request.POST, now=timezone.now())
    if acts:
        done = commands.answer_questions(
            found.id, acts=acts, device="web", actor=request.user, now=timezone.now()
        )
        _add_message(request, done)
    following = _following(found, point)
    if "next" in request.POST and following is not None and not _clashed(acts and done):
        return redirect("assessments:enter", assessment_id=found.id, point=following.code)
    if "next" in request.POST and not _clashed(acts and done):
        return redirect("assessments:detail", assessment_id=found.id)
    return redirect("assessments:enter", assessment_id=found.id, point=point.code)


def _add_message(request: SignedIn, done: Any) -> None:
    if _clashed(done):
        messages.warning(
            request,
            _(
                "Another person has answered differently since. Their answer is kept; yours is below to compare."
            ),
        )
    else:
        messages.success(request, _("Saved."))


def _clashed(done: Any) -> bool:
    return isinstance(done, Answered) and bool(done.conflicts)


def _following(found: WholeAssessment, point: PointAnswers) -> PointAnswers | None:
    points = found.points
    place = points.index(point)
    return points[place + 1] if place + 1 < len(points) else None


def _codes(point: PointAnswers) -> set[str]:
    return {answer.words.code for answer in point.answers}
