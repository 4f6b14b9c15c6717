"""Stores of all of history for the lab: written when they are missing or too far behind."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from countries.queries.local_time import programme_day
from lab.projections import refresh_history_stores

logger = logging.getLogger(__name__)

BEFORE_MIDNIGHT = timedelta(hours=1)
"""How long before its day a store is first written: windows move with the calendar."""


@shared_task(name="lab.tasks.refresh_stores")
def refresh_stores() -> int:
    """Write the store of today, and before midnight of tomorrow, unless it is as good as new; how many were written."""
    now = timezone.now()
    days = (programme_day(now), programme_day(now + BEFORE_MIDNIGHT))
    try:
        written = refresh_history_stores(now=now, days=days)
    except OSError as failure:  # a full disk, a folder of somebody else's: the lab reads the tables
        logger.warning("no history store could be written: %s", failure)
        return 0
    for name in written:
        logger.info("history store %s written", name)
    return len(written)
