"""A factory's evidence over time, for one factory or for thousands: each function costs one statement.

`factories` is a collection of ids or a queryset of factories. Rows are current versions, by factory, then in order of
time.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from advisory.models import (
    AdvisoryVisit,
    CommitteeReview,
    LearningRecord,
    PlanItem,
    SystemsReview,
    ZeroToleranceCase,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    Factories = Collection[int] | QuerySet[Any]


def visits_of(factories: Factories) -> list[AdvisoryVisit]:
    """Advisory visits, newest first. Their notes are the programme's own."""
    return list(_current(AdvisoryVisit.objects.all(), factories, "-visited_on"))


def plan_of(factories: Factories) -> list[PlanItem]:
    """Items of improvement plans, the one due first first; without a due day last."""
    items = list(_current(PlanItem.objects.all(), factories, "due_on", "ref"))
    # in Python: the two databases disagree on where nulls go
    return sorted(items, key=lambda item: (item.factory_id, item.due_on or date.max, item.ref))


def committees_of(factories: Factories) -> list[CommitteeReview]:
    """Committee reviews, newest first."""
    return list(_current(CommitteeReview.objects.all(), factories, "-reviewed_on"))


def systems_of(factories: Factories) -> list[SystemsReview]:
    """Management-system reviews, newest first."""
    return list(_current(SystemsReview.objects.all(), factories, "-reviewed_on", "area"))


def learning_of(factories: Factories) -> list[LearningRecord]:
    """Learning records, newest first."""
    return list(_current(LearningRecord.objects.all(), factories, "-held_on", "course"))


def open_cases(factories: Factories) -> list[ZeroToleranceCase]:
    """Zero-tolerance cases that are not closed. Restricted: filter by `cases_visible_to` before showing one."""
    return list(_current(ZeroToleranceCase.objects.filter(closed_on__isnull=True), factories, "opened_on"))


def _current(rows: QuerySet[Any], factories: Factories, *order: str) -> QuerySet[Any]:
    chosen = rows.filter(superseded_at__isnull=True, factory__in=factories)
    return chosen.order_by("factory_id", *order, "pk")
