"""Two advisers for each dated assessment: the solver places as much as it can under every hard rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from scheduling.domain.diary import Diary
from scheduling.domain.drawing import Draws
from scheduling.domain.model import Placed, Task
from scheduling.domain.solver import IntegerProgramme
from scheduling.domain.windows import month_of

TWO = 2
PLACING = 100
CHANCE = 8  # a small random gain a pair: so that pairs change from plan to plan


class _Model:
    """The programme of one country, and what its variables mean."""

    def __init__(self, diary: Diary, draws: Draws) -> None:
        self.programme = IntegerProgramme()
        self.pairs: list[tuple[int, int, int]] = []  # factory, adviser, variable
        self._days: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._months: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._diary, self._draws = diary, draws

    def add(self, task: Task, start: int) -> None:
        """Add an assessment: two of its allowed and free advisers are assigned, or none."""
        able = self._diary.can(task, start)
        if len(able) < TWO:
            return
        own = [self.programme.variable(self._draws.below(CHANCE)) for _ in able]
        takes_place = self.programme.variable(PLACING * task.weight)
        self.programme.row([*own, takes_place], [1.0] * len(own) + [-2.0], lower=0, upper=0)
        for adviser, column in zip(able, own, strict=True):
            self.pairs.append((task.factory, adviser, column))
            self._months[adviser, month_of(start)].append(column)
            for day in self._diary.days(start):
                self._days[adviser, day].append(column)

    def bound(self) -> None:
        """One assessment a day and adviser, and no more a month than the adviser can do."""
        for columns in self._days.values():
            if len(columns) > 1:
                self.programme.row(columns, [1.0] * len(columns), upper=1)
        for (adviser, month), columns in self._months.items():
            if len(columns) > (left := self._diary.left(adviser, month)):
                self.programme.row(columns, [1.0] * len(columns), upper=left)


def assign(tasks: Sequence[Task], dated: Mapping[int, int], diary: Diary, draws: Draws) -> list[Placed]:
    """Those of the dated assessments that get two advisers: as many as the rules allow, the important ones first."""
    model = _Model(diary, draws)
    for task in tasks:
        if (start := dated.get(task.factory)) is not None:
            model.add(task, start)
    model.bound()
    return _read(model.pairs, model.programme.solved(), dated, draws)


def _read(
    pairs: Sequence[tuple[int, int, int]], chosen: Sequence[bool], dated: Mapping[int, int], draws: Draws
) -> list[Placed]:
    teams: dict[int, list[int]] = defaultdict(list)
    for factory, adviser, column in pairs:
        if chosen[column]:
            teams[factory].append(adviser)
    placed = []
    for factory, team in teams.items():
        if len(team) == TWO:
            lead = draws.below(TWO)  # who leads is drawn too
            placed.append(Placed(factory, dated[factory], (team[lead], team[1 - lead])))
    return placed
