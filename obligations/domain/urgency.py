"""How pressing a piece of work is: by its last day, or by its kind."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

SOON_DAYS = 3


class Urgency(IntEnum):
    """The order in which work is shown; the lower, the earlier."""

    ALWAYS = 0  # urgent by its kind
    LATE = 1  # its last day is over
    SOON = 2  # its last day is near
    ORDINARY = 3


def urgency_of(until: date | None, today: date) -> Urgency:
    """How pressing work is on a day by its last day."""
    if until is None:
        return Urgency.ORDINARY
    if until < today:
        return Urgency.LATE
    return Urgency.SOON if (until - today).days <= SOON_DAYS else Urgency.ORDINARY
