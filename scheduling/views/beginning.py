"""Beginning planned visits: one, or all of a day, and on to the page that makes them ready without a connection."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.requests import SignedIn, only_for
from assessments.policies import advises
from factories.queries import visible_to
from journal.refusals import Refused
from scheduling.commands.beginning import begin_visit
from scheduling.models import PlannedAssessment
from scheduling.queries.visit_schedule import visits_of_day


@only_for(advises)
@require_POST
def begin(request: SignedIn, planned_id: UUID) -> HttpResponse:
    """Open the assessment of a visit. The day's page makes it ready on the device and leads on to the questions."""
    rows = PlannedAssessment.objects.filter(factory__in=visible_to(request.user)).select_related("factory")
    row = get_object_or_404(rows, pk=planned_id)
    begin_visit(row.pk, actor=request.user, now=timezone.now())
    return _to_day(row.factory.code)


@only_for(advises)
@require_POST
def begin_day(request: SignedIn) -> HttpResponse:
    """The same for all one's visits of a day; each that cannot be begun is named with the reason."""
    try:
        day = parse_date(request.POST.get("day", ""))
    except ValueError:
        day = None
    if day is None:
        raise Http404
    rows = list(visits_of_day(request.user, day))
    if not rows:
        raise Http404
    begun = 0
    for row in rows:
        try:
            begin_visit(row.pk, actor=request.user, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, f"{row.factory.name}: {refusal}")
        else:
            begun += 1
    if begun:
        sentence = ngettext("%(number)s assessment begun.", "%(number)s assessments begun.", begun)
        messages.success(request, sentence % {"number": begun})
    return _to_day("all") if begun else redirect("day")


def _to_day(ready: str) -> HttpResponse:
    return redirect(f"{reverse('day')}?ready={ready}")
