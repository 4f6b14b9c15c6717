"""The zero-tolerance protocol: its two clocks, and which countries have one of their own.

Sources: the programme's Zero Tolerance Protocol (2018) and its text for Egypt (2021): the ministry is asked to begin
investigating within 48 hours of notice; the programme follows up within 72 hours and asks for an agreed action plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

NATIONAL = frozenset({"HT", "ID", "JO", "NI", "VN"})  # protocols agreed with the country's ministry
NATIONAL_ON_CHILD_LABOUR = frozenset({"KH"})
INVESTIGATION, FOLLOW_UP = timedelta(hours=48), timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the times that run from the moment a case is opened."""

    name: str  # "investigation" or "follow_up"
    hours: int
    ends_at: datetime
    hours_left: int  # below nought: over by so many

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return self.hours_left < 0


def clocks(opened_at: datetime, now: datetime) -> list[Clock]:
    """Both clocks of a case as they stand."""
    return [
        Clock(
            name,
            int(span.total_seconds()) // 3600,
            opened_at + span,
            int((opened_at + span - now).total_seconds() // 3600),
        )
        for name, span in (("investigation", INVESTIGATION), ("follow_up", FOLLOW_UP))
    ]
