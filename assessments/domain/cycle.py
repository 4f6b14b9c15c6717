"""Cycles of assessments and windows between days. No clock: the day is always an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


def cycle_on(earlier_days: Iterable[date], day: date) -> int:
    """The number of an assessment made on a day, after those on earlier days."""
    return 1 + len({earlier for earlier in earlier_days if earlier < day})


def comment_window_closes(opened_on: date, days: int) -> date:
    """The last day on which the factory may comment. `days`: a setting of its country."""
    return opened_on + timedelta(days=days)


def is_published(cycle: int, from_cycle: int | None) -> bool:
    """Whether an assessment of this cycle is publicly reported (on the issues that its country reports).

    `from_cycle`: a setting of its country; None where nothing is.
    """
    return from_cycle is not None and cycle >= from_cycle
