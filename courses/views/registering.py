"""A factory's people: registered for a session, or not coming after all."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedIn
from courses.commands.registering import cancel_registration, register_people
from courses.forms import ParticipantsForm
from courses.models import CourseRegistration
from courses.policies import SPEAKERS, organises, registers
from courses.queries.sessions import registrations_visible_to, sessions_visible_to
from courses.views.sessions import context_of, factories_to_register
from courses.views.trying import pressed, tried


@login_required
@require_POST
def register(request: SignedIn, session_id: UUID) -> HttpResponse:
    """So many people of a factory come; without room they wait."""
    found = get_object_or_404(sessions_visible_to(request.user).select_related("country"), pk=session_id)
    speaks = request.user.role in SPEAKERS
    if not speaks and not organises(request.user, found.country_id):
        raise Http404
    form = ParticipantsForm(request.POST, factories=factories_to_register(request, found) if speaks else None)
    done: list[object] = []
    status = tried(
        form,
        lambda: done.append(
            register_people(
                found.pk,
                code=form.cleaned_data["factory"],
                people=form.people(),
                actor=request.user,
                now=timezone.now(),
            )
        ),
    )
    if status is not HTTPStatus.OK:
        return render(request, "courses/session.html", context_of(request, found, form), status=status)
    row = getattr(done[0], "value", done[0])
    messages.success(request, _outcome(row, speaks=speaks))
    return redirect("courses:session", session_id=found.pk)


def _outcome(row: object, *, speaks: bool) -> str:
    """What became of a registration, for the factory itself or for the staff who made it."""
    if not isinstance(row, CourseRegistration) or row.state != CourseRegistration.State.WAITING:
        return _("Registered.")
    if speaks:
        return _("The session is full. You are on the waiting list and get a notice when there is room.")
    words = _("The session is full. %(factory)s is on the waiting list and gets a notice when there is room.")
    return words % {"factory": row.factory.name}


@login_required
@require_POST
def unregister(request: SignedIn, registration_id: UUID) -> HttpResponse:
    """A factory's people do not come."""
    row = get_object_or_404(registrations_visible_to(request.user), pk=registration_id)
    if not registers(request.user, row.factory_id):
        raise Http404
    pressed(
        request,
        lambda: cancel_registration(row.pk, actor=request.user, now=timezone.now()),
        lambda _done: _("The registration is cancelled."),
    )
    return redirect("courses:session", session_id=row.session_id)
