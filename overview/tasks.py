"""Years counted anew every night and after what may change them."""

from __future__ import annotations

from collections.abc import Sequence

from celery import shared_task
from django.utils import timezone

from journal.reactions import Concerns, reaction
from overview import projections
from overview.queries.figures import COUNTED_BY


@reaction(COUNTED_BY, Concerns.PROGRAMME)
def refresh_year_figures(factory_ids: Sequence[int]) -> None:
    """Count the years of these factories' countries again."""
    projections.refresh_year_figures(factory_ids, now=timezone.now())


@shared_task(name="overview.tasks.refresh_every_year")
def refresh_every_year() -> int:
    """Count them all; how many figures there are."""
    return projections.refresh_year_figures(now=timezone.now())
