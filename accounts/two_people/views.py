"""What waits for a second person, and deciding on it."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Proposal
from accounts.policies import may_decide, proposals_visible_to, reads_proposals
from accounts.proposal_kinds import descriptions, effect_of, proposal_kind
from accounts.requests import SignedIn, filled_in, only_for
from accounts.same_transaction.proposing import digest_of
from accounts.two_people import commands
from accounts.two_people.forms import DecisionForm
from journal.queries import history_of
from journal.refusals import ReasonMissing

LATEST = 100


@only_for(reads_proposals)
@require_safe
def proposals(request: SignedIn) -> HttpResponse:
    """Proposals, those that wait first; the latest hundred."""
    rows = proposals_visible_to(request.user).select_related("proposed_by", "decided_by")
    waiting = list(rows.filter(state=Proposal.State.PENDING).order_by("-proposed_at", "pk"))
    decided = list(rows.exclude(state=Proposal.State.PENDING).order_by("-decided_at", "pk")[:LATEST])
    about = descriptions([*waiting, *decided])
    lines = [
        {"proposal": row, "label": proposal_kind(row.kind).label, "about": about[row.pk]}
        for row in (*waiting, *decided)
    ]
    return render(request, "proposals/list.html", {"lines": lines})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: SignedIn, proposal_id: UUID) -> HttpResponse:
    """What is proposed, by whom and why; approve, decline, or withdraw one's own."""
    rows = proposals_visible_to(request.user).select_related("proposed_by", "decided_by", "factory")
    found = get_object_or_404(rows, pk=proposal_id)
    kind = proposal_kind(found.kind)
    form = DecisionForm(filled_in(request), initial={"digest": found.digest})
    if request.method == "POST" and form.is_valid():
        refused = _decided(request, found, form)
        if not refused:
            return redirect("proposals:proposal", proposal_id=found.pk)
        form.add_error("reason", refused)
    own, pending = found.proposed_by_id == request.user.pk, found.state == Proposal.State.PENDING
    effect = effect_of(found) if pending else None
    context = {
        "layout": "layouts/page.html" if effect else "layouts/narrow.html",
        "proposal": found,
        "label": kind.label,
        "words": kind.words(found),
        "columns": [{"label": _("What")}, {"label": _("Before")}, {"label": _("Proposed")}],
        "differences": [
            [difference.label, difference.before or "–", difference.after or "–"]
            for difference in kind.differences(found, timezone.now())
        ],
        "url": kind.url(found),
        "effect": effect,
        "form": form,
        "own": own,
        "stale": pending and digest_of(found.kind, found.subject, found.content) != found.digest,
        "decides": not own and pending and may_decide(request.user, found),
        "events": history_of(f"proposal:{found.pk}"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "proposals/proposal.html", context, status=status)


def _decided(request: SignedIn, found: Proposal, form: DecisionForm) -> str:
    """Carry the decision out; what stands against it, or ""."""
    act, reason, now = request.POST.get("act"), form.cleaned_data["reason"], timezone.now()
    try:
        match act:
            case "approve":
                done = commands.approve_proposal(
                    found.pk, digest=form.cleaned_data["digest"], reason=reason, actor=request.user, now=now
                )
                if getattr(done, "state", "") == Proposal.State.STALE:
                    messages.warning(
                        request, _("The facts changed after it was proposed. Nothing was applied.")
                    )
                else:
                    messages.success(request, _("Approved."))
            case "decline":
                commands.decline_proposal(found.pk, reason=reason, actor=request.user, now=now)
                messages.success(request, _("Declined."))
            case "withdraw":
                commands.withdraw_proposal(found.pk, reason=reason, actor=request.user, now=now)
                messages.success(request, _("Withdrawn."))
            case _:
                raise Http404
    except ReasonMissing as missing:
        return str(missing)
    return ""
