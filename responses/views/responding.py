"""The comment window as a factory's people work in it: every finding on one page, for one thumb."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn, only_for
from assessments.domain.states import AssessmentState
from assessments.policies import speaks_for_a_factory
from assessments.queries.findings import FindingInWords, findings_in
from assessments.views.access import assessment_for
from assessments.views.attachments import sent
from assessments.views.progress import end_of_window
from countries.queries.local_time import LocalDays
from files.workbook.attachments import checked
from journal.commands import Unchanged, value_of
from journal.refusals import Refused
from questionnaires.queries.questionnaires import words_by_layout
from responses import commands, policies
from responses.forms.responding import ResponseForm, WorkerCommentForm
from responses.queries.responses import (
    DraftAnswer,
    WorkersWord,
    comments_in,
    drafts_in,
    response_files_visible_to,
)

if TYPE_CHECKING:
    from django import forms

    from assessments.models import Assessment
    from files.domain.attachments import CheckedFile


@dataclass(slots=True)
class AnsweredFinding:
    """A finding with what its reader's side says, and what the other side says."""

    finding: FindingInWords
    draft: DraftAnswer
    comments: list[WorkersWord]
    form: forms.Form | None


@only_for(policies.has_a_say)
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """Answer findings for the management, or comment on them for the workers' side. At most 20 statements."""
    assessment = assessment_for(request.user, assessment_id)
    faulty: dict[str, forms.Form] = {}
    if request.method == "POST":
        acts = MANAGEMENT_ACTS if speaks_for_a_factory(request.user) else WORKERS_ACTS
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        form = act(request, assessment)
        if form is None:
            return _back(request, assessment)
        faulty[request.POST.get("question", "")] = form
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
    return render(request, "responses/respond.html", _context(request, assessment, faulty), status=status)


@login_required
@require_safe
def give(request: SignedIn, file_id: UUID) -> HttpResponseBase:
    """A file beside an answer, always to be saved and never to be run."""
    found = response_files_visible_to(request.user, LocalDays(timezone.now())).filter(pk=file_id).first()
    if found is None:
        raise Http404
    return sent(
        FileResponse(found.content.open("rb"), as_attachment=True, filename=found.name), found.content_type
    )


def _back(request: SignedIn, assessment: Assessment) -> HttpResponse:
    page = redirect("responses:respond", assessment_id=assessment.pk)
    question = request.POST.get("question", "")
    page["Location"] += f"#{question}" if question else ""
    return page


# --- acts: each gives the form that is at fault, or None once it is done -------------------------------------------


def _save(request: SignedIn, assessment: Assessment) -> forms.Form | None:
    question = request.POST.get("question", "")
    form = ResponseForm(request.POST, request.FILES, auto_id=f"{question}-%s")
    if not form.is_valid():
        return form
    is_draft = request.POST.get("act") == "save"
    files = _files(form)
    answered = _answered(request, assessment, form, files, send=not (is_draft or form.errors))
    if form.errors or answered is None:
        return form
    if is_draft:
        messages.success(request, _("Your draft is saved. Only your factory's management sees it."))
    elif answered.is_sent:
        messages.success(request, _("Your response is sent."))
    return None


def _files(form: ResponseForm) -> list[tuple[str, CheckedFile]]:
    """What was added and can be kept; a file that cannot is at fault in the form and loses nothing else."""
    files = []
    for upload in form.cleaned_data["photos"]:
        try:
            files.append((upload.name, checked(upload)))
        except Refused as refusal:
            form.add_error("photos", f"{upload.name}: {refusal}")
    return files


def _answered(
    request: SignedIn,
    assessment: Assessment,
    form: ResponseForm,
    files: Sequence[tuple[str, CheckedFile]],
    *,
    send: bool,
) -> commands.FindingAnswered | None:
    """The answer kept, or sent; whatever is refused is at fault in the form."""
    try:
        done = commands.respond_to_finding(
            assessment.pk,
            question=request.POST.get("question", ""),
            agrees=form.cleaned_data["agrees"],
            text=form.cleaned_data["text"],
            files=files,
            send=send,
            actor=request.user,
            now=timezone.now(),
        )
    except commands.NothingSaid as refusal:
        form.add_error("text", str(refusal))
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    answered = cast("commands.FindingAnswered", value_of(done))
    for name, refused in answered.refused:
        form.add_error("photos", f"{name}: {refused}")
    return answered


