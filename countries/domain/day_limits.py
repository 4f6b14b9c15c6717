"""Between which days something can have happened at a factory, and from which day on it can be due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DayFault(StrEnum):
    """What is wrong with a day. Only a day that has not come yet cannot be right for any reason."""

    BEFORE_PROGRAMME = "before_programme"
    IN_FUTURE = "in_the_future"
    DUE_PAST = "due_past"
    BEFORE_LATEST = "before_the_latest"  # before what was already recorded of the same kind


@dataclass(frozen=True, slots=True)
class DayLimits:
    """The limits in a country at one moment.

    Attributes:
        began_on: the first day of the programme there.
        today: the day there.
    """

    began_on: date
    today: date

    def fault(self, day: date, latest: date | None = None) -> DayFault | None:
        """What is wrong with the day of something that has happened; `latest`: of the last of its kind."""
        if day > self.today:
            return DayFault.IN_FUTURE
        if day < self.began_on:
            return DayFault.BEFORE_PROGRAMME
        return DayFault.BEFORE_LATEST if latest is not None and day < latest else None

    def due_fault(self, day: date) -> DayFault | None:
        """What is wrong with a day by which something is yet to be done."""
        return DayFault.DUE_PAST if day < self.today else None
