"""A reviewer's word on one question, for the team."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, filled_in
from assessments import commands, policies
from assessments.domain.states import TRANSITIONS, AssessmentState, AssessmentTransition
from assessments.forms.assessing import CommentForm
from assessments.queries.answering.comments import open_comment
from assessments.views.access import assessment_for
from journal.refusals import Refused
from questionnaires.queries.questionnaires import question_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: SignedIn, assessment_id: UUID, question: str) -> HttpResponse:
    """Write it, change it, or take it back by leaving it empty."""
    assessment = assessment_for(request.user, assessment_id)
    words = question_words(assessment.layout_id, language=get_language() or "en").get(question)
    reviewed = (AssessmentState(assessment.state), AssessmentTransition.RETURN) in TRANSITIONS
    if words is None or not reviewed or not policies.reviews(request.user):
        raise Http404
    form = CommentForm(filled_in(request), initial={"text": open_comment(assessment.pk, question)})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            commands.comment_on_question(
                assessment.pk, question=question, text=text, actor=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your comment is saved.") if text else _("Your comment is removed."))
            return redirect("assessments:detail", assessment_id=assessment.pk)
    return render(
        request, "assessments/comment.html", {"assessment": assessment, "words": words, "form": form}
    )
