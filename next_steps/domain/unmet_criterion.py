"""One criterion of one factory on one day: what a remedy is worked out from."""

from __future__ import annotations

from dataclasses import dataclass

from criteria.domain.criteria import Criterion
from criteria.domain.measures import (
    EVERYTHING,
    MEASURES,
    CountedItem,
    CountedItems,
    Measure,
    MeasureWindow,
    Snapshot,
    WindowKind,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A measured value: n, of (1 for plain numbers), and whether it is known."""

    n: int
    of: int
    known: bool


@dataclass(frozen=True, slots=True)
class UnmetCriterion:
    """What a criterion asks of the factory at position `at` of a history.

    `interval`: months from one full unannounced assessment to the next, as the programme plans them for this factory.
    """

    snapshot: Snapshot
    criterion: Criterion
    at: int
    interval: int

    @property
    def measure(self) -> Measure:
        """The criterion's measure."""
        return self.criterion.meaning

    @property
    def country(self) -> str:
        """The factory's country."""
        history = self.snapshot.history
        return history.countries[int(history.country[self.at])]

    @property
    def window(self) -> MeasureWindow:
        """The window that holds in its country."""
        return self.criterion.reading_in(self.country).window

    @property
    def bar(self) -> tuple[int, int]:
        """The bar that holds in its country, n of `of`."""
        bar = self.criterion.bar_in(self.country)
        return bar.n, bar.of

    @property
    def value(self) -> Value:
        """What is measured now."""
        return self.read(self.measure.name, self.window)

    @property
    def items(self) -> CountedItems:
        """The evidence behind the value."""
        return self.measure.items(self.snapshot, self.window, self.at)

    def read(self, measure: str, window: MeasureWindow = EVERYTHING) -> Value:
        """Any measure of the factory."""
        column = MEASURES[measure].read(self.snapshot, window)
        of = 1 if column.of is None else int(column.of[self.at])
        return Value(int(column.n[self.at]), of, bool(column.known[self.at]))

    def single_findings(self, measure: str) -> tuple[CountedItem, ...]:
        """The findings that a measure counts in the latest assessment; none where they were not loaded."""
        if self.snapshot.history.findings is None:
            return ()
        return MEASURES[measure].items(self.snapshot, MeasureWindow(WindowKind.BACK, 0), self.at).counted

    def met_by(self, n: int, of: int) -> bool:
        """Whether a value would meet a bar of which less is better."""
        bar_n, bar_of = self.bar
        return n * bar_of <= bar_n * of


def rounded_up(numerator: int, denominator: int) -> int:
    """A quotient rounded up; at least 0."""
    return max(0, -(-numerator // denominator))
