"""Who came to a session: entered by staff after it, and in the same transaction the factories' learning records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from advisory.same_transaction import write_learning
from courses.commands.parts import SessionFaulty, SessionNotNow, State, about, locked, record_session
from courses.domain.sessions import GROUPS, MOST_PEOPLE, Participants
from courses.models import CourseRegistration, CourseSession
from courses.policies import check_may_organise_sessions
from courses.queries.catalogue import course_of
from courses.queries.sessions import registrations_visible_to
from journal.commands import Unchanged, command
from journal.events import record_many

if TYPE_CHECKING:
    from accounts.models import User


@command
def record_session_attendance(
    session_id: UUID, *, came: Mapping[UUID, Participants], actor: User, now: datetime
) -> int | Unchanged:
    """How many people of each factory came, by registration; entered again with other numbers, those hold.

    Each factory's learning record of the course on that day says the same; nobody came: there is none.

    Raises:
        NotYourSession, SessionNotNow, SessionFaulty.
    """
    session = locked(session_id)
    check_may_organise_sessions(actor, session.country_id)
    if session.state == CourseSession.State.CANCELLED or session.ends_at > now:
        raise SessionNotNow(_("Record who came after the session."))
    for people in came.values():
        if people.total > MOST_PEOPLE:
            words = _("From one factory, at most %(most)s people come to a session.") % {"most": MOST_PEOPLE}
            raise SessionFaulty("came", words)
    rows = registrations_visible_to(actor).filter(session=session, pk__in=list(came))
    changed = [row for row in rows.exclude(state=State.CANCELLED).order_by("pk") if row.came != came[row.pk]]
    if not changed:
        return Unchanged(0)
    for row in changed:
        row.came_at, row.came_by = now, actor
        for name, number in came[row.pk].fields("came_").items():
            setattr(row, name, number)
    CourseRegistration.objects.bulk_update(
        changed, ["came_at", "came_by", *(f"came_{name}" for name in GROUPS)]
    )
    _held(session, actor=actor, now=now)
    attended = [about("attended", row, session, came=came[row.pk].total) for row in changed]
    learned = write_learning(_facts(session, [row.factory_id for row in changed]), actor=actor, now=now)
    record_many([*attended, *learned], actor=actor, at=now)
    return len(changed)


def _held(session: CourseSession, *, actor: User, now: datetime) -> None:
    if session.state == CourseSession.State.HELD:
        return
    session.state, session.changed_at, session.revision = CourseSession.State.HELD, now, session.revision + 1
    session.save(update_fields=["state", "changed_at", "revision"])
    record_session(session, "held", actor=actor, now=now)


def _facts(session: CourseSession, factory_ids: list[int]) -> list[dict[str, Any]]:
    """The learning of some factories on the day; sessions of one course on one day are added up. One query."""
    course = course_of(session.course)
    rows = CourseRegistration.objects.filter(
        factory__in=factory_ids, session__course=session.course, came_at__isnull=False
    ).select_related("session")
    numbers: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(GROUPS, 0))
    for row in rows:
        if row.session.day == session.day and row.came:
            for name, number in row.came.fields().items():
                numbers[row.factory_id][name] += number
    return [
        {
            "factory_id": factory_id,
            "held_on": session.day,
            "course": course.title if course else session.course,
            "hours": course.hours if course else 0,
            **numbers[factory_id],
        }
        for factory_id in sorted(factory_ids)
    ]
