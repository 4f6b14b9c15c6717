"""Days as numbers, and months counted back from a day.

A day is a proleptic ordinal (`date.toordinal()`). A window of *m* months before a day reaches back to the same day
of the month *m* months earlier, that day included; where that month is shorter, to its last day.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_FIRST_MONTH = 12  # January of year 1, the first that a date can hold
NEVER = 2**22 - 1
"""Later than any day that a date can hold: what has not happened yet."""


def months_before(day: int, months: int) -> int:
    """The ordinal of the same day of the month, so many months earlier; at least 1."""
    then = date.fromordinal(day)
    if then.year * 12 + then.month - 1 - months < _FIRST_MONTH:
        return 1
    return months_after(then, -months).toordinal()


def months_after(day: date, months: int) -> date:
    """The same day of the month, so many months later; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_begun(days: Ints, as_of: int) -> Ints:
    """For each day not after `as_of`, the smallest whole number of months whose window reaches back to it.

    So "within 15 months" and "at most 15 months begun" say the same of any day.
    """
    if not days.size:
        return np.zeros(0, dtype=np.int64)
    marks = [as_of]
    oldest = int(days.min())
    while marks[-1] > max(oldest, 1):
        marks.append(months_before(as_of, len(marks)))
    # marks fall strictly, so counting those later than a day is a search in them turned round
    rising = np.array(marks[::-1], dtype=np.int64)
    return (rising.size - np.searchsorted(rising, days, side="right")).astype(np.int64)
