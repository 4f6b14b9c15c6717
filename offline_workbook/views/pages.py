"""An assessor's form: taken along as a workbook, looked at when it comes back, then stored."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn, only_for
from assessments import commands, policies
from assessments.commands import Answered
from assessments.commands.answering import AnsweredMeanwhile
from assessments.views.answering.workspace import open_draft
from files.exports import XLSX_TYPE
from offline_workbook.forms import FormSheetForm, LanguageForm, carried, confirmed
from offline_workbook.queries import DraftSnapshot, draft_snapshot, words_of
from offline_workbook.views.tables import change_table, counts, problem_table, retained_table
from offline_workbook.workbook.preview import UnfitWorkbook, WorkbookPreview, preview_of
from offline_workbook.workbook.writing import form_workbook


@only_for(policies.advises)
@require_safe
def give_out(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """The form as a file, in the language asked for, with what is answered already."""
    draft = open_draft(request, assessment_id)
    form = LanguageForm({"language": request.GET.get("language") or get_language() or "en"})
    if not form.is_valid():
        raise Http404
    language = form.cleaned_data["language"]
    content = form_workbook(draft_snapshot(draft), words_of(draft, language), language=language)
    response = HttpResponse(content, content_type=XLSX_TYPE)
    name = f"form-{draft.factory}-{draft.assessed_on.isoformat()}-{language}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@only_for(policies.advises)
@require_http_methods(["GET", "HEAD", "POST"])
def form_sheet(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """Take a form along, or bring one back: what it would change is shown, and nothing is stored yet."""
    draft = open_draft(request, assessment_id)
    form = FormSheetForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context: dict[str, Any] = {
        "draft": draft,
        "form": form,
        "languages": LanguageForm(initial={"language": get_language() or "en"}),
    }
    if request.method != "POST" or not form.is_valid():
        return _page(request, "offline_workbook", context, unfit=bool(form.errors))
    snapshot = draft_snapshot(draft)
    try:
        preview = preview_of(form.cleaned_data["file"], snapshot)
    except UnfitWorkbook as unfit:
        form.add_error("file", str(unfit))
        return _page(request, "offline_workbook", context, unfit=True)
    return _page(
        request,
        "offline_workbook_preview",
        context | _shown(preview, snapshot, request),
        unfit=bool(preview.checked.problems),
    )


@only_for(policies.advises)
@require_POST
def store(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """Store what a preview showed."""
    draft = open_draft(request, assessment_id)
    now = timezone.now()
    sealed = request.POST.get("sealed", "")
    found = confirmed(sealed, assessment_id=draft.id, user_id=request.user.pk, now=now)
    again = redirect("offline_workbook:form_sheet", assessment_id=draft.id)
    if found is None:
        messages.warning(request, _("This preview is too old. Upload the form again."))
        return again
    try:
        done = commands.answer_questions(
            draft.id, acts=found.acts, device="form", version=found.version, actor=request.user, now=now
        )
    except AnsweredMeanwhile as meanwhile:
        messages.warning(request, str(meanwhile))
        return again
    _add_messages(request, done)
    return redirect("assessments:detail", assessment_id=draft.id)


def _add_messages(request: SignedIn, done: Any) -> None:
    if isinstance(done, Answered) and done.conflicts:
        messages.warning(
            request,
            _(
                "Another person has answered differently since. Their answer is kept; yours is below to compare."
            ),
        )
    else:
        messages.success(request, _("The form is stored."))


def _page(request: SignedIn, name: str, context: dict[str, Any], *, unfit: bool) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if unfit else HTTPStatus.OK
    response = render(request, f"offline_workbook/{name}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _shown(preview: WorkbookPreview, snapshot: DraftSnapshot, request: SignedIn) -> dict[str, Any]:
    checked = preview.checked
    words = words_of(snapshot.draft, get_language() or "en")
    return {
        "sheet": preview.sheet,
        "ignored": preview.ignored,
        "problems": problem_table(checked),
        "problem_count": len(checked.problems),
        "counts": counts(checked),
        "conflicts": checked.count("conflict"),
        "differing": change_table([change for change in checked.changes if change.kind != "new"], words),
        "fresh": change_table([change for change in checked.changes if change.kind == "new"], words),
        "kept": retained_table(checked),
        "sealed": carried(checked, snapshot, user_id=request.user.pk) if checked.changes else "",
    }
