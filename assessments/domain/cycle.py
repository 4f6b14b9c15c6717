"""Cycles of assessments and windows between days. No clock: the day is always an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

COMMENT_WINDOW_DAYS = 14  # the programme's to set; neighbouring schemes give 14 to 30
PUBLISHED_FROM_CYCLE = 2  # a factory's first assessment stays confidential


def cycle_on(earlier_days: Iterable[date], day: date) -> int:
    """The number of an assessment made on a day, after those on earlier days."""
    return 1 + len({earlier for earlier in earlier_days if earlier < day})


def comment_window_closes(opened_on: date, days: int = COMMENT_WINDOW_DAYS) -> date:
    """The last day on which the factory may comment."""
    return opened_on + timedelta(days=days)


def is_published(cycle: int) -> bool:
    """Whether an assessment of this cycle is publicly reported (on the issues that its country reports)."""
    return cycle >= PUBLISHED_FROM_CYCLE
