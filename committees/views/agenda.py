"""The next meeting of a factory's committee and its agenda, to read, edit and print."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn, only_for
from assessments.views.access import factory_for
from committees.commands.meetings import choose_agenda, set_next_meeting, write_worker_points
from committees.forms import AgendaForm, MeetingForm, WorkerPointsForm
from committees.policies import calls_meetings, chooses_agenda, reads_agendas, speaks_for_workers
from committees.queries.agendas import NextMeeting, next_meeting
from countries.queries.local_time import today_in
from journal.refusals import Refused


@only_for(reads_agendas)
@require_safe
def agenda(request: SignedIn, code: str) -> HttpResponse:
    """The agenda of the next meeting; below it what its reader may change."""
    return _page(request, code, {})


@only_for(calls_meetings)
@require_POST
def set_day(request: SignedIn, code: str) -> HttpResponse:
    """The day of the next meeting."""
    form = MeetingForm(request.POST)
    return _done(
        request,
        code,
        "meeting_form",
        form,
        lambda factory_id, _meeting: set_next_meeting(
            factory_id, **form.cleaned_data, actor=request.user, now=timezone.now()
        ),
    )


@only_for(chooses_agenda)
@require_POST
def choose(request: SignedIn, code: str) -> HttpResponse:
    """What stands on the agenda."""
    shown = _next(request, code)[1]
    form = AgendaForm(request.POST, lines=[*shown.items, *shown.findings])
    return _done(
        request,
        code,
        "agenda_form",
        form,
        lambda _factory, meeting: choose_agenda(
            meeting,
            left_out=form.left_out(),
            points=form.cleaned_data["points"],
            actor=request.user,
            now=timezone.now(),
        ),
    )


@only_for(speaks_for_workers)
@require_POST
def worker_points(request: SignedIn, code: str) -> HttpResponse:
    """The points of the workers' side."""
    form = WorkerPointsForm(request.POST)
    return _done(
        request,
        code,
        "worker_form",
        form,
        lambda _factory, meeting: write_worker_points(
            meeting, points=form.cleaned_data["points"], actor=request.user, now=timezone.now()
        ),
    )


def _next(request: SignedIn, code: str) -> tuple[Any, NextMeeting]:
    factory = factory_for(request.user, code)
    today = today_in(factory.country_id, timezone.now())
    return factory, next_meeting(factory.pk, today, language=get_language() or "en")


def _done(
    request: SignedIn, code: str, name: str, form: forms.Form, act: Callable[[int, UUID], object]
) -> HttpResponse:
    """Carry out an act with a form; a refused form stands on the page again."""
    factory, shown = _next(request, code)
    if shown.meeting is None and name != "meeting_form":
        raise Http404
    if not form.is_valid():
        return _page(request, code, {name: form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        act(factory.pk, shown.meeting.pk if shown.meeting else UUID(int=0))
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, code, {name: form}, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Saved."))
    return redirect("committees:agenda", code=code)


def _page(
    request: SignedIn, code: str, refused: dict[str, forms.Form], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    factory, shown = _next(request, code)
    user, meeting = request.user, shown.meeting
    context: dict[str, Any] = {"factory": factory, "next": shown, "agenda": shown.agenda, "meeting": meeting}
    if calls_meetings(user):
        initial = {"meets_on": meeting.meets_on, "place": meeting.place} if meeting else {}
        context["meeting_form"] = MeetingForm(initial=initial)
    if meeting and chooses_agenda(user):
        lines = [*shown.items, *shown.findings]
        chosen = [line.key for line in lines if line.key not in meeting.left_out]
        context["agenda_form"] = AgendaForm(lines=lines, initial={"chosen": chosen, "points": meeting.points})
    if meeting and speaks_for_workers(user):
        context["worker_form"] = WorkerPointsForm(initial={"points": meeting.worker_points})
    return render(request, "committees/agenda.html", context | refused, status=status)
