"""The calendar of courses and the page of one session, for staff and for factories' own people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from countries.queries.local_time import LocalDays
from courses.domain.sessions import places_left
from courses.exports import CALENDAR_TYPE, calendar_of_sessions
from courses.forms import ParticipantsForm
from courses.models import CourseRegistration, CourseSession
from courses.policies import SPEAKERS, is_staff, organises, reads_courses
from courses.queries.catalogue import course_of, courses, title_of
from courses.queries.sessions import (
    PeopleTaken,
    own_registrations,
    people_taken,
    registrations_of,
    sessions_visible_to,
)
from factories.queries import factories_of

if TYPE_CHECKING:
    from factories.models import Factory

MOST = 100
State = CourseSession.State


@login_required
@require_safe
def sessions(request: SignedIn) -> HttpResponse:
    """Every session that exists for the reader: those ahead, then those that were."""
    if not reads_courses(request.user):
        raise Http404
    rows, now = sessions_visible_to(request.user).select_related("country"), timezone.now()
    chosen = request.GET.get("course", "")
    if chosen:
        rows = rows.filter(course=chosen)
    ahead = list(rows.filter(ends_at__gt=now).exclude(state=State.HELD).order_by("starts_at", "pk")[:MOST])
    past = list(
        rows.exclude(pk__in=[course_session.pk for course_session in ahead])
        .filter(starts_at__lte=now)
        .order_by("-starts_at", "pk")[:MOST]
    )
    ids = [course_session.pk for course_session in (*ahead, *past)]
    taken = people_taken(ids)
    own = {} if is_staff(request.user) else own_registrations(request.user, ids)
    context = {
        "ahead": [_line(course_session, taken, own) for course_session in ahead],
        "past": [
            _line(course_session, taken, own)
            for course_session in past
            if is_staff(request.user) or course_session.pk in own
        ],
        "organises": organises(request.user),
        "staff": is_staff(request.user),
        "courses": [(course.code, title_of(course.code)) for course in courses()],
        "chosen": chosen,
    }
    return render(request, "courses/sessions.html", context)


@login_required
@require_safe
def session(request: SignedIn, session_id: UUID) -> HttpResponse:
    """One session: for a factory its registration, for staff everybody's."""
    found = get_object_or_404(sessions_visible_to(request.user).select_related("country"), pk=session_id)
    return render(request, "courses/session.html", context_of(request, found))


@login_required
@require_safe
def session_ics(request: SignedIn, session_id: UUID) -> HttpResponse:
    """One session for one's own calendar."""
    found = get_object_or_404(sessions_visible_to(request.user), pk=session_id)
    response = HttpResponse(calendar_of_sessions([found]), content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = 'attachment; filename="course.ics"'
    return response


def context_of(
    request: SignedIn, found: CourseSession, form: ParticipantsForm | None = None
) -> dict[str, Any]:
    """What the page of a session shows to its reader; `form` is one that was refused."""
    user, now = request.user, timezone.now()
    staff = is_staff(user)
    course, taken = course_of(found.course), people_taken([found.pk]).get(found.pk, PeopleTaken())
    may_organise = organises(user, found.country_id)
    rows = registrations_of(user, found.pk)
    context: dict[str, Any] = {
        "session": found,
        "course": course,
        "title": title_of(found.course),
        "taken": taken,
        "left": places_left(found.places, taken.registered),
        "rows": rows,
        "staff": staff,
        "organises": may_organise,
        "registered": not staff and _is_registered(rows),
        "ahead": found.state == State.OPEN and found.starts_at > now,
        "entry_factory": _entry_factory(request, found),
        "records": may_organise and found.state != State.CANCELLED and found.ends_at <= now,
    }
    ended = LocalDays(now).of(found.country_id) > found.sign_up_ends_on
    context["ended"] = ended
    if may_organise and found.state != State.CANCELLED:
        context["form"] = form or ParticipantsForm()
    elif user.role in SPEAKERS and context["ahead"] and not ended:
        context["form"] = form or _own_form(request, found, rows)
    return context


def factories_to_register(request: SignedIn, found: CourseSession) -> list[tuple[str, str]]:
    """Codes and names of the reader's own factories in the session's country. One query."""
    own_factories = factories_of(request.user).filter(country=found.country_id, is_closed=False)
    return [
        (factory.code, f"{factory.name} ({factory.code})")
        for factory in own_factories.order_by("name", "pk")[:MOST]
    ]


def _entry_factory(request: SignedIn, found: CourseSession) -> Factory | None:
    """The factory whose form works without a connection too: the reader's only one in the session's country."""
    if request.user.role not in SPEAKERS:
        return None
    own = list(
        factories_of(request.user).filter(country=found.country_id, is_closed=False).order_by("pk")[:2]
    )
    return own[0] if len(own) == 1 else None


def _is_registered(rows: list[CourseRegistration]) -> bool:
    """Whether all that the reader sees of the session is one registration that stands."""
    live = [row for row in rows if row.state != CourseRegistration.State.CANCELLED]
    return len(live) == 1


def _own_form(
    request: SignedIn, found: CourseSession, rows: list[CourseRegistration]
) -> ParticipantsForm | None:
    factories = factories_to_register(request, found)
    if not factories:
        return None
    live = [row for row in rows if row.state != CourseRegistration.State.CANCELLED]
    initial = live[0].people.fields() if len(factories) == 1 and live else {}
    return ParticipantsForm(factories=factories, initial=initial)


def _line(
    course_session: CourseSession, taken: dict[UUID, PeopleTaken], own: dict[UUID, list[CourseRegistration]]
) -> dict[str, Any]:
    counted = taken.get(course_session.pk, PeopleTaken())
    return {
        "session": course_session,
        "title": title_of(course_session.course),
        "taken": counted,
        "left": places_left(course_session.places, counted.registered),
        "own": own.get(course_session.pk, []),
    }
