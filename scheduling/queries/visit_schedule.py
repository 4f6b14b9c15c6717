"""The plan of visits as it may be read: an adviser their own, reviewers and managers their country's, global all.

Factories, brands, inspectors and administrators have no part in it: for them there is no plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, F, Min, Q
from django.db.models.functions import Cast

from accounts.models import Role
from factories.queries import countries_of, visible_to
from factories.queries.memberships.staff import advisers_in
from factories.queries.paging import Order
from scheduling.models import AdviserCapacity, ConflictOfInterest, PlannedAssessment, PlanRun

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from countries.queries.local_time import LocalDays

    Viewer = User | AnonymousUser

State = PlannedAssessment.State
OPEN_ROWS = Q(state__in=PlannedAssessment.OPEN, factory__is_closed=False)
BY_DAY = Order(Cast(F("starts_on"), CharField()), str, unique="factory_id")
BY_DUE = Order(Cast(F("due_on"), CharField()), str, unique="factory_id")


def plan_visible_to(user: Viewer) -> QuerySet[PlannedAssessment]:
    """Open rows of the plan that exist for a user, with their days (design.md §6, unannounced dates)."""
    return _existing_for(user, OPEN_ROWS)


def due_visible_to(user: Viewer) -> QuerySet[PlannedAssessment]:
    """The same with those that are done: what the plan has and had, by the day on which each was due."""
    return _existing_for(user, OPEN_ROWS | Q(state=State.DONE))


def planned_assessments_due(first: date, last: date) -> QuerySet[PlannedAssessment]:
    """Everybody's that were due from one day to another, open or done; what was planned again counts once."""
    return PlannedAssessment.objects.filter(OPEN_ROWS | Q(state=State.DONE), due_on__range=(first, last))


def done_rows(rows: QuerySet[PlannedAssessment]) -> QuerySet[PlannedAssessment]:
    """Those whose assessment was begun."""
    return rows.filter(state=State.DONE)


def _existing_for(user: Viewer, which: Q) -> QuerySet[PlannedAssessment]:
    rows = PlannedAssessment.objects.filter(which)
    role = getattr(user, "role", "")
    if role == Role.ADVISER:
        return rows.filter(Q(lead=user.pk) | Q(second=user.pk), factory__in=visible_to(user))
    if role in {Role.REVIEWER, Role.MANAGER, Role.GLOBAL}:
        return rows.filter(factory__in=visible_to(user))
    return rows.none()


def placed_rows(rows: QuerySet[PlannedAssessment]) -> QuerySet[PlannedAssessment]:
    """Those with a day, from whichever day on."""
    return rows.filter(state=State.PLANNED)


def visits_within(
    rows: QuerySet[PlannedAssessment], days: LocalDays, ahead: timedelta
) -> QuerySet[PlannedAssessment]:
    """Those whose day comes within a time, by their country's clock, or has passed."""
    return placed_rows(rows).filter(starts_on__lte=days.sql("factory__country", ahead=ahead))


def in_month(rows: QuerySet[PlannedAssessment], first: date, last: date) -> QuerySet[PlannedAssessment]:
    """Those that begin between two days, in order."""
    return (
        placed_rows(rows).filter(starts_on__range=(first, last)).order_by("starts_on", "factory__name", "pk")
    )


def first_day(rows: QuerySet[PlannedAssessment], on: date) -> date:
    """The first planned day from a day on; that day itself when nothing is planned. One statement."""
    coming = placed_rows(rows).filter(starts_on__gte=on)
    return coming.aggregate(first=Min("starts_on"))["first"] or on


def overdue(rows: QuerySet[PlannedAssessment], on: date) -> QuerySet[PlannedAssessment]:
    """Planned assessments whose window ended before a day, placed or not."""
    return rows.filter(late_from__lte=on)


def unplaced(rows: QuerySet[PlannedAssessment]) -> QuerySet[PlannedAssessment]:
    """Those for which there is no day."""
    return rows.filter(state=State.UNPLACED)


