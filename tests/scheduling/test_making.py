"""The plan: as much as can be is placed, and no hard rule is ever broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain.arranging import make_plan
from scheduling.domain.drawing import Draws
from scheduling.domain.model import Adviser, Placed, PlanningProblem, Task, UnplacedReason
from scheduling.domain.rules import IntervalGroup
from tests.scheduling.checker import broken_rules
from tests.scheduling.programme import TODAY, programme

WORKING = tuple(day for day in range(TODAY, TODAY + 120) if date.fromordinal(day).weekday() < 5)


def small(
    *tasks: Task, staff: int = 2, per_month: int = 6, staying: tuple[Placed, ...] = ()
) -> PlanningProblem:
    advisers = [Adviser(key, frozenset(["KH"]), per_month) for key in range(staff)]
    return PlanningProblem(tasks, advisers, {"KH": WORKING}, 2, staying)


def task(
    factory: int,
    *,
    days: int = 30,
    group: IntervalGroup = IntervalGroup.ORDINARY,
    barred: frozenset[int] = frozenset(),
) -> Task:
    return Task(factory, "KH", group, TODAY + 20, TODAY + 5, TODAY + 5 + days, barred=barred)


def test_3000_factories_and_120_advisers_are_planned_without_breaking_a_rule() -> None:
    problem = programme(3000, 120)

    plan = make_plan(problem, Draws("a secret"))

    assert broken_rules(problem, plan) == []
    assert len(plan.unplaced) < len(problem.tasks) // 100


def test_no_rule_is_broken_when_there_is_far_too_much_to_do_and_the_priority_factories_come_first() -> None:
    problem = programme(400, 32, per_month=1)

    plan = make_plan(problem, Draws("a secret"))

    assert broken_rules(problem, plan) == []
    groups = {one.factory: one.group for one in problem.tasks}
    left = [groups[factory] for factory in plan.unplaced]
    assert left
    shares = {
        group: left.count(group) / sum(one == group for one in groups.values())
        for group in (IntervalGroup.PRIORITY, IntervalGroup.ORDINARY)
    }
    assert shares[IntervalGroup.PRIORITY] < shares[IntervalGroup.ORDINARY]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.integers(0, 24), st.integers(0, 5), st.integers(0, 9999))
def test_no_programme_however_small_gets_a_plan_that_breaks_a_rule(
    factories: int, advisers: int, per_month: int, number: int
) -> None:
    problem = programme(factories, advisers, number=number, per_month=per_month)

    assert broken_rules(problem, make_plan(problem, Draws(str(number)))) == []


def test_the_same_seed_draws_the_same_plan_and_another_seed_another() -> None:
    problem = programme(80, 24)

    first, again, other = (make_plan(problem, Draws(seed)) for seed in ("one", "one", "two"))

    assert first.placed == again.placed
    assert {one.start for one in first.placed} != {one.start for one in other.placed}


def test_every_working_day_of_a_window_may_be_drawn() -> None:
    drawn = {make_plan(small(task(1, days=10)), Draws(str(seed))).placed[0].start for seed in range(80)}

    possible = {day for day in WORKING if {day, day + 1} <= set(WORKING)}
    assert drawn == {day for day in possible if TODAY + 5 <= day <= TODAY + 14}


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        (small(task(1), staff=1), UnplacedReason.NO_ADVISERS),
        (small(task(1, barred=frozenset([0]))), UnplacedReason.NOBODY_ALLOWED),
        (small(replace(task(1), closes=TODAY + 5)), UnplacedReason.NO_DAYS),
        (small(task(1), per_month=0), UnplacedReason.NO_CAPACITY),
        (
            small(
                task(1, days=3), staying=tuple(Placed(90 + n, TODAY + 3 + 2 * n, (0, 1)) for n in range(4))
            ),
            UnplacedReason.NO_COMMON_DAY,
        ),
    ],
    ids=str,
)
def test_what_cannot_be_placed_says_why(problem: PlanningProblem, why: UnplacedReason) -> None:
    plan = make_plan(problem, Draws("x"))

    assert plan.placed == []
    assert plan.unplaced == {1: why}


def test_two_factories_whose_windows_hold_one_visit_get_one_and_the_priority_has_it() -> None:
    ordinary, urgent = task(1, days=1), task(2, days=1, group=IntervalGroup.PRIORITY)
    start = next(day for day in WORKING if day > TODAY + 5 and day + 1 in WORKING)
    narrow = [replace(one, opens=start, closes=start + 1) for one in (ordinary, urgent)]

    plan = make_plan(small(*narrow), Draws("x"))

    assert [one.factory for one in plan.placed] == [2]
    assert set(plan.unplaced) == {1}
