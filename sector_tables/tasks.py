"""Sectors counted anew after what changes a final sheet."""

from __future__ import annotations

from collections.abc import Sequence

from celery import shared_task
from django.utils import timezone

from journal.commands import Unchanged
from journal.reactions import Concerns, reaction
from sector_tables import projections
from sector_tables.commands import release_peers
from sector_tables.queries.peer_releases import unreleased
from sector_tables.queries.sectors import COUNTED_BY


@reaction(COUNTED_BY, Concerns.FACTORIES)
def refresh_sector_counts(factory_ids: Sequence[int]) -> None:
    """Count the sectors of these factories again."""
    projections.refresh_sector_counts(factory_ids, now=timezone.now())


@shared_task(name="sector_tables.tasks.release_due_peers")
def release_due_peers() -> int:
    """Release the figures of comparable factories that are due; of how many countries there were enough."""
    now = timezone.now()
    released = [release_peers(country, year=year, actor=None, now=now) for country, year in unreleased(now)]
    return sum(not isinstance(release, Unchanged) for release in released)
