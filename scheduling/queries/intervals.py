"""How many months lie between a factory's assessments, by the plan's own numbers and groups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from recognition.queries.recognised import recognised_factories
from scheduling.domain.rules import IntervalGroup
from scheduling.domain.windows import group_of
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
