"""Planned visits of an adviser who leaves."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from scheduling.models import PlannedAssessment

if TYPE_CHECKING:
    from django.db.models import QuerySet


def planned_visits_of(user_id: int, countries: Collection[str] | None = None) -> QuerySet[PlannedAssessment]:
    """Visits with a day to which a person goes; in some countries, or in all."""
    rows = PlannedAssessment.objects.filter(
        Q(lead=user_id) | Q(second=user_id), state=PlannedAssessment.State.PLANNED
    )
    return rows if countries is None else rows.filter(factory__country__in=countries)


def planned_visits_by_country(user_id: int) -> dict[str, int]:
    """Country code → planned visits to which a person goes. One query."""
    rows = planned_visits_of(user_id).values_list("factory__country").annotate(n=Count("pk"))
    return dict(rows.order_by("factory__country"))
