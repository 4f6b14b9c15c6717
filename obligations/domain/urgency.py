"""How pressing a piece of work is: by its last day, or by its kind."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

SOON_DAYS = 3


class Urgency(IntEnum):
    """The order in which work is shown; the lower, the earlier."""

    LATE = 0  # its last day is over
    NOW = 1  # urgent by its kind, or its last day is near
    ORDINARY = 2


def urgency_of(until: date | None, today: date, *, always: bool = False) -> Urgency:
    """How pressing work is on a day. `always`: urgent whatever its last day."""
    if until is not None and until < today:
        return Urgency.LATE
    near = until is not None and (until - today).days <= SOON_DAYS
    return Urgency.NOW if always or near else Urgency.ORDINARY
