"""A reviewer's comment on one question, what the team answers, and that it is resolved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
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
from assessments.queries.answering.comments import Comment, comments_of
from assessments.views.access import assessment_for
from journal.commands import Unchanged
from journal.refusals import Refused
from questionnaires.queries.questionnaires import question_words
from reviews import commands, policies
from reviews.forms import CommentForm, ReplyForm
from reviews.views.access import sides_of
from reviews.views.reviewing import review_address

if TYPE_CHECKING:
    from django import forms

    from assessments.models import Assessment

Command = Callable[..., object]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: SignedIn, assessment_id: UUID, question: str) -> HttpResponse:
    """Write it, change it, answer it, resolve it; a reviewer removes an unanswered one by leaving it empty."""
    assessment = assessment_for(request.user, assessment_id)
    words = question_words(assessment.layout_id, language=get_language() or "en").get(question)
    if words is None:
        raise Http404
    thread = comments_of(assessment.pk).get(question, ())
    opened = next((row for row in thread if row.resolved_at is None), None)
    is_reviewer, is_team = sides_of(request.user, assessment, opened)
    resolves = "resolve" in request.POST and is_reviewer
    may_write = is_team or policies.is_reviewed(assessment)
    form = _form(request, opened, is_team=is_team) if may_write else None
    if form is None and resolves:
        return _resolved(request, assessment, question)
    if form is not None and request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if resolves and not text:
            return _resolved(request, assessment, question)
        try:
            command: Command = commands.reply_to_comment if is_team else commands.comment_on_question
            done = command(
                assessment.pk, question=question, text=text, actor=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if resolves:  # what was written beside it is the last word
                return _resolved(request, assessment, question)
            _say(request, text, done)
            return _back(request, assessment, question, is_team=is_team)
    context = {
        "assessment": assessment,
        "words": words,
        "thread": thread,
        "form": form,
        "may_resolve": is_reviewer and opened is not None,
        "may_enter": is_team and assessment.state == assessment.State.DRAFT,
    }
    return render(request, "reviews/comment.html", context)


def _form(request: SignedIn, opened: Comment | None, *, is_team: bool) -> forms.Form:
    if is_team:
        return ReplyForm(filled_in(request))
    is_answered = opened is not None and (opened.answered_at or opened.replies)
    return CommentForm(
        filled_in(request), initial={"text": opened.text if opened and not is_answered else ""}
    )


def _resolved(request: SignedIn, assessment: Assessment, question: str) -> HttpResponse:
    commands.resolve_comment(assessment.pk, question=question, actor=request.user, now=timezone.now())
    messages.success(request, _("Resolved."))
    return _back(request, assessment, question, is_team=False)


def _say(request: SignedIn, text: str, done: object) -> None:
    if text:
        messages.success(request, _("Your comment is saved."))
    elif isinstance(done, Unchanged):
        messages.info(request, _("Nothing has changed"))
    else:
        messages.success(request, _("Your comment is removed."))


def _back(request: SignedIn, assessment: Assessment, question: str, *, is_team: bool) -> HttpResponse:
    """The team to the question where it answers, a reviewer to the comment among the questions shown before."""
    if is_team and assessment.state == assessment.State.DRAFT:
        page = redirect("assessments:workspace", assessment_id=assessment.pk)
    else:
        page = redirect(review_address(assessment.pk, request.GET.get("show", "")))
    page["Location"] += f"#{question}"
    return page
