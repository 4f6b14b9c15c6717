"""A history seen from one day: which rows count, found once for all measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from criteria.domain.days import Ints, months_before
from criteria.domain.history import Facts, Flags, History
from criteria.domain.measures.window import MeasureWindow, WindowKind


@dataclass(frozen=True, slots=True, eq=False)
class RowSpan:
    """Per factory, the rows from position `start` up to, without, position `end` of a table sorted by factory."""

    start: Ints
    end: Ints

    @property
    def count(self) -> Ints:
        """How many rows each factory has in it."""
        return self.end - self.start

    def total(self, values: NDArray[Any]) -> Ints:
        """Sum of a column over each factory's rows."""
        running = np.zeros(len(values) + 1, dtype=np.int64)
        np.cumsum(values, out=running[1:])
        return running[self.end] - running[self.start]

    def newest(self, values: NDArray[np.int64]) -> Ints:
        """The column's value in each factory's last row; 0 where it has no row."""
        present = self.end > self.start
        if not values.size:
            return np.zeros(len(self.end), dtype=np.int64)
        return np.where(present, values[np.maximum(self.end - 1, 0)], 0)


class Snapshot:
    """One history as of one day. Spans are kept, because many measures read the same ones."""

    def __init__(self, history: History, as_of: int) -> None:
        self.history = history
        self.as_of = as_of
        self._spans: dict[tuple[int, MeasureWindow], RowSpan] = {}

    def span(self, table: Facts, window: MeasureWindow) -> RowSpan:
        """The rows of a table that a window of kind `all` or `months` reaches, none later than the day."""
        known = (id(table), window)
        if known not in self._spans:
            since = 0 if window.kind is WindowKind.ALL else months_before(self.as_of, window.size)
            self._spans[known] = RowSpan(table.rows_from(since), table.rows_after(self.as_of))
        return self._spans[known]

    def assessments(self, window: MeasureWindow) -> tuple[RowSpan, Flags]:
        """The full unannounced assessments a window of kind `last` or `back` means, and where there are as many."""
        every = self.span(self.history.judged, MeasureWindow(WindowKind.ALL))
        if window.kind is WindowKind.BACK:
            end, needed = every.end - window.size, 1
        else:
            end, needed = every.end, window.size
        enough = end - needed >= every.start
        return RowSpan(np.where(enough, end - needed, 0), np.where(enough, end, 0)), enough

    def latest_assessments(self, window: MeasureWindow) -> RowSpan:
        """As `assessments`, but as many of the `last` as there are, where there are fewer."""
        every = self.span(self.history.judged, MeasureWindow(WindowKind.ALL))
        if window.kind is WindowKind.BACK:
            return self.assessments(window)[0]
        return RowSpan(np.maximum(every.end - window.size, every.start), every.end)

    @property
    def assessed(self) -> Flags:
        """Where the programme has assessed at all, in any kind of assessment."""
        return self.span(self.history.assessments, MeasureWindow(WindowKind.ALL)).count > 0
