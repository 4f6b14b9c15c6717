"""How much of a factory's reports a consent opens: three scopes, each including the ones before.

summary: the verdict, criteria to go in words, recognition and rates. findings: also the findings of final assessments
with the factory's responses. plan: also the improvement plan and its pace.
"""

from __future__ import annotations

from datetime import date

SUMMARY, FINDINGS, PLAN = "summary", "findings", "plan"
SCOPES = (SUMMARY, FINDINGS, PLAN)
NOTHING = ""  # no scope at all
OF_FILES = PLAN
"""Of a consent in a file that names none: before scopes existed, a consent was to all reports."""
IN_FILES = {**{scope: scope for scope in SCOPES}, "reports": NOTHING, "": NOTHING}
"""What files of consents call them; "reports" is what a consent was to before scopes existed, and names none."""
MOST_YEARS = 3
"""A consent given on the factory's page, and a request, reach no further ahead."""
REMINDERS = (30, 7)
"""Days before the last day on which both sides are reminded."""


def covers(scope: str, part: str) -> bool:
    """Whether a scope includes another."""
    return scope in SCOPES and SCOPES.index(scope) >= SCOPES.index(part)


def covering(part: str) -> tuple[str, ...]:
    """The scopes that include one."""
    return SCOPES[SCOPES.index(part) :]


def rank(scope: str) -> int:
    """Position of a scope: 0 for none, 1 for the summary, 3 for everything."""
    return SCOPES.index(scope) + 1 if scope in SCOPES else 0


def narrowest(scopes: list[str]) -> str:
    """The scope that all of these include."""
    return min(scopes, key=rank)


def years_after(day: date, years: int = 1) -> date:
    """The same day some years later; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def reminder_due(today: date, *, given_on: date, last_day: date) -> int | None:
    """The reminder that is due: days ahead of the last day, the nearest one; None before the first or after the end.

    A consent that was given later than a reminder's day is not reminded of on that account.
    """
    left = (last_day - today).days
    due = [ahead for ahead in REMINDERS if left <= ahead <= (last_day - given_on).days]
    return min(due) if due and left >= 0 else None
