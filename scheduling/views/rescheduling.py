"""One planned visit put on another day or given to other advisers, with a reason."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, filled_in
from journal.refusals import Refused
from scheduling.commands.visit_schedule import move_visit
from scheduling.forms import RescheduleForm
from scheduling.models import PlannedAssessment
from scheduling.policies import plans_visits
from scheduling.queries.visit_schedule import plan_visible_to

GET_AND_POST = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(GET_AND_POST)
def move(request: SignedIn, planned_id: UUID) -> HttpResponse:
    """Ask for the day, the advisers and the reason; the command checks the plan's rules."""
    if not plans_visits(request.user):
        raise Http404
    rows = plan_visible_to(request.user).select_related("factory__country")
    row = get_object_or_404(rows, pk=planned_id)
    initial = {"starts_on": row.starts_on, "lead": row.lead_id, "second": row.second_id}
    form = RescheduleForm(filled_in(request), initial=initial, country=row.factory.country_id)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _moved(request, row, form)
        if status is HTTPStatus.OK:
            messages.success(request, _("Moved. New plans leave it there."))
            return redirect("scheduling:plan")
    context = {"form": form, "row": row, "factory": row.factory}
    return render(request, "scheduling/move_visit.html", context, status=status)


def _moved(request: SignedIn, row: PlannedAssessment, form: RescheduleForm) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    cleaned = form.cleaned_data
    try:
        move_visit(
            row.pk,
            starts_on=cleaned["starts_on"],
            lead_id=cleaned["lead"].pk,
            second_id=cleaned["second"].pk,
            reason=cleaned["reason"],
            beside_others=cleaned["beside_others"],
            actor=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK
