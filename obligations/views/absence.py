"""Who stands in while one is away."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Role
from accounts.requests import SignedIn, filled_in, only_for
from countries.queries.local_time import LocalDays
from journal.refusals import Refused
from obligations.commands.delegations import end_delegation, set_delegation
from obligations.forms import DelegationForm
from obligations.policies import delegates
from obligations.queries.delegations import delegation_of
from obligations.queries.registry import KINDS, counts_of


@only_for(delegates)
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: SignedIn) -> HttpResponse:
    """Name a colleague for some days; what they will see, and what stays with me."""
    user, now = request.user, timezone.now()
    current = delegation_of(user, now)
    initial = (
        {"colleague": current.colleague_id, "from_on": current.from_on, "until_on": current.until_on}
        if current
        else {}
    )
    form = DelegationForm(filled_in(request), person=user, initial=initial)
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            chosen = {name: form.cleaned_data[name] for name in ("from_on", "until_on")}
            try:
                set_delegation(form.cleaned_data["colleague"].pk, **chosen, actor=user, now=now)
            except Refused as refused:
                form.add_error(getattr(refused, "field", None), str(refused))
            else:
                messages.success(request, _("Saved."))
                return redirect("obligations:absence")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    counts = counts_of(user, LocalDays(now))
    return render(
        request,
        "obligations/absence.html",
        {
            "form": form,
            "current": current,
            "is_adviser": user.role == Role.ADVISER,
            "delegated": [kind for kind in KINDS if kind.is_delegated and user.role in kind.roles],
            "remaining": [count for count in counts if not count.kind.is_delegated],
        },
        status=status,
    )


@only_for(delegates)
@require_POST
def end(request: SignedIn) -> HttpResponse:
    """I am back, or stay."""
    end_delegation(actor=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("obligations:absence")
