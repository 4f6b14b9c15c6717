"""Limits of the days of evidence.

Nothing happened before the programme began in the country, nor after today; nothing open is due in the past; no draft
is of a day before the factory's latest assessment. The programme's people may record a day outside for a reason, which
the journal keeps; a day to come has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from assessments.policies import accepts_unusual_days
from countries.domain.day_limits import DayFault, DayLimits
from countries.queries.country_settings import settings_by_country
from countries.queries.day_limits import limits_in
from factories.queries.by_id import factories_by_id
from journal.events import Happening
from journal.refusals import Refused
from journal.wording import day_in_words

if TYPE_CHECKING:
    from accounts.models import User

DAY_ACCEPTED = "evidence.day_accepted"
# of what is hidden from some readers: hidden from them alike
ASSESSMENT_DAY_ACCEPTED = "assessment.day_accepted"


class DayOutOfLimits(Refused):
    """A day cannot be right, or needs a reason.

    Attributes:
        field: the column of the day.
        for_a_reason: whether a member of the programme may record it all the same.
    """

    def __init__(self, field: str, fault: DayFault, limits: DayLimits, latest: date | None = None) -> None:
        super().__init__(_sentence(fault, limits, latest))
        self.field = field
        self.for_a_reason = fault is not DayFault.IN_FUTURE


class NewDay(NamedTuple):
    """A day that is recorded now. `due`: something is to be done by it."""

    factory_id: int
    field: str
    day: date
    due: bool = False
    may_be_ahead: bool = False  # it is planned
    kind: str = DAY_ACCEPTED  # of the event
    subject: str = ""  # of the event; "": the factory's
    latest: date | None = None  # of the last of its kind, which it follows


def check_days(
    days: Iterable[NewDay],
    *,
    reason: str,
    entered_on: date | None = None,
    actor: User | None,
    now: datetime,
) -> list[Happening]:
    """The events of days that lie outside the limits and are recorded for a reason. One statement, or two.

    Args:
        days: those that are recorded now.
        reason: why days outside the limits are right; "" when none is given.
        entered_on: the day on which it was entered, from which on something can be due; None for today.
        actor: who records; without the programme's own people no reason is taken.
        now: the moment of recording.

    Raises:
        DayOutOfLimits: the first day that lies outside and has no reason, or that has not come yet.
    """
    found = list(days)
    if not found:
        return []
    factories = factories_by_id(sorted({day.factory_id for day in found}))
    known = settings_by_country()
    limits = {
        country: limits_in(country, now, known) for country in {row.country for row in factories.values()}
    }
    taken = reason.strip() if actor is None or accepts_unusual_days(actor) else ""
    accepted: dict[tuple[str, str, int], list[str]] = {}
    for day in found:
        here = limits[factories[day.factory_id].country]
        fault = _fault(day, here, entered_on)
        if fault is None:
            continue
        if fault is DayFault.IN_FUTURE or not taken:
            raise DayOutOfLimits(day.field, fault, here, day.latest)
        subject = day.subject or f"factory:{factories[day.factory_id].code}"
        accepted.setdefault((day.kind, subject, day.factory_id), []).append(
            f"{day.field} {day.day.isoformat()}"
        )
    return [
        Happening(kind, subject, factory_id, {"reason": taken, "days": sorted(set(listed))})
        for (kind, subject, factory_id), listed in accepted.items()
    ]


def _fault(day: NewDay, limits: DayLimits, entered_on: date | None) -> DayFault | None:
    if day.due:
        return replace(limits, today=entered_on or limits.today).due_fault(day.day)
    fault = limits.fault(day.day, day.latest)
    return None if day.may_be_ahead and fault is DayFault.IN_FUTURE else fault


def _sentence(fault: DayFault, limits: DayLimits, latest: date | None) -> str:
    if fault is DayFault.IN_FUTURE:
        return _("This day has not come yet. Correct it.")
    if fault is DayFault.DUE_PAST:
        return _("This due day is past. Choose today or a later day.")
    if fault is DayFault.BEFORE_LATEST and latest is not None:
        return _("This factory was assessed on %(day)s. Choose a later day.") % {"day": day_in_words(latest)}
    return _("The programme began here on %(day)s. Correct the day.") % {"day": day_in_words(limits.began_on)}
