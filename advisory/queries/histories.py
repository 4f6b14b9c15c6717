"""A factory's evidence over time, for one factory or for thousands: each function costs one statement.

`factories` is a collection of ids or a queryset of factories. Rows come by factory, then in order of time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from advisory.models import (
    AdvisoryVisit,
    CommitteeReview,
    LearningRecord,
    PlanItem,
    SystemsReview,
    ZeroToleranceCase,
)
from factories.queries.local_time import On, sql_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

    Factories = Collection[int] | QuerySet[Any]

_PLAN_COLUMNS = (
    "id",
    "factory_id",
    "ref",
    "question",
    "issue",
    "root_cause",
    "action",
    "owner",
    "due_on",
    "status",
    "done_on",
    "verified_on",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """An advisory visit; `notes` are the programme's own."""

    uid: UUID
    factory_id: int
    visited_on: date
    purpose: str
    topics: str
    notes: str


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item of an improvement plan."""

    id: int
    factory_id: int
    ref: str
    question: str
    issue: str
    root_cause: str
    action: str
    owner: str
    due_on: date | None
    status: str
    done_on: date | None
    verified_on: date | None

    def is_overdue(self, on: date) -> bool:
        """Whether it should have been done before a day and is not."""
        return self.due_on is not None and self.due_on < on and self.status not in {"done", "verified"}


@dataclass(frozen=True, slots=True)
class Committee:
    """The bipartite committee on one day; None is unknown."""

    factory_id: int
    reviewed_on: date
    worker_seats: int
    management_seats: int
    worker_side_elected: bool | None
    women_percent: int | None
    meetings_12m: int | None
    minutes_12m: int | None


@dataclass(frozen=True, slots=True)
class Systems:
    """A management system's score in one area on one day."""

    factory_id: int
    reviewed_on: date
    area: str
    score: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """A course that people of the factory attended."""

    factory_id: int
    held_on: date
    course: str
    hours: int
    managers_men: int
    managers_women: int
    workers_men: int
    workers_women: int

    @property
    def people(self) -> int:
        """Everybody who attended."""
        return self.managers_men + self.managers_women + self.workers_men + self.workers_women


@dataclass(frozen=True, slots=True)
class Case:
    """A zero-tolerance case. Restricted: ask `cases_visible_to` before showing one."""

    uid: UUID
    factory_id: int
    opened_on: date
    closed_on: date | None
    trigger: str


def visits_of(factories: Factories) -> list[Visit]:
    """Advisory visits, newest first."""
    rows = _current(AdvisoryVisit.objects.all(), factories, "-visited_on")
    return [
        Visit(*row)
        for row in rows.values_list("uid", "factory_id", "visited_on", "purpose", "topics", "notes")
    ]


def plan_of(factories: Factories) -> list[PlannedItem]:
    """Items of improvement plans, the one due first first; without a due day last."""
    rows = _current(PlanItem.objects.all(), factories, "due_on", "ref")
    items = [PlannedItem(*row) for row in rows.values_list(*_PLAN_COLUMNS)]
    # in Python: the two databases disagree on where nulls go
    return sorted(items, key=lambda item: (item.factory_id, item.due_on or date.max, item.ref))


def overdue_items(factories: Factories, on: On, *, limit: int) -> list[PlannedItem]:
    """Items of improvement plans that should have been done before a day (in their country) and are not."""
    rows = PlanItem.objects.filter(
        superseded_at__isnull=True, factory__in=factories, due_on__lt=sql_day(on, "factory__country")
    )
    waiting = rows.exclude(status__in=[PlanItem.Status.DONE, PlanItem.Status.VERIFIED])
    return [PlannedItem(*row) for row in waiting.order_by("due_on", "pk").values_list(*_PLAN_COLUMNS)[:limit]]


def committees_of(factories: Factories) -> list[Committee]:
    """Committee reviews, newest first."""
    rows = _current(CommitteeReview.objects.all(), factories, "-reviewed_on")
    columns = (
        "factory_id",
        "reviewed_on",
        "worker_seats",
        "management_seats",
        "worker_side_elected",
        "women_percent",
        "meetings_12m",
        "minutes_12m",
    )
    return [Committee(*row) for row in rows.values_list(*columns)]


def systems_of(factories: Factories) -> list[Systems]:
    """Management-system reviews, newest first."""
    rows = _current(SystemsReview.objects.all(), factories, "-reviewed_on", "area")
    return [Systems(*row) for row in rows.values_list("factory_id", "reviewed_on", "area", "score")]


def learning_of(factories: Factories) -> list[Learnt]:
    """Learning records, newest first."""
    rows = _current(LearningRecord.objects.all(), factories, "-held_on", "course")
    columns = (
        "factory_id",
        "held_on",
        "course",
        "hours",
        "managers_men",
        "managers_women",
        "workers_men",
        "workers_women",
    )
    return [Learnt(*row) for row in rows.values_list(*columns)]


def open_cases(factories: Factories) -> list[Case]:
    """Zero-tolerance cases that are not closed. Restricted."""
    rows = _current(ZeroToleranceCase.objects.filter(closed_on__isnull=True), factories, "opened_on")
    return cases(rows)


def cases(rows: QuerySet[ZeroToleranceCase]) -> list[Case]:
    """The cases of a queryset that the reader has a right to."""
    return [Case(*row) for row in rows.values_list("uid", "factory_id", "opened_on", "closed_on", "trigger")]


def _current(rows: QuerySet[Any], factories: Factories, *order: str) -> QuerySet[Any]:
    chosen = rows.filter(superseded_at__isnull=True, factory__in=factories)
    return chosen.order_by("factory_id", *order, "pk")
