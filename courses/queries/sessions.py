"""Sessions and registrations as far as they exist for whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import FACTORY_PEOPLE, STAFF
from courses.domain.sessions import GROUPS
from courses.models import CourseRegistration, CourseSession
from factories.queries import countries_of, factories_of, visible_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser

MANY = 200
State = CourseRegistration.State


@dataclass(frozen=True, slots=True)
class PeopleTaken:
    """People of a session: registered, and on the waiting list."""

    registered: int = 0
    waiting: int = 0


def sessions_visible_to(user: Viewer) -> QuerySet[CourseSession]:
    """Sessions that exist for a user: those of the countries they work in, or in which their factories are."""
    role = getattr(user, "role", "")
    if not user.is_authenticated or not user.is_active:
        return CourseSession.objects.none()
    if role in STAFF:
        return CourseSession.objects.filter(country__in=countries_of(user))
    if role in FACTORY_PEOPLE:
        return CourseSession.objects.filter(country__in=factories_of(user).values("country"))
    return CourseSession.objects.none()


def registrations_visible_to(user: Viewer) -> QuerySet[CourseRegistration]:
    """Registrations of the factories that the user works with or belongs to, in sessions that exist for them."""
    return CourseRegistration.objects.filter(
        factory__in=visible_to(user), session__in=sessions_visible_to(user)
    )


def registrations_of(user: Viewer, session_id: UUID) -> list[CourseRegistration]:
    """Registrations of one session: with a place, then waiting in their order, then cancelled. One query."""
    rows = registrations_visible_to(user).filter(session=session_id).select_related("factory")
    order = [State.REGISTERED, State.WAITING, State.CANCELLED]
    return sorted(rows.order_by("asked_at", "pk"), key=lambda row: order.index(State(row.state)))


def people_taken(session_ids: Collection[UUID]) -> dict[UUID, PeopleTaken]:
    """How many people of all factories have a place in each session, or wait for one. One query."""
    rows = (
        CourseRegistration.objects.filter(session__in=list(session_ids)[:MANY])
        .values("session")
        .annotate(registered=Coalesce(_sum(State.REGISTERED), 0), waiting=Coalesce(_sum(State.WAITING), 0))
        .order_by()
    )
    return {row["session"]: PeopleTaken(row["registered"], row["waiting"]) for row in rows}


def _sum(state: str) -> Sum:
    return Sum(sum((F(name) for name in GROUPS[1:]), F(GROUPS[0])), filter=Q(state=state))


def with_people(rows: QuerySet[CourseSession]) -> QuerySet[CourseSession]:
    """With `people_registered` and `people_waiting`, of all factories."""

    def of(state: str) -> Coalesce:
        counted = CourseRegistration.objects.filter(session=OuterRef("pk"), state=state).order_by()
        people = counted.values("session").annotate(n=_sum(state)).values("n")
        return Coalesce(Subquery(people, output_field=IntegerField()), 0)

    return rows.annotate(people_registered=of(State.REGISTERED), people_waiting=of(State.WAITING))


def own_registrations(user: Viewer, session_ids: Collection[UUID]) -> dict[UUID, list[CourseRegistration]]:
    """Live registrations of the user's factories by session. One query."""
    rows = registrations_visible_to(user).filter(session__in=list(session_ids)[:MANY])
    found: dict[UUID, list[CourseRegistration]] = {}
    for row in rows.exclude(state=State.CANCELLED).select_related("factory").order_by("asked_at", "pk"):
        found.setdefault(row.session_id, []).append(row)
    return found


def next_sessions(country: str, courses: Collection[str], *, now: datetime) -> list[CourseSession]:
    """Sessions ahead of some courses in a country, the soonest first. One query; none for no courses."""
    if not courses:
        return []
    rows = CourseSession.objects.filter(
        country=country, course__in=list(courses), state=CourseSession.State.OPEN, starts_at__gt=now
    )
    return list(rows.order_by("starts_at", "pk")[:MANY])


def calendar_sessions(user: Viewer) -> QuerySet[CourseSession]:
    """What stands in somebody's calendar: sessions of their countries; for a factory's people those it goes to."""
    rows = sessions_visible_to(user)
    if getattr(user, "role", "") not in STAFF:
        own = CourseRegistration.objects.filter(
            session=OuterRef("pk"), factory__in=factories_of(user), state=State.REGISTERED
        )
        rows = rows.filter(Exists(own))
    return rows.order_by("starts_at", "pk")
