"""When a comment window's end is recalled."""

from __future__ import annotations

from datetime import date, timedelta

REMINDERS = (timedelta(0), timedelta(days=3))  # before the last day, the nearer first


def reminder_due(today: date, *, opened_on: date, last_day: date) -> timedelta | None:
    """Which reminder stands on a day: how long before the last day; None while there is none.

    None as well where the window was opened so late that its own notice says the same.
    """
    left = last_day - today
    if left < timedelta(0):
        return None
    return next((ahead for ahead in REMINDERS if left <= ahead and opened_on < last_day - ahead), None)
