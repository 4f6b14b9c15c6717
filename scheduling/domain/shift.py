"""By how much visits move from recognised factories to those that need them most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scheduling.domain.rules import IntervalGroup, PlanRules

YEAR = 12


@dataclass(frozen=True, slots=True)
class GroupShift:
    """Assessments a year of one group: if all were assessed as ordinary ones are, and as the intervals say."""

    group: IntervalGroup
    factories: int
    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        """How many more (or fewer, below nought) a year."""
        return self.after - self.before


def shift(factories: Mapping[IntervalGroup, int], rules: PlanRules) -> list[GroupShift]:
    """One row a group, in order of IntervalGroup."""
    ordinary = Fraction(YEAR, rules.interval[IntervalGroup.ORDINARY])
    return [
        GroupShift(
            group,
            number := factories.get(group, 0),
            number * ordinary,
            number * Fraction(YEAR, rules.interval[group]),
        )
        for group in IntervalGroup
    ]
