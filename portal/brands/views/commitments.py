"""What a brand commits to at a supplier, and its report."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedIn, filled_in, only_for
from buyers.commands.commitments import make_commitment, report_commitment
from buyers.forms import CommitmentForm, CommitmentReportForm
from buyers.queries.commitments import committing_brands, own_commitments
from countries.queries.local_time import LocalDays
from factories.queries import brands_of, consented_to
from journal.refusals import Refused
from portal.policies import is_brand

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory


@only_for(is_brand)
@require_http_methods(["GET", "HEAD", "POST"])
def commit(request: SignedIn, code: str) -> HttpResponse:
    """Commit to something at a supplier that shares its reports."""
    found, days = _supplier(request.user, code)
    brands = committing_brands(request.user, found.pk, days)
    form = CommitmentForm(filled_in(request), brands=brands, initial={"once": uuid4()})
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _made(form, found, request.user)
        if status is HTTPStatus.OK:
            messages.success(request, _("%(factory)s reads it now.") % {"factory": found.name})
            return redirect("factory", code=found.code)
    return render(request, "portal/brands/commitment.html", {"factory": found, "form": form}, status=status)


@only_for(is_brand)
@require_POST
def report(request: SignedIn, code: str, commitment_id: UUID) -> HttpResponse:
    """Report back on what one's brand committed to."""
    found, days = _supplier(request.user, code)
    commitment = get_object_or_404(own_commitments(request.user, found.pk), pk=commitment_id)
    form = CommitmentReportForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say whether it is done."))
        return redirect("factory", code=found.code)
    try:
        report_commitment(commitment.pk, **form.cleaned_data, actor=request.user, now=days.now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("factory", code=found.code)


def _supplier(user: User, code: str) -> tuple[Factory, LocalDays]:
    """A supplier that shares its reports now; another one does not exist here."""
    days = LocalDays(timezone.now())
    found = consented_to(brands_of(user), days).filter(code=code, is_closed=False).first()
    if found is None:
        raise Http404
    return found, days


def _made(form: CommitmentForm, found: Factory, user: User) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    values = form.cleaned_data
    try:
        make_commitment(
            found.pk, commitment_id=values["once"], brand_id=values["brand"], kind=values["kind"],
            text=values["text"], due_on=values["due_on"], actor=user, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK
