"""What was tried, written as a criteria document and saved as a draft."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn
from countries.queries.local_time import programme_day
from criteria.commands.criteria import draft_criteria
from criteria.domain.criteria_parsing import parse_criteria
from criteria.policies import works_on_criteria
from criteria.queries.criteria import Standard, standard_or_none, text_of, versions
from files.domain.faults import CriteriaFaulty
from journal.refusals import Refused
from lab.domain.variation import rewritten
from lab.forms import DocumentForm
from lab.views.scenario import trial_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: SignedIn) -> HttpResponse:
    """The text of a trial, to be read, changed and kept as a draft; every fault at once, with its line and mend."""
    if not works_on_criteria(request.user):
        raise Http404
    known = {version.version: version for version in versions(drafts=True)}
    start = known.get(request.GET.get("from", "")) or standard_or_none(programme_day(timezone.now()))
    if start is None:
        raise Http404
    if request.method != "POST":
        form = DocumentForm(initial={"text": _text_of(request, start, known)})
        return render(request, "lab/document.html", {"form": form, "start": start, "faults": ()})
    form = DocumentForm(request.POST)
    faults: tuple[object, ...] = ()
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        try:
            made = parse_criteria(text)
            draft_criteria(text, actor=request.user, now=timezone.now())
        except CriteriaFaulty as faulty:
            faults = tuple(faulty.faults)
        except Refused as refusal:
            form.add_error("text", str(refusal))
            status = HTTPStatus.CONFLICT
        else:
            messages.success(
                request, _("Kept as a draft. Propose it, and another member of the global team decides.")
            )
            return redirect("criteria:criteria", code=made.code, version=made.version)
    context = {"form": form, "start": start, "faults": faults}
    return render(request, "lab/document.html", context, status=status)


def _text_of(request: SignedIn, start: Standard, known: dict[str, Standard]) -> str:
    trial = trial_of(request.GET, start)
    return rewritten(text_of(start.id), start.document, trial.changes, version=_free(start.version, known))


def _free(version: str, known: dict[str, Standard]) -> str:
    """The next version that nothing stands for: 1.0 → 1.1."""
    major, _dot, minor = version.partition(".")
    number = int(minor) if minor.isdigit() else 0
    while (candidate := f"{major}.{number}") in known:
        number += 1
    return candidate
