"""What organisers do: announce, change and cancel sessions, and record who came."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedIn, filled_in
from courses.commands.attendance import record_session_attendance
from courses.commands.sessions import announce_session, cancel_session, change_session
from courses.domain.sessions import GROUPS, Participants
from courses.forms import CancelSessionForm, SessionForm
from courses.models import CourseRegistration, CourseSession
from courses.policies import organises
from courses.queries.catalogue import title_of
from courses.queries.sessions import registrations_visible_to, sessions_visible_to
from courses.views.trying import pressed, tried

GET_AND_POST = ["GET", "HEAD", "POST"]
_DIGITS = 4


@login_required
@require_http_methods(GET_AND_POST)
def announce(request: SignedIn) -> HttpResponse:
    """A new session."""
    if not organises(request.user):
        raise Http404
    initial = {"course": request.GET.get("course", "")}
    form = SessionForm(filled_in(request), user=request.user, now=timezone.now(), initial=initial)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = tried(
            form,
            lambda: announce_session(
                form.cleaned_data["uid"], plan=form.plan(), actor=request.user, now=timezone.now()
            ),
        )
        if status is HTTPStatus.OK:
            messages.success(request, _("Announced. Factories can register now."))
            return redirect("courses:session", session_id=form.cleaned_data["uid"])
    return render(request, "courses/plan.html", {"form": form}, status=status)


@login_required
@require_http_methods(GET_AND_POST)
def change(request: SignedIn, session_id: UUID) -> HttpResponse:
    """Another day, place or number of places."""
    found = _open_session(request, session_id)
    form = SessionForm(
        filled_in(request), user=request.user, now=timezone.now(), initial=SessionForm.entered_before(found)
    )
    status = HTTPStatus.OK
    if request.method == "POST":
        status = tried(
            form, lambda: change_session(found.pk, plan=form.plan(), actor=request.user, now=timezone.now())
        )
        if status is HTTPStatus.OK:
            messages.success(request, _("Changed. Calendars follow."))
            return redirect("courses:session", session_id=found.pk)
    context = {"form": form, "session": found, "title": title_of(found.course)}
    return render(request, "courses/plan.html", context, status=status)


@login_required
@require_http_methods(GET_AND_POST)
def cancel(request: SignedIn, session_id: UUID) -> HttpResponse:
    """Call a session off, with a reason."""
    found = _open_session(request, session_id)
    form = CancelSessionForm(filled_in(request))
    status = HTTPStatus.OK
    if request.method == "POST":
        status = tried(
            form,
            lambda: cancel_session(
                found.pk, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now()
            ),
        )
        if status is HTTPStatus.OK:
            messages.success(request, _("Cancelled. The registered factories are notified."))
            return redirect("courses:session", session_id=found.pk)
    context = {"form": form, "session": found, "title": title_of(found.course)}
    return render(request, "courses/cancel.html", context, status=status)


@login_required
@require_POST
def attendance(request: SignedIn, session_id: UUID) -> HttpResponse:
    """How many people of each factory came; a factory whose fields are all empty is left as it is."""
    found = get_object_or_404(sessions_visible_to(request.user), pk=session_id)
    if not organises(request.user, found.country_id):
        raise Http404
    came: dict[UUID, Participants] = {}
    for row in registrations_visible_to(request.user).filter(session=found).select_related("factory"):
        written = _written(request, row)
        if written is None:
            words = _("%(factory)s: write whole numbers of people, 0 or more.") % {
                "factory": row.factory.name
            }
            messages.error(request, words)
            return redirect("courses:session", session_id=found.pk)
        if written:
            came[row.pk] = Participants(**written)
    pressed(
        request,
        lambda: record_session_attendance(found.pk, came=came, actor=request.user, now=timezone.now()),
        lambda number: (
            ngettext(
                "Attendance of %(n)s factory recorded.", "Attendance of %(n)s factories recorded.", number
            )
            % {"n": number}
        ),
    )
    return redirect("courses:session", session_id=found.pk)


def _written(request: SignedIn, row: CourseRegistration) -> dict[str, int] | None:
    """Numbers by group; empty where nothing was written, None where something is no number of people."""
    texts = {name: request.POST.get(f"{name}-{row.pk}", "").strip() for name in GROUPS}
    if not any(texts.values()):
        return {}
    if any(
        text and not (text.isascii() and text.isdigit() and len(text) < _DIGITS) for text in texts.values()
    ):
        return None
    return {name: int(text or 0) for name, text in texts.items()}


def _open_session(request: SignedIn, session_id: UUID) -> CourseSession:
    rows = sessions_visible_to(request.user).filter(state=CourseSession.State.OPEN)
    found = get_object_or_404(rows, pk=session_id)
    if not organises(request.user, found.country_id):
        raise Http404
    return found
