"""A draft as the text of its document: a new one, or one that is changed."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, filled_in, only_for
from criteria.commands.criteria import DraftChanged, change_draft, draft_criteria
from criteria.domain.criteria_parsing import parse_criteria
from criteria.policies import works_on_criteria
from files.domain.faults import CriteriaFaulty
from journal.refusals import Refused
from lab.forms.documents import DocumentForm, NewDocumentForm
from lab.views.drafts import opened_draft, start_of, text_of_trial


@only_for(works_on_criteria)
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: SignedIn) -> HttpResponse:
    """The text of a trial, to be read, changed and kept as a draft; every fault at once, with its line and mend."""
    start = start_of(request)
    initial = {} if request.method == "POST" else {"text": text_of_trial(request, start)}
    form = NewDocumentForm(filled_in(request), initial=initial)

    def keep(text: str) -> None:
        reason = form.cleaned_data["reason"]
        draft_criteria(text, reason=reason, actor=request.user, now=timezone.now())
        messages.success(
            request, _("Kept as a draft. Propose it, and another member of the global team decides.")
        )

    return _written(request, form, keep, {"start": start})


@only_for(works_on_criteria)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_text(request: SignedIn, code: str, version: str) -> HttpResponse:
    """The text of a draft, to be changed; what somebody else changed meanwhile is not written over."""
    opened = opened_draft(code, version)
    there = opened.text()
    form = DocumentForm(filled_in(request), initial={"text": there, "seen": opened.draft.digest})

    def keep(text: str) -> None:
        change_draft(
            opened.draft.id, text, read_as=form.cleaned_data["seen"], what=_("the document"),
            actor=request.user, now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Saved."))

    return _written(request, form, keep, {"draft": opened.draft, "there": there})


def _written(
    request: SignedIn, form: DocumentForm, keep: Callable[[str], None], shown: dict[str, object]
) -> HttpResponse:
    faults: tuple[object, ...] = ()
    status = HTTPStatus.OK
    changed = False
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            text = form.cleaned_data["text"].replace("\r\n", "\n")
            try:
                made = parse_criteria(text)
                keep(text)
            except CriteriaFaulty as faulty:
                faults = tuple(faulty.faults)
            except DraftChanged as refusal:
                form.add_error(None, str(refusal))
                status, changed = HTTPStatus.CONFLICT, True
            except Refused as refusal:
                form.add_error("text", str(refusal))
                status = HTTPStatus.CONFLICT
            else:
                return redirect("lab:draft", code=made.code, version=made.version)
    context = shown | {"form": form, "faults": faults, "changed": changed}
    return render(request, "lab/document.html", context, status=status)
