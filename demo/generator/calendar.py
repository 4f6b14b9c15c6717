"""Which days the demonstration's years cover, counted back from the day it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `first` to `last`, both inclusive."""

    first: date
    last: date

    def draw(self, rng: np.random.Generator) -> date:
        """A working day of the span (Monday to Saturday: factories work six days)."""
        day = self.first + timedelta(days=int(rng.integers((self.last - self.first).days + 1)))
        return day - timedelta(days=1) if day.weekday() == 6 and day > self.first else day


def assessed_year(today: date) -> int:
    """The calendar year whose sector tables follow the published figures: the newest with half a year behind it."""
    return (today - timedelta(days=180)).year


def assessment_span(today: date, back: int, *, recent: bool) -> DateRange:
    """When the assessment `back` years before the latest took place.

    `recent` ones lie within the last eleven months.
    """
    year = assessed_year(today)
    first, last = date(year, 1, 5), min(date(year, 12, 18), today - timedelta(days=21))
    if recent:
        first = max(first, today - timedelta(days=330))
    return DateRange(_years_before(first, back), _years_before(last, back))


def _years_before(day: date, back: int) -> date:
    return day.replace(year=day.year - back, day=min(day.day, 28))
