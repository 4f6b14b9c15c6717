"""Days drawn at random: each working day of a window as likely as another, unless the advisers' months are full."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from scheduling.domain.diary import Diary
from scheduling.domain.drawing import Draws
from scheduling.domain.model import Task
from scheduling.domain.solver import IntegerProgramme
from scheduling.domain.windows import month_of

TWO = 2
PLACING = 1000  # to place one is worth more than to leave every other in the month it drew
DRAWN = 1


def possible_starts(working_days: Sequence[int], visit_days: int) -> list[int]:
    """The days from which on so many working days follow one another, in order."""
    known = set(working_days)
    return [day for day in working_days if all(day + more in known for more in range(visit_days))]


def within(starts: Sequence[int], task: Task, visit_days: int) -> Sequence[int]:
    """Those on which the whole visit lies in the window."""
    return starts[bisect_left(starts, task.opens) : bisect_right(starts, task.closes - visit_days + 1)]


def draw_days(
    tasks: Sequence[Task], starts: Mapping[int, Sequence[int]], diary: Diary, draws: Draws
) -> dict[int, int]:
    """A day for each factory of one country, for as many as its advisers' months can hold.

    Each draws a day of its whole window. Where more drew a month than it can hold, the solver keeps the most
    important there and moves others to a month of their window with room; they draw again in it.
    """
    drawn = {task.factory: draws.one_of(starts[task.factory]) for task in tasks}
    advisers = diary.of_country(tasks[0].country) if tasks else []
    months = _months(tasks, starts, drawn, advisers, diary)
    crowd: Counter[int] = Counter()
    dated: dict[int, int] = {}
    most = len(advisers) // TWO
    for task in tasks:
        if (month := months.get(task.factory)) is None:
            continue
        first = drawn[task.factory]
        open_days = [day for day in starts[task.factory] if month_of(day) == month]
        roomy = [day for day in open_days if _room(crowd, diary.days(day), most)] or open_days
        day = first if first in roomy else draws.one_of(roomy)
        dated[task.factory] = day
        crowd.update(diary.days(day))
    return dated


def _room(crowd: Counter[int], days: range, most: int) -> bool:
    return all(crowd[day] < most for day in days)


def _months(
    tasks: Sequence[Task],
    starts: Mapping[int, Sequence[int]],
    drawn: Mapping[int, int],
    advisers: Sequence[int],
    diary: Diary,
) -> dict[int, int]:
    """The month of each factory: a transport of factories to months, whose best solution is whole."""
    programme = IntegerProgramme()
    chosen: list[tuple[int, int]] = []
    by_month: dict[int, list[int]] = defaultdict(list)
    for task in tasks:
        own = []
        for month in sorted({month_of(day) for day in starts[task.factory]}):
            gain = PLACING * task.weight + (DRAWN if month_of(drawn[task.factory]) == month else 0)
            own.append(programme.variable(gain))
            chosen.append((task.factory, month))
            by_month[month].append(own[-1])
        programme.row(own, [1.0] * len(own), upper=1)
    for month, columns in by_month.items():
        hold = sum(diary.left(adviser, month) for adviser in advisers) // TWO
        programme.row(columns, [1.0] * len(columns), upper=hold)
    return dict(pair for pair, yes in zip(chosen, programme.solved(), strict=True) if yes)
