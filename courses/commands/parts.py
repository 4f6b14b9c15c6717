"""What every change of a session is made of: locked rows, faults that name their field, events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from courses.domain.sessions import moving_up, places_left
from courses.models import CourseRegistration, CourseSession
from courses.queries.catalogue import course_of
from journal.events import Happening, record, record_many
from journal.refusals import FieldRefused, Refused

if TYPE_CHECKING:
    from accounts.models import User

State = CourseRegistration.State


class SessionFaulty(FieldRefused):
    """Something that was entered makes no sense; `field` is which."""


class SessionNotNow(Refused):
    """The session's state, or the day, does not allow it."""


def locked(session_id: UUID) -> CourseSession:
    """The session, held until the end of the transaction: two who take the last place wait for each other."""
    return CourseSession.objects.select_for_update().get(pk=session_id)


def in_event(session: CourseSession, **more: object) -> dict[str, object]:
    """What every event of a session holds: the course's title as its translations know it, place and day there."""
    course = course_of(session.course)
    title = course.title if course else session.course
    return {"course": title, "on": session.day.isoformat(), "place": session.place, **more}


def record_session(session: CourseSession, what: str, *, actor: User, now: datetime) -> None:
    """One event about a session as a whole."""
    data = in_event(session, reason=session.reason)
    record(f"session.{what}", subject=f"session:{session.pk}", actor=actor, at=now, data=data)


def about(what: str, registration: CourseRegistration, session: CourseSession, **more: object) -> Happening:
    """One event about a factory's registration."""
    data = in_event(session, people=registration.people.total, **more)
    return Happening(f"session.{what}", f"session:{session.pk}", registration.factory_id, data)


def live_registrations(session: CourseSession) -> list[CourseRegistration]:
    """Those with a place and those waiting, who asked first first; locked. One query."""
    rows = CourseRegistration.objects.select_for_update().filter(session=session)
    return list(rows.exclude(state=State.CANCELLED).order_by("asked_at", "pk"))


def people_of(rows: Iterable[CourseRegistration], state: str) -> int:
    """People of the registrations in a state."""
    return sum(row.people.total for row in rows if row.state == state)


def fill_places(session: CourseSession, *, actor: User, now: datetime) -> None:
    """Give free places to the waiting list, in its order."""
    rows = live_registrations(session)
    left = places_left(session.places, people_of(rows, State.REGISTERED))
    waiting = [row for row in rows if row.state == State.WAITING]
    moved = [waiting[at] for at in moving_up((row.people.total for row in waiting), left)]
    if not moved:
        return
    for row in moved:
        row.state = State.REGISTERED
    CourseRegistration.objects.bulk_update(moved, ["state"])
    record_many([about("place_given", row, session) for row in moved], actor=actor, at=now)
