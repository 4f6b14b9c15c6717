"""A draft of criteria: proposed by one member of the global team, approved by another."""

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
from criteria.commands.criteria import propose_criteria
from criteria.forms import ApprovalForm
from criteria.models import CriteriaVersion
from criteria.policies import works_on_criteria
from criteria.queries.criteria import Standard, standard
from journal.refusals import DayPassed, Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
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
    return render(request, "criteria/propose.html", {"standard": found, "form": form}, status=status)


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
