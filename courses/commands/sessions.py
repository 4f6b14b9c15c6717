"""A session's life: announced, changed, cancelled."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from countries.queries.local_time import LocalDays
from courses.commands.parts import (
    SessionFaulty,
    SessionNotNow,
    State,
    about,
    fill_places,
    live_registrations,
    locked,
    people_of,
    record_session,
)
from courses.domain.sessions import SessionPlan
from courses.models import CourseSession
from courses.policies import check_may_organise_sessions
from courses.queries.catalogue import course_of
from journal.commands import Unchanged, command
from journal.events import record_many

if TYPE_CHECKING:
    from accounts.models import User

_FIELDS = (
    "course", "place", "online_url", "starts_at", "ends_at", "places", "trainer", "language", "sign_up_ends_on",
    "about",
)  # fmt: skip


@command
def announce_session(session_id: UUID, *, plan: SessionPlan, actor: User, now: datetime) -> UUID | Unchanged:
    """Announce a session; factories can register from now on. Its id is the caller's: a form sent twice makes one.

    Raises:
        NotYourSession, SessionFaulty.
    """
    check_may_organise_sessions(actor, plan.country)
    if CourseSession.objects.filter(pk=session_id).exists():
        return Unchanged(session_id)
    days = LocalDays(now)
    _check(plan, days)
    if plan.starts_at <= now:
        raise SessionFaulty("day", _("This is in the past; choose a later day."))
    made = CourseSession.objects.create(
        pk=session_id, country_id=plan.country, made_at=now, made_by=actor, changed_at=now,
        time_zone=days.settings.at(plan.country, now).time_zone, **{name: getattr(plan, name) for name in _FIELDS},
    )  # fmt: skip
    record_session(made, "announced", actor=actor, now=now)
    return made.pk


@command
def change_session(session_id: UUID, *, plan: SessionPlan, actor: User, now: datetime) -> UUID | Unchanged:
    """Another day, place or number of places; registered factories are notified of a new day or place.

    Raises:
        NotYourSession, SessionNotNow, SessionFaulty.
    """
    session = locked(session_id)
    check_may_organise_sessions(actor, session.country_id)
    if all(getattr(session, name) == getattr(plan, name) for name in _FIELDS):
        return Unchanged(session.pk)
    _check_open(session)
    _check(plan, LocalDays(now))
    live = live_registrations(session)
    if people_of(live, State.REGISTERED) > plan.places:
        raise SessionFaulty("places", _("More people are registered already; write a larger number."))
    if plan.course != session.course and live:
        raise SessionFaulty(
            "course", _("Factories are registered for this course; cancel it and announce another.")
        )
    moved = (session.starts_at, session.place) != (plan.starts_at, plan.place)
    for name in _FIELDS:
        setattr(session, name, getattr(plan, name))
    _save(session, *_FIELDS, now=now)
    record_session(session, "changed", actor=actor, now=now)
    if moved:
        record_many([about("rescheduled", row, session) for row in live], actor=actor, at=now)
    fill_places(session, actor=actor, now=now)
    return session.pk


@command
def cancel_session(session_id: UUID, *, reason: str, actor: User, now: datetime) -> UUID | Unchanged:
    """It does not take place; registered and waiting factories are notified.

    Raises:
        NotYourSession, SessionNotNow, SessionFaulty.
    """
    session = locked(session_id)
    check_may_organise_sessions(actor, session.country_id)
    if session.state == CourseSession.State.CANCELLED:
        return Unchanged(session.pk)
    _check_open(session)
    if not reason.strip():
        raise SessionFaulty("reason", _("Say why; the registered factories read it."))
    session.state, session.reason = CourseSession.State.CANCELLED, reason.strip()
    _save(session, "state", "reason", now=now)
    record_session(session, "cancelled", actor=actor, now=now)
    record_many(
        [about("called_off", row, session) for row in live_registrations(session)], actor=actor, at=now
    )
    return session.pk


def _save(session: CourseSession, *fields: str, now: datetime) -> None:
    session.revision, session.changed_at = session.revision + 1, now
    session.save(update_fields=["revision", "changed_at", *fields])


def _check_open(session: CourseSession) -> None:
    if session.state != CourseSession.State.OPEN:
        words = {"state": session.get_state_display()}
        raise SessionNotNow(_("This session is %(state)s; it cannot be changed any more.") % words)


def _check(plan: SessionPlan, days: LocalDays) -> None:
    if course_of(plan.course) is None:
        raise SessionFaulty("course", _("Choose a course of the catalogue."))
    if plan.language not in dict(settings.LANGUAGES):
        raise SessionFaulty("language", _("Choose a language from the list."))
    if plan.ends_at <= plan.starts_at:
        raise SessionFaulty("ends", _("It ends before it begins; choose a later end."))
    if plan.sign_up_ends_on > days.of_instant(plan.country, plan.starts_at):
        raise SessionFaulty("sign_up_ends_on", _("The last day to register lies after the session."))
