"""Who is busy when, while a plan is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduling.domain.model import Adviser, Placed, Task
from scheduling.domain.windows import month_of


class Diary:
    """Busy days and the number of assessments a month, of every adviser."""

    def __init__(self, advisers: Iterable[Adviser], visit_days: int, staying: Iterable[Placed]) -> None:
        self._advisers = {adviser.id: adviser for adviser in advisers}
        self.visit_days = visit_days
        self._busy: dict[int, set[int]] = {key: set() for key in self._advisers}
        self._months: Counter[tuple[int, int]] = Counter()
        self._all: Counter[int] = Counter()
        for placed in staying:
            self.enter(placed)

    def enter(self, placed: Placed) -> None:
        """Write a visit down for both advisers."""
        for adviser in placed.advisers:
            if adviser in self._busy:
                self._busy[adviser].update(self.days(placed.start))
                self._months[adviser, month_of(placed.start)] += 1
                self._all[adviser] += 1

    def days(self, start: int) -> range:
        """The days of a visit."""
        return range(start, start + self.visit_days)

    def left(self, adviser: int, month: int) -> int:
        """How many assessments more the adviser can begin in a month."""
        return max(0, self._advisers[adviser].per_month - self._months[adviser, month])

    def load(self, adviser: int) -> int:
        """How many assessments the adviser has in all."""
        return self._all[adviser]

    def free(self, adviser: int, start: int) -> bool:
        """Whether the adviser has nothing else on the days of a visit."""
        return self._busy[adviser].isdisjoint(self.days(start))

    def can(self, task: Task, start: int) -> list[int]:
        """Who may go there and has time, in order."""
        month = month_of(start)
        return [
            adviser
            for adviser in self.allowed(task)
            if self.left(adviser, month) and self.free(adviser, start)
        ]

    def of_country(self, country: str) -> list[int]:
        """Who works in a country, in order."""
        return sorted(key for key, adviser in self._advisers.items() if country in adviser.countries)

    def allowed(self, task: Task) -> list[int]:
        """Who works in the country and is not barred, in order."""
        return [adviser for adviser in self.of_country(task.country) if adviser not in task.barred]
