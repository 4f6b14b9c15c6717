"""A factory's appeal against a decision about its recognition."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn
from countries.queries.local_time import LocalDays
from factories.queries import factories_of
from journal.refusals import Refused
from portal.policies import speaks_for_factory
from portal.workspace.forms import AppealForm
from recognition.commands.appeals import appeal_decision
from recognition.queries import decisions_for_factory


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: SignedIn, code: str, recognition_id: UUID) -> HttpResponse:
    """The decision with its reason, and a form for what the factory has to say against it."""
    found = factories_of(request.user).filter(code=code).first() if speaks_for_factory(request.user) else None
    if found is None:
        raise Http404
    decisions = decisions_for_factory(found.pk, days=LocalDays(timezone.now()), country=found.country_id)
    decision = next((shown for shown in decisions if shown.recognition_id == recognition_id), None)
    if decision is None:
        raise Http404
    form = AppealForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _tried(form, recognition_id, request)
        if status is HTTPStatus.OK:
            messages.success(
                request, _("Your appeal has been sent. A person who did not take the decision reviews it.")
            )
            return redirect("factory", code=found.code)
    context = {"factory": found, "decision": decision, "form": form}
    return render(request, "portal/workspace/appeal.html", context, status=status)


def _tried(form: AppealForm, recognition_id: UUID, request: SignedIn) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        appeal_decision(
            recognition_id, grounds=form.cleaned_data["grounds"], actor=request.user, now=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK
