"""Cycles of assessments and windows between days. No clock: the day is always an argument."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ASSESSMENT_INTERVAL_MONTHS = 12
COMMENT_WINDOW_DAYS = 14  # the programme's to set; neighbouring schemes give 14 to 30
PROGRESS_REPORT_DAYS = 30  # from the assessment report to the first progress report
PUBLISHED_FROM_CYCLE = 2  # a factory's first assessment stays confidential
STALE_AFTER_MONTHS = 18  # older figures are shown with a notice


@dataclass(frozen=True, slots=True)
class Window:
    """Days from a first to a last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def add_months(day: date, months: int) -> date:
    """The same day some months later (earlier when negative); the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(earlier: date, later: date) -> int:
    """Whole months that have passed from one day to a later one; 0 or more.

    Raises:
        ValueError: the days are the other way round.
    """
    if later < earlier:
        raise ValueError(f"{later} is before {earlier}")
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    # the day on which a month is full may be shortened: 31 January and one month is 28 February
    return months if add_months(earlier, months) <= later else months - 1


def months_before(day: date, months: int) -> Window:
    """The window of so many months that ends on a day; the same day that many months ago is still in it."""
    return Window(first=add_months(day, -months), last=day)


def calendar_year(year: int) -> Window:
    """All days of a year."""
    return Window(first=date(year, 1, 1), last=date(year, 12, 31))


def cycle_numbers(days: Iterable[date]) -> dict[date, int]:
    """Which assessment of a factory each day was: 1 for the first, then counting on."""
    return {day: number for number, day in enumerate(sorted(set(days)), start=1)}


def cycle_on(earlier_days: Iterable[date], day: date) -> int:
    """The number of an assessment made on a day, after those on earlier days."""
    return 1 + len({earlier for earlier in earlier_days if earlier < day})


def next_assessment_due(assessed_on: date, interval_months: int = ASSESSMENT_INTERVAL_MONTHS) -> date:
    """When a factory is to be assessed again."""
    return add_months(assessed_on, interval_months)


def comment_window_closes(opened_on: date, days: int = COMMENT_WINDOW_DAYS) -> date:
    """The last day on which the factory may comment."""
    return opened_on + timedelta(days=days)


def is_comment_window_over(closes_on: date, on: date) -> bool:
    """Whether the factory's last day to comment has passed."""
    return on > closes_on


def is_published(cycle: int) -> bool:
    """Whether an assessment of this cycle is publicly reported (on the issues that its country reports)."""
    return cycle >= PUBLISHED_FROM_CYCLE


def is_stale(assessed_on: date, on: date) -> bool:
    """Whether an assessment is so old on a day that it is shown with a notice."""
    return add_months(assessed_on, STALE_AFTER_MONTHS) < on
