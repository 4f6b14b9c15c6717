"""When a factory's next report is due."""

from __future__ import annotations

from datetime import date, timedelta

MAKE_REPORTS = "make-reports"  # the kind of job
DAYS_A_CYCLE = 365  # a factory is assessed about once a year


def days_between(reports_a_cycle: int) -> int:
    """How many days lie between two reports."""
    return DAYS_A_CYCLE // max(1, reports_a_cycle)


def is_due(last_on: date | None, today: date, reports_a_cycle: int) -> bool:
    """Whether a factory whose last regular report is of a day (None: it has none) gets another."""
    return last_on is None or today - last_on >= timedelta(days=days_between(reports_a_cycle))
