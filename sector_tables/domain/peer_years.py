"""From when on a year's figures of comparable factories are released."""

from __future__ import annotations

from datetime import date

MONTH = 3
"""Of the next year. By then the year's assessments have been reviewed and commented on."""


def is_due(year: int, today: date) -> bool:
    """Whether the figures of a year are released on a day."""
    return today >= date(year + 1, MONTH, 1)


def latest_due(today: date) -> int:
    """The latest year whose figures are released on a day."""
    return today.year - 1 if is_due(today.year - 1, today) else today.year - 2
