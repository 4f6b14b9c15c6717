"""The plan: country by country days are drawn, advisers assigned, what is left over fitted in, or told why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from scheduling.domain.assigning import TWO, assign
from scheduling.domain.diary import Diary
from scheduling.domain.drawing import Draws
from scheduling.domain.model import Placed, PlanningProblem, Task, UnplacedReason, VisitPlan
from scheduling.domain.start_dates import draw_days, possible_starts, within
from scheduling.domain.windows import month_of


def make_plan(
    problem: PlanningProblem, draws: Draws, progress: Callable[[int, int], None] | None = None
) -> VisitPlan:
    """Place as much as can be, the more important first; never against a hard rule.

    Args:
        problem: what there is.
        draws: chance; the same seed and problem give the same plan.
        progress: called with how many countries are done, of how many.
    """
    plan = VisitPlan()
    diary = Diary(problem.advisers, problem.visit_days, problem.staying)
    countries: dict[str, list[Task]] = defaultdict(list)
    for task in sorted(problem.tasks, key=lambda task: (-task.weight, task.factory)):
        countries[task.country].append(task)
    for done, country in enumerate(sorted(countries)):
        if progress is not None:
            progress(done, len(countries))
        days = possible_starts(problem.working_days.get(country, ()), problem.visit_days)
        _plan_country(countries[country], days, diary, draws, plan)
    return plan


def _plan_country(
    tasks: Sequence[Task], days: Sequence[int], diary: Diary, draws: Draws, plan: VisitPlan
) -> None:
    starts = {task.factory: within(days, task, diary.visit_days) for task in tasks}
    open_tasks = [task for task in tasks if starts[task.factory] and len(diary.allowed(task)) >= TWO]
    dated = draw_days(open_tasks, starts, diary, draws)
    for placed in assign(open_tasks, dated, diary, draws):
        _take(placed, diary, plan)
    done = {placed.factory for placed in plan.placed}
    for task in tasks:
        if task.factory in done:
            continue
        fitted = _fit_in(task, starts[task.factory], diary, draws)
        if fitted is not None:
            _take(fitted, diary, plan)
        else:
            plan.unplaced[task.factory] = _why_not(task, starts, diary)


def _take(placed: Placed, diary: Diary, plan: VisitPlan) -> None:
    diary.enter(placed)
    plan.placed.append(placed)


def _fit_in(task: Task, starts: Sequence[int], diary: Diary, draws: Draws) -> Placed | None:
    """A random day of those on which two may go and are free; of these the two with the least to do."""
    able = {start: team for start in starts if len(team := diary.can(task, start)) >= TWO}
    if not able:
        return None
    start = draws.one_of(list(able))
    team = sorted(able[start], key=lambda adviser: (diary.load(adviser), draws.below(1000)))[:TWO]
    return Placed(task.factory, start, (team[0], team[1]))


def _why_not(task: Task, starts: Mapping[int, Sequence[int]], diary: Diary) -> UnplacedReason:
    allowed = diary.allowed(task)
    if len(diary.of_country(task.country)) < TWO:
        return UnplacedReason.NO_ADVISERS
    if len(allowed) < TWO:
        return UnplacedReason.NOBODY_ALLOWED
    if not starts[task.factory]:
        return UnplacedReason.NO_DAYS
    months = {month_of(day) for day in starts[task.factory]}
    if all(sum(diary.left(adviser, month) > 0 for adviser in allowed) < TWO for month in months):
        return UnplacedReason.NO_CAPACITY
    return UnplacedReason.NO_COMMON_DAY
