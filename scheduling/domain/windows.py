"""When a factory's next assessment is due, and in which days it may fall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from criteria.domain.days import months_after
from scheduling.domain.rules import IntervalGroup, PlanRules


@dataclass(frozen=True, slots=True)
class VisitWindow:
    """The first and the last day of an assessment (both inclusive), and the day on which its interval ends."""

    due: int
    opens: int
    closes: int
    late: bool


def group_of(*, recognised: bool, priority: bool) -> IntervalGroup:
    """A priority before anything else."""
    if priority:
        return IntervalGroup.PRIORITY
    return IntervalGroup.RECOGNISED if recognised else IntervalGroup.ORDINARY


def window_of(last: int | None, group: IntervalGroup, *, today: int, rules: PlanRules) -> VisitWindow:
    """The window of the next assessment; one never assessed is due today.

    A window that is over, or would leave no time, begins anew after the notice: the factory is late.
    """
    due = due_on(last, group, rules) if last is not None else today
    first = today + rules.notice_days
    opens, closes = max(due - rules.either_side, first), due + rules.either_side
    late = closes < today
    if closes - opens < rules.either_side:
        opens, closes = first, first + rules.late_days
    return VisitWindow(due, opens, closes, late)


def due_on(last: int, group: IntervalGroup, rules: PlanRules) -> int:
    """The day on which the interval since the last assessment ends."""
    return months_after(date.fromordinal(last), rules.interval[group]).toordinal()


def horizon(today: int, rules: PlanRules) -> int:
    """The last day on which a window may open to be planned now."""
    return months_after(date.fromordinal(today), rules.months_ahead).toordinal()


def month_of(day: int) -> int:
    """Months since year 0: the same for all days of one calendar month."""
    on = date.fromordinal(day)
    return on.year * 12 + on.month - 1
