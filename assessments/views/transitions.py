"""What people do to an assessment: submit, return, accept, finalise, correct; verify."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedIn, filled_in
from accounts.same_transaction.proposing import proposal_in
from assessments import commands, policies
from assessments.forms.assessing import (
    CorrectionForm,
    FixedForm,
    ReturnAssessmentForm,
    corrected_questions,
    typed_rows,
)
from assessments.models import Assessment, Finding
from assessments.queries.answering.comments import comments_of
from assessments.views.access import assessment_for
from countries.queries.local_time import today_in
from journal.refusals import Refused
from questionnaires.queries.questionnaires import question_words

GET_AND_POST = ["GET", "HEAD", "POST"]
MOST_LISTED = 50  # questions that hold a submission up for one reason


@login_required
@require_POST
def submit(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """Hand it in for review; a refusal leads to each question that holds it up."""
    try:
        return _done(request, assessment_id, commands.submit_assessment, _("Submitted for review."))
    except commands.IncompleteAssessment as refusal:
        return _incomplete(request, assessment_id, refusal)


def _incomplete(
    request: SignedIn, assessment_id: UUID, refusal: commands.IncompleteAssessment
) -> HttpResponse:
    assessment = assessment_for(request.user, assessment_id)
    words = question_words(assessment.layout_id, language=get_language() or "en")
    gaps = [
        {"reason": why, "questions": [words[c] for c in codes[:MOST_LISTED]], "more": len(codes[MOST_LISTED:])}
        for why, codes in refusal.gaps
    ]  # fmt: skip
    context = {"assessment": assessment, "gaps": gaps}
    return render(request, "assessments/incomplete.html", context, status=HTTPStatus.CONFLICT)


@login_required
@require_POST
def accept(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """Open the factory's comment window."""
    return _done(
        request, assessment_id, commands.accept_assessment, _("Accepted. The factory can comment now.")
    )


@login_required
@require_POST
def finalise(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """Make it evidence."""
    return _done(request, assessment_id, commands.finalise_assessment, _("Final. It counts as evidence now."))


@login_required
@require_http_methods(GET_AND_POST)
def give_back(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """Return it to its team, with a reason."""
    assessment = assessment_for(request.user, assessment_id)
    in_review = {Assessment.State.SUBMITTED, Assessment.State.COMMENT_WINDOW}
    if not policies.reviews(request.user) or assessment.state not in in_review:
        raise Http404
    comments = comments_of(assessment.pk).items()
    commented = ", ".join(code for code, thread in comments if not thread[-1].resolved_at)
    reason = _("See the comments on %(codes)s.") % {"codes": commented} if commented else ""
    form = ReturnAssessmentForm(filled_in(request), initial={"reason": reason})
    if request.method == "POST" and form.is_valid():
        try:
            commands.return_assessment(
                assessment.pk, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Returned to its team."))
            return _redirect_back(assessment.pk)
    return render(request, "assessments/return.html", {"assessment": assessment, "form": form})


@login_required
@require_http_methods(GET_AND_POST)
def correct(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """Propose the next revision of a final assessment; "Another question" goes round with everything typed."""
    assessment = assessment_for(request.user, assessment_id)
    if not policies.reviews(request.user) or assessment.state != Assessment.State.FINAL:
        raise Http404
    questions = question_words(assessment.layout_id, language=get_language() or "en").values()
    adds = "add" in request.POST
    data = None if adds else filled_in(request)
    form = CorrectionForm(data, initial={"reason": request.POST.get("reason", "")})
    first = [{"question": request.GET.get("question", "")}]
    rows = corrected_questions(data, questions=questions, initial=_typed(request) if adds else first)
    if data is not None and all([form.is_valid(), rows.is_valid()]):
        try:
            done = commands.propose_correction(
                assessment.pk, corrections=rows.corrections, reason=form.cleaned_data["reason"],
                actor=request.user, now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if (proposal := proposal_in(done)) is not None:
                messages.success(request, _("Proposed. A second person decides."))
                return redirect("proposals:proposal", proposal_id=proposal.pk)
            form.add_error(
                None, _("Nothing would change: the assessment says so already. Change an answer, or go back.")
            )
    context = {"assessment": assessment, "form": form, "rows": rows, "adds": adds}
    return render(request, "assessments/correct.html", context)


def _typed(request: SignedIn) -> list[dict[str, str]]:
    """The rows as they were typed, and one more."""
    return [*typed_rows(request.POST), {}]


@login_required
@require_http_methods(GET_AND_POST)
def verify(request: SignedIn, assessment_id: UUID, finding_id: int) -> HttpResponse:
    """Say that a finding was seen as put right."""
    if not policies.verifies(request.user):
        raise Http404
    finding = _finding(request, assessment_id, finding_id)
    today = today_in(finding.factory.country_id, timezone.now())
    form = FixedForm(
        filled_in(request), today=today, prefix=f"finding-{finding.pk}", initial={"fixed_on": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            commands.verify_finding_fixed(
                finding.pk, fixed_on=form.cleaned_data["fixed_on"], actor=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved as corrected."))
            return _redirect_back(assessment_id, f"#{finding.question}")
    return render(request, "assessments/verify.html", {"finding": finding, "form": form})


def _finding(request: SignedIn, assessment_id: UUID, finding_id: int) -> Finding:
    assessment = assessment_for(request.user, assessment_id)
    found = Finding.objects.filter(pk=finding_id, assessment=assessment, withdrawn_at__isnull=True).first()
    if found is None:
        raise Http404
    found.assessment = assessment
    return found


def _done(
    request: SignedIn, assessment_id: UUID, command: Callable[..., object], message: str
) -> HttpResponseRedirect:
    assessment = assessment_for(request.user, assessment_id)
    command(assessment.pk, actor=request.user, now=timezone.now())
    messages.success(request, message)
    return _redirect_back(assessment.pk)


def _redirect_back(assessment_id: UUID, anchor: str = "") -> HttpResponseRedirect:
    page = redirect("assessments:detail", assessment_id=assessment_id)
    page["Location"] += anchor
    return page
