"""Sessions and registrations, made by the real commands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import User
from courses.commands.attendance import record_session_attendance
from courses.commands.registering import register_people
from courses.commands.sessions import announce_session
from courses.domain.sessions import Participants, SessionPlan
from courses.models import CourseRegistration, CourseSession
from factories.models import Factory
from journal.commands import Unchanged
from tests import make
from tests.make import NOW

STARTS = datetime(2018, 6, 20, 2, 0, tzinfo=UTC)  # 9:00 in Phnom Penh
BEFORE = NOW - timedelta(days=20)
AFTER = STARTS + timedelta(days=1)


def plan(**changed: Any) -> SessionPlan:
    """What staff enter, at the hours of Phnom Penh unless said otherwise."""
    starts = changed.pop("starts_at", STARTS)
    entered = {
        "course": "osh-awareness", "country": "KH", "place": "Phnom Penh, Street 9", "starts_at": starts,
        "ends_at": starts + timedelta(hours=8), "places": 20, "trainer": "Training Institute", "language": "km",
        "sign_up_ends_on": date(2018, 6, 18) if starts == STARTS else starts.date(), **changed,
    }  # fmt: skip
    make.country(entered["country"])
    return SessionPlan(**entered)


def session(*, by: User | None = None, now: datetime = BEFORE, **changed: Any) -> CourseSession:
    """A session that factories can register for."""
    made = announce_session(uuid4(), plan=plan(**changed), actor=by or make.user("manager"), now=now)
    return CourseSession.objects.get(pk=made)


def registered(
    to: CourseSession, factory: Factory, *, by: User | None = None, now: datetime = NOW, **people: int
) -> CourseRegistration:
    """A registration, with a place or waiting."""
    done = register_people(
        to.pk,
        code=factory.code,
        people=Participants(**(people or {"managers_men": 1, "workers_women": 4})),
        actor=by or make.user("factory", factory=factory),
        now=now,
    )
    row = done.value if isinstance(done, Unchanged) else done
    assert isinstance(row, CourseRegistration)
    return row


def attended(
    row: CourseRegistration, *, by: User | None = None, now: datetime = AFTER, **people: int
) -> object:
    """Who came of one registration."""
    return record_session_attendance(
        row.session_id, came={row.pk: Participants(**people)}, actor=by or make.user("adviser"), now=now
    )