def plan_counts(rows: QuerySet[PlannedAssessment], on: date) -> dict[str, int]:
    """How many rows there are with a day, overdue and without a day. One statement."""
    return rows.aggregate(
        list=Count("pk", filter=Q(state=State.PLANNED)),
        overdue=Count("pk", filter=Q(late_from__lte=on)),
        unplaced=Count("pk", filter=Q(state=State.UNPLACED)),
    )


def to_begin(rows: QuerySet[PlannedAssessment], user: User, until: date) -> QuerySet[PlannedAssessment]:
    """Visits that a person goes to and can begin: those whose first day is no later than a day."""
    return placed_rows(rows).filter(Q(lead=user.pk) | Q(second=user.pk), starts_on__lte=until)


def next_visit_day(user: User, on: date, until: date) -> date | None:
    """The first day from `on` to `until` on which a person goes to a planned visit. One statement."""
    coming = to_begin(plan_visible_to(user), user, until).filter(starts_on__gte=on)
    return coming.order_by("starts_on").values_list("starts_on", flat=True).first()


def visits_of_day(user: User, day: date) -> QuerySet[PlannedAssessment]:
    """A person's visits of a day: those that can be begun, and those that are."""
    rows = PlannedAssessment.objects.filter(Q(lead=user.pk) | Q(second=user.pk), starts_on=day)
    rows = rows.filter(state__in=(State.PLANNED, State.DONE), factory__in=visible_to(user))
    return rows.select_related("factory").order_by("factory__name", "pk")


def visit_at(user: Viewer, factory_id: int) -> PlannedAssessment | None:
    """A factory's planned visit with its day, where a user may know of it. One statement."""
    rows = placed_rows(plan_visible_to(user)).filter(factory=factory_id)
    return rows.select_related("lead", "second").first()


def latest_run() -> PlanRun | None:
    """The latest plan. One statement."""
    return PlanRun.objects.select_related("made_by").defer("seed").order_by("-made_at", "pk").first()


@dataclass(frozen=True, slots=True)
class Shifted:
    """Assessments a year of one group, before and after its interval counts."""

    group: str
    factories: int
    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        """How many more a year; fewer below nought."""
        return self.after - self.before


def shift_of(run: PlanRun) -> list[Shifted]:
    """By how much visits moved between the groups of factories, as the plan stored it."""
    return [
        Shifted(row["group"], row["factories"], Fraction(*row["before"]), Fraction(*row["after"]))
        for row in run.shift
    ]


@dataclass(frozen=True, slots=True)
class AdviserRow:
    """An adviser as whoever plans sees them: how much they can do, and how much is planned for them."""

    id: int
    name: str
    per_month: int
    planned: int
    conflicts: tuple[ConflictOfInterest, ...]


def adviser_rows(user: User, *, usual: int) -> list[AdviserRow]:
    """The advisers of a user's countries, in order of name. Five statements."""
    people = list(advisers_in(countries_of(user)).order_by("name", "pk"))
    capacity = dict(AdviserCapacity.objects.values_list("adviser_id", "per_month"))
    led = _numbers("lead")
    joined = _numbers("second")
    declared = conflicts_visible_to(user).select_related("factory").order_by("factory__name", "pk")
    against: dict[int, list[ConflictOfInterest]] = {}
    for conflict in declared:
        against.setdefault(conflict.adviser_id, []).append(conflict)
    return [
        AdviserRow(
            person.pk,
            person.name,
            capacity.get(person.pk, usual),
            led.get(person.pk, 0) + joined.get(person.pk, 0),
            tuple(against.get(person.pk, ())),
        )
        for person in people
    ]


def conflicts_visible_to(user: User) -> QuerySet[ConflictOfInterest]:
    """Conflicts of interest that hold, in the countries of who plans."""
    return ConflictOfInterest.objects.filter(ended_at__isnull=True, factory__in=visible_to(user))


def _numbers(field: str) -> dict[int, int]:
    rows: Iterable[Any] = (
        PlannedAssessment.objects.filter(state=State.PLANNED)
        .values_list(field)
        .annotate(number=Count("pk"))
        .order_by()
    )
    return dict(rows)


def month_span(day: date) -> tuple[date, date]:
    """The first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
