"""How many months lie between a factory's assessments, by the plan's own numbers and groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from recognition.queries.recognised import recognised_factories
from scheduling.domain.rules import IntervalGroup
from scheduling.domain.windows import due_on, group_of
from scheduling.models import PlannedAssessment
from scheduling.queries.schedule_inputs import plan_rules


@dataclass(frozen=True, slots=True)
class Interval:
    """Months between assessments of a factory, and of one that is neither recognised nor a priority."""

    group: IntervalGroup
    months: int
    usual: int

    @property
    def longer(self) -> bool:
        """Whether recognition gives the factory more time."""
        return self.group == IntervalGroup.RECOGNISED and self.months > self.usual


def months_between_assessments(factory_id: int) -> int:
    """Months between the factory's assessments: as its open visit is planned, else as it is recognised or not.

    At most two statements.
    """
    planned = PlannedAssessment.objects.filter(state__in=PlannedAssessment.OPEN, factory=factory_id)
    group = planned.values_list("group", flat=True).order_by("pk").first()
    if group is None:
        recognised = recognised_factories().filter(factory=factory_id).exists()
        group = group_of(recognised=recognised, priority=False)
    return plan_rules().interval[IntervalGroup(group)]


def intervals_of_recognised(factory_ids: Collection[int]) -> dict[int, Interval]:
    """Intervals of recognised factories as the plan has them: a priority is one even while recognised. One query."""
    rules = plan_rules()
    planned = PlannedAssessment.objects.filter(state__in=PlannedAssessment.OPEN, group=IntervalGroup.PRIORITY)
    priority = set(planned.filter(factory__in=factory_ids).values_list("factory_id", flat=True))
    groups = {pk: group_of(recognised=True, priority=pk in priority) for pk in factory_ids}
    usual = rules.interval[IntervalGroup.ORDINARY]
    return {factory_id: Interval(group, rules.interval[group], usual) for factory_id, group in groups.items()}


@dataclass(frozen=True, slots=True)
class VisitPeriod:
    """The days among which the next assessment usually lies."""

    opens_on: date
    closes_on: date


def usual_periods(last: Mapping[int, date], recognised: Collection[int]) -> dict[int, VisitPeriod]:
    """When factories are usually assessed again, by the day of their latest full assessment. No query.

    It is made of the programme's public intervals alone and never of the plan: the plan's windows would tell who is a
    priority, and its days are unannounced.

    Args:
        last: factory id → its latest full assessment.
        recognised: ids of those whose recognition is public.
    """
    rules = plan_rules()
    periods = {}
    for factory_id, day in last.items():
        group = group_of(recognised=factory_id in recognised, priority=False)
        due = due_on(day.toordinal(), group, rules)
        periods[factory_id] = VisitPeriod(
            date.fromordinal(due - rules.either_side), date.fromordinal(due + rules.either_side)
        )
    return periods
