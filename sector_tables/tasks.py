"""Sectors counted anew after what changes a final sheet."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from journal.reactions import reaction
from sector_tables import projections
from sector_tables.queries.sectors import COUNTED_BY


@reaction(COUNTED_BY)
def refresh_sector_counts(factory_ids: Sequence[int]) -> None:
    """Count the sectors of these factories again."""
    projections.refresh_sector_counts(factory_ids, now=timezone.now())