def _send(request: SignedIn, assessment: Assessment) -> None:
    done = commands.send_responses(assessment.pk, actor=request.user, now=timezone.now())
    count = 0 if isinstance(done, Unchanged) else done
    text = ngettext("%(count)d response is sent.", "%(count)d responses are sent.", count)
    messages.success(request, text % {"count": count})


def _agree_all(request: SignedIn, assessment: Assessment) -> None:
    done = commands.agree_to_all(assessment.pk, actor=request.user, now=timezone.now())
    count = 0 if isinstance(done, Unchanged) else done
    text = ngettext("You agree with %(count)d finding.", "You agree with %(count)d findings.", count)
    messages.success(request, text % {"count": count})


def _remove(request: SignedIn, assessment: Assessment) -> None:
    try:
        file_id = UUID(request.POST.get("file", ""))
    except ValueError:
        raise Http404 from None
    files = response_files_visible_to(request.user, LocalDays(timezone.now()))
    found = files.filter(pk=file_id, assessment=assessment).first()
    if found is None:
        raise Http404
    commands.remove_response_file(found.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("%(name)s is removed.") % {"name": found.name})


def _comment(request: SignedIn, assessment: Assessment) -> forms.Form | None:
    question = request.POST.get("question", "")
    form = WorkerCommentForm(request.POST, auto_id=f"{question}-%s")
    if not form.is_valid():
        return form
    text = form.cleaned_data["text"]
    try:
        commands.comment_on_finding(
            assessment.pk, question=question, text=text, actor=request.user, now=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return form
    messages.success(request, _("Your comment is saved.") if text else _("Your comment is removed."))
    return None


Act = Callable[[SignedIn, "Assessment"], "forms.Form | None"]
MANAGEMENT_ACTS: Mapping[str, Act] = {
    "save": _save,
    "send_one": _save,
    "send": _send,
    "agree_all": _agree_all,
    "remove": _remove,
}
WORKERS_ACTS: Mapping[str, Act] = {"comment": _comment}


# --- what the page shows -------------------------------------------------------------------------------------------


def _context(request: SignedIn, assessment: Assessment, faulty: Mapping[str, forms.Form]) -> dict[str, Any]:
    days, user = LocalDays(timezone.now()), request.user
    country, last = assessment.factory.country_id, assessment.window_closes_on
    words = words_by_layout([assessment.layout_id], language=get_language() or "en")[assessment.layout_id]
    is_management = speaks_for_a_factory(user)
    is_open = assessment.state == AssessmentState.COMMENT_WINDOW and (
        last is None or days.of(country) <= last
    )
    drafts = drafts_in(assessment.pk) if is_management else {}
    comments = comments_in(assessment.pk)
    rows = [
        AnsweredFinding(
            finding, drafts.get(finding.question, DraftAnswer()), comments.get(finding.question, []), None
        )
        for finding in findings_in(assessment.pk, words)
    ]
    for row in rows if is_open else ():
        row.form = faulty.get(row.finding.question) or _form(row, user.pk, is_management=is_management)
    return {
        "assessment": assessment,
        "rows": rows,
        "is_open": is_open,
        "is_management": is_management,
        "end": end_of_window(country, last, days) if last else "",
        "left": (last - days.of(country)).days if last else None,
        "tally": _tally(rows),
        "me": user.pk,
        "other_error": next((form for code, form in faulty.items() if not _is_shown(code, rows)), None),
    }


def _is_shown(code: str, rows: Iterable[AnsweredFinding]) -> bool:
    return any(row.finding.question == code and row.form for row in rows)


def _form(row: AnsweredFinding, person: int, *, is_management: bool) -> forms.Form:
    auto_id = f"{row.finding.question}-%s"
    if is_management:
        initial = {"agrees": row.draft.agrees, "text": row.draft.text or row.finding.response}
        return ResponseForm(initial=initial, auto_id=auto_id)
    own_text = next((word.text for word in row.comments if word.by == person), "")
    return WorkerCommentForm(initial={"text": own_text}, auto_id=auto_id)


def _tally(rows: Iterable[AnsweredFinding]) -> dict[str, int]:
    """How many findings there are, and how many have an answer, a draft, neither."""
    rows = list(rows)
    drafts = sum(row.draft.is_draft for row in rows)
    sent_ones = sum(bool(row.finding.responded_on) and not row.draft.is_draft for row in rows)
    silent = sum(not row.draft.is_draft and not row.finding.responded_on for row in rows)
    return {"all": len(rows), "sent": sent_ones, "drafts": drafts, "left": silent}
