"""What planning is told and what it answers, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from scheduling.domain.rules import IntervalGroup


class UnplacedReason(StrEnum):
    """Why an assessment could not be placed."""

    NO_ADVISERS = "no_advisers"  # fewer than two work in the country
    NOBODY_ALLOWED = "nobody_allowed"  # conflicts, advising and rotation leave fewer than two
    NO_DAYS = "no_days"  # no working days in the window
    NO_CAPACITY = "no_capacity"  # the advisers' months are full
    NO_COMMON_DAY = "no_common_day"  # no day on which two are free


@dataclass(frozen=True, slots=True)
class Task:
    """An assessment to place. `barred`: advisers who may not go there."""

    factory: int
    country: str
    group: IntervalGroup
    due: int
    opens: int
    closes: int
    late: bool = False
    barred: frozenset[int] = frozenset()

    @property
    def weight(self) -> int:
        """How much it matters that it is placed: priority factories first, what is late before what is not."""
        return {IntervalGroup.PRIORITY: 8, IntervalGroup.ORDINARY: 2, IntervalGroup.RECOGNISED: 1}[
            self.group
        ] * (2 if self.late else 1)


@dataclass(frozen=True, slots=True)
class Adviser:
    """A person who assesses. `per_month`: how many assessments, counted in the month where they begin."""

    id: int
    countries: frozenset[str]
    per_month: int


@dataclass(frozen=True, slots=True)
class Placed:
    """An assessment with its first day and its two advisers, the lead first."""

    factory: int
    start: int
    advisers: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlanningProblem:
    """Everything that a plan depends on.

    Attributes:
        tasks: what is to be placed. staying: what is planned already and stays as it is.
        working_days: by country, every day on which people work there, in order.
        visit_days: how many days one after the other a visit takes.
    """

    tasks: Sequence[Task]
    advisers: Sequence[Adviser]
    working_days: Mapping[str, Sequence[int]]
    visit_days: int
    staying: Sequence[Placed] = ()


@dataclass(slots=True)
class VisitPlan:
    """What was placed, and why the rest was not."""

    placed: list[Placed] = field(default_factory=list)
    unplaced: dict[int, UnplacedReason] = field(default_factory=dict)
