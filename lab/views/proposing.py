"""A draft of criteria is proposed by one member of the global team and approved by another."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Proposal
from accounts.requests import SignedIn, filled_in, only_for
from accounts.same_transaction.proposing import proposal_in
from criteria.commands.criteria import propose_criteria
from criteria.policies import works_on_criteria
from criteria.queries.criteria import Standard
from journal.refusals import DayPassed, Refused
from lab.forms.documents import ApprovalForm
from lab.queries.drafts import changes_of_draft
from lab.views.drafts import opened_draft
from lab.views.effects import shown_effect


@only_for(works_on_criteria)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedIn, code: str, version: str) -> HttpResponse:
    """Propose a draft for approval by another member of the global team, beside what it changes and means."""
    opened = opened_draft(code, version)
    form = ApprovalForm(filled_in(request))
    status = HTTPStatus.OK
    if request.method == "POST":
        status, proposal = _proposed(request, form, opened.draft)
        if proposal is not None:
            messages.success(request, _("Proposed. Another member of the global team decides."))
            return redirect("proposals:proposal", proposal_id=proposal.pk)
    shown = {
        "standard": opened.draft,
        "base": opened.base.version if opened.base else "",
        "form": form,
        "columns": [{"label": _("What")}, {"label": _("Before")}, {"label": _("Proposed")}],
        "differences": changes_of_draft(opened),
        "effect": shown_effect(opened),
    }
    return render(request, "lab/propose.html", shown, status=status)


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
