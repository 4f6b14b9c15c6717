"""Evidence files: added and removed by the team, given out to whoever may read the finding."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn, only_for
from assessments import policies
from assessments.commands.attachments import add_evidence_file, remove_evidence_file
from assessments.domain.states import ANSWERS_OPEN_IN, AssessmentState
from assessments.forms.attachments import EvidenceFilesForm
from assessments.models import Assessment, EvidenceFile
from assessments.queries.attachments import files_of, files_visible_to
from assessments.views.access import assessment_for
from countries.queries.local_time import LocalDays
from files.workbook.attachments import checked
from journal.refusals import Refused
from questionnaires.queries.questionnaires import question_words

# nothing that a person uploaded runs in a browser, even if it is opened there
SANDBOX = "default-src 'none'; sandbox"


@only_for(policies.advises)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn, assessment_id: UUID, question: str) -> HttpResponse:
    """Photos and documents beside one question of a draft."""
    found = _draft(request, assessment_id)
    words = question_words(found.layout_id, language=get_language() or "en").get(question)
    if words is None:
        raise Http404
    form = EvidenceFilesForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    keep = partial(add_evidence_file, found.pk, question=question)
    if request.method == "POST" and kept_each(request, form, keep):
        return redirect(request.path)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "assessment": found,
        "question": words,
        "form": form,
        "files": files_of(found.pk).get(question, []),
    }
    return render(request, "assessments/files.html", context, status=status)


@only_for(policies.advises)
@require_POST
def remove(request: SignedIn, file_id: UUID) -> HttpResponse:
    """Take a file out of a draft; the workspace, which asks for JSON, is told no more than that."""
    found = _file(request, file_id)
    _draft(request, found.assessment_id)
    remove_evidence_file(found.pk, actor=request.user, now=timezone.now())
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"removed": str(found.pk)})
    messages.success(request, _("%(name)s is removed.") % {"name": found.name})
    return redirect(reverse("assessments:add_file", args=[found.assessment_id, found.question]))


@login_required
@require_safe
def give(request: SignedIn, file_id: UUID) -> HttpResponseBase:
    """The file itself, always to be saved and never to be run."""
    found = _file(request, file_id)
    return sent(
        FileResponse(found.content.open("rb"), as_attachment=True, filename=found.name), found.content_type
    )


@login_required
@require_safe
def thumbnail(request: SignedIn, file_id: UUID) -> HttpResponseBase:
    """The small picture, drawn by ourselves."""
    found = _file(request, file_id)
    if not found.thumbnail:
        raise Http404
    return sent(FileResponse(found.thumbnail.open("rb")), "image/jpeg")


def sent(response: FileResponse, content_type: str) -> FileResponse:
    """A file under a policy in which nothing of it runs."""
    response["Content-Type"] = content_type
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response


def kept_each(request: SignedIn, form: EvidenceFilesForm, keep: Callable[..., object]) -> bool:
    """Give every chosen file to a command; whether all were kept. One that is refused does not lose the others."""
    if not form.is_valid():
        return False
    count = 0
    for upload in form.cleaned_data["chosen"]:
        try:
            keep(name=upload.name, file=checked(upload), actor=request.user, now=timezone.now())
            count += 1
        except Refused as refusal:
            form.add_error("chosen", f"{upload.name}: {refusal}")
    if count:
        messages.success(request, _("%(n)s saved.") % {"n": count})
    return not form.errors


def _draft(request: SignedIn, assessment_id: UUID) -> Assessment:
    found = assessment_for(request.user, assessment_id)
    if AssessmentState(found.state) not in ANSWERS_OPEN_IN or not policies.is_on_team(request.user, found.pk):
        raise Http404
    return found


def _file(request: SignedIn, file_id: UUID) -> EvidenceFile:
    found = files_visible_to(request.user, LocalDays(timezone.now())).filter(pk=file_id).first()
    if found is None:
        raise Http404
    return found
