"""The two clocks of a zero-tolerance case. How long each runs is a setting of the factory's country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


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


def clocks(
    opened_at: datetime, now: datetime, *, investigation_hours: int, follow_up_hours: int
) -> list[Clock]:
    """Both clocks of a case as they stand."""
    return [
        Clock(name, hours, ends_at, int((ends_at - now).total_seconds() // 3600))
        for name, hours in (("investigation", investigation_hours), ("follow_up", follow_up_hours))
        for ends_at in [opened_at + timedelta(hours=hours)]
    ]
