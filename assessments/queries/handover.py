"""Open assessments of a person who leaves: what a colleague has to take over."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Count

from assessments.models import Assessment, TeamMember

if TYPE_CHECKING:
    from django.db.models import QuerySet

State = Assessment.State


def open_team_rows(user_id: int, countries: Collection[str] | None = None) -> QuerySet[TeamMember]:
    """A person's places in teams of assessments that are not final; in some countries, or in all."""
    rows = TeamMember.objects.filter(user_id=user_id, left_at__isnull=True)
    rows = rows.exclude(assessment__state__in=(State.FINAL, State.ABANDONED))
    return rows if countries is None else rows.filter(assessment__factory__country__in=countries)


def open_drafts_by_country(user_id: int) -> dict[str, int]:
    """Country code → open assessments on whose team a person is. One query."""
    rows = open_team_rows(user_id).values_list("assessment__factory__country").annotate(n=Count("pk"))
    return dict(rows.order_by("assessment__factory__country"))


def waiting_reviews_in(countries: Collection[str] | None) -> int:
    """How many assessments wait for a reviewer in some countries (in all when None). One query."""
    rows = Assessment.objects.filter(state=State.SUBMITTED)
    return (rows if countries is None else rows.filter(factory__country__in=countries)).count()
