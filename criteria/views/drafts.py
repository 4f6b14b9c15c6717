"""A draft of criteria: written down by one member of the global team, approved by another."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Proposal
from accounts.requests import SignedIn, filled_in
from accounts.same_transaction.proposing import proposal_in
from countries.queries.local_time import programme_day
from criteria.commands.criteria import draft_criteria, propose_criteria
from criteria.domain.criteria_parsing import parse_criteria
from criteria.domain.variation import rewritten
from criteria.forms import ApprovalForm, DocumentForm
from criteria.models import CriteriaVersion
from criteria.policies import works_on_criteria
from criteria.queries.criteria import Standard, standard, standard_or_none, text_of, versions
from criteria.views.scenario import trial_of
from files.domain.faults import CriteriaFaulty
from journal.refusals import DayPassed, Refused

GET_AND_POST = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(GET_AND_POST)
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
        return render(request, "criteria/lab/document.html", {"form": form, "start": start, "faults": ()})
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
    return render(request, "criteria/lab/document.html", context, status=status)


@login_required
@require_http_methods(GET_AND_POST)
def propose(request: SignedIn, code: str, version: str) -> HttpResponse:
    """Propose a draft for approval by another member of the global team."""
    found = standard(code, version) if works_on_criteria(request.user) else None
    if found is None or found.state != CriteriaVersion.State.DRAFT:
        raise Http404
    form = ApprovalForm(filled_in(request))
    status = HTTPStatus.OK
    if request.method == "POST":
        status, proposal = _proposed(request, form, found)
        if proposal is not None:
            messages.success(request, _("Proposed. Another member of the global team decides."))
            return redirect("proposals:proposal", proposal_id=proposal.pk)
    return render(request, "criteria/lab/propose.html", {"standard": found, "form": form}, status=status)


def _proposed(request: SignedIn, form: ApprovalForm, found: Standard) -> tuple[HTTPStatus, Proposal | None]:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY, None
    try:
        done = propose_criteria(found.id, **form.cleaned_data, actor=request.user, now=timezone.now())
    except DayPassed as passed:
        form.add_error("in_force_from", str(passed))
        return HTTPStatus.UNPROCESSABLE_ENTITY, None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return HTTPStatus.CONFLICT, None
    return HTTPStatus.OK, proposal_in(done)


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
