"""Advisers as the plan sees them: how much each can do, and where they may not go."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Role
from accounts.requests import SignedIn, filled_in
from factories.queries import countries_of, visible_to
from factories.queries.memberships.staff import advisers_in
from journal.refusals import Refused
from scheduling.commands.adviser_capacity import declare_conflict, end_conflict, set_capacity
from scheduling.forms import CapacityForm, ConflictForm
from scheduling.policies import plans_visits
from scheduling.queries.schedule_inputs import plan_rules
from scheduling.queries.visit_schedule import adviser_rows, conflicts_visible_to

GET_AND_POST = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def advisers(request: SignedIn) -> HttpResponse:
    """Every adviser of the reader's countries."""
    if not plans_visits(request.user):
        raise Http404
    rows = adviser_rows(request.user, usual=plan_rules().visits_a_month)
    return render(request, "scheduling/plan_advisers.html", {"rows": rows})


@login_required
@require_POST
def capacity(request: SignedIn, adviser_id: int) -> HttpResponse:
    """Set how many assessments a month an adviser can do."""
    if not plans_visits(request.user):
        raise Http404
    person = get_object_or_404(advisers_in(countries_of(request.user)), pk=adviser_id)
    form = CapacityForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a number from 0 to 31."))
        return redirect("scheduling:plan_advisers")
    try:
        set_capacity(
            person.pk, per_month=form.cleaned_data["per_month"], actor=request.user, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Kept. The plan follows within a minute."))
    return redirect("scheduling:plan_advisers")


@login_required
@require_http_methods(GET_AND_POST)
def declare(request: SignedIn) -> HttpResponse:
    """Declare a conflict of interest: an adviser their own, whoever plans anybody's."""
    own = request.user.role == Role.ADVISER
    if not own and not plans_visits(request.user):
        raise Http404
    form = ConflictForm(filled_in(request), user=request.user)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _declared(request, form)
        if status is HTTPStatus.OK:
            messages.success(request, _("Declared. The plan follows within a minute."))
            return redirect("scheduling:plan" if own else "scheduling:plan_advisers")
    return render(request, "scheduling/conflict.html", {"form": form, "own": own}, status=status)


@login_required
@require_POST
def end(request: SignedIn, conflict_id: int) -> HttpResponse:
    """A conflict of interest is over."""
    if not plans_visits(request.user):
        raise Http404
    row = get_object_or_404(conflicts_visible_to(request.user), pk=conflict_id)
    end_conflict(row.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("Ended. The plan follows within a minute."))
    return redirect("scheduling:plan_advisers")


def _declared(request: SignedIn, form: ConflictForm) -> HTTPStatus:
    valid, cleaned = form.is_valid(), form.cleaned_data
    factory = visible_to(request.user).filter(code=cleaned.get("factory", "").strip().upper()).first()
    if factory is None and "factory" in cleaned:
        form.add_error("factory", _("No factory has this code. Look it up in the list of factories."))
        return HTTPStatus.CONFLICT
    if factory is None or not valid:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    adviser = cleaned.get("adviser", request.user)
    try:
        declare_conflict(
            factory.pk,
            adviser_id=adviser.pk,
            reason=cleaned["reason"],
            actor=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK
