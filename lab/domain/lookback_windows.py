"""A history seen from several days at once, judged by one document after another: what the lab asks again and again.

What was measured is kept by reading, over all days; what a criterion said is kept by all that decides it. A document
of which one bar was moved shares every other criterion with the one before: only the moved one is held against its
bar, and nothing is measured. Where a window was moved, that one reading is measured. Nothing here is a rule: outcomes
come from `engine.outcomes_of`, and the verdicts of the last day from `engine.conclude`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

import numpy as np

from criteria.domain.criteria import CriteriaDocument, Criterion, MeasureRequest
from criteria.domain.days import Ints
from criteria.domain.engine import MET, MeasureMatrix, Outcomes, Verdicts, conclude, outcomes_of
from criteria.domain.history import Flags, History
from criteria.domain.measures import MEASURES, MeasureColumn, Snapshot

MOST_READINGS = 4_000_000
"""Bytes of readings that are kept: 17 a factory, day and reading. What is not is measured again."""
ALONE = 25
"""How many times as many are kept where none are stored: the process then has all of the history to itself anyway."""
MOST_OUTCOMES = 20_000_000
"""Bytes of outcomes that are kept: one a factory, day and criterion. A document's own are kept however many."""


@dataclass(frozen=True, slots=True, eq=False)
class StoredMeasures:
    """What was measured and concluded before, over all days: readings by their key, outcomes by `decided_by`."""

    columns: Mapping[str, MeasureColumn] = field(default_factory=dict)
    outcomes: Mapping[str, Outcomes] = field(default_factory=dict)


class Lookback:
    """All factories of a history as of some days; the last is the day of the verdicts.

    Safe to share between threads. What it gives is for reading only.
    """

    def __init__(self, history: History, days: Sequence[int], stored: StoredMeasures | None = None) -> None:
        """`days`: ordinals, at least one, rising. `stored`: what need not be measured again."""
        self.history = history
        self.days = tuple(days)
        size = len(history.codes)
        self._each_day = [slice(at * size, (at + 1) * size) for at in range(len(self.days))]
        self._stored = stored or StoredMeasures()
        self._columns: dict[tuple[MeasureRequest, int], MeasureColumn] = {}
        self._outcomes: dict[str, Outcomes] = {}
        self._assessed: dict[tuple[int, int], Flags] = {}
        self._lock = RLock()

    @property
    def codes(self) -> tuple[str, ...]:
        """The factories, in the order of every answer."""
        return self.history.codes

    @property
    def countries(self) -> tuple[str, ...]:
        """The distinct country codes."""
        return self.history.countries

    @property
    def country(self) -> Ints:
        """Each factory's index in `countries`."""
        return self.history.country

    def assessed(self, first: int, last: int) -> Flags:
        """Which factories were assessed between two days, both included."""
        if (first, last) not in self._assessed:
            table = self.history.assessments
            self._assessed[first, last] = table.rows_after(last) > table.rows_from(first)
        return self._assessed[first, last]

    def eligible(self, document: CriteriaDocument) -> Flags:
        """Which factories meet every criterion on each day; shape (days, factories)."""
        first, *others = self._judged(document)
        met: Flags = first == MET
        for other in others:
            met &= other == MET
        return met.reshape(len(self.days), len(self.history.codes))

    def verdicts(self, document: CriteriaDocument) -> Verdicts:
        """Verdicts of every factory on the last day: as `engine.judge`, without measuring again."""
        last = len(self.days) - 1
        by_criterion = np.stack([outcomes[self._each_day[last]] for outcomes in self._judged(document)])
        return conclude(self._matrix(document.readings(), last), document, by_criterion)

    def close(self, document: CriteriaDocument) -> Flags:
        """Which factories are close on each day; shape (days, factories)."""
        judged, matrix = self._judged(document), self._matrix((), 0)
        days = (np.stack([outcomes[day] for outcomes in judged]) for day in self._each_day)
        return np.stack([conclude(matrix, document, by_criterion).close for by_criterion in days])

    def _judged(self, document: CriteriaDocument) -> list[Outcomes]:
        """Each criterion's outcomes, day after day."""
        criteria = {decided_by(criterion): criterion for criterion in document.criteria}
        rows = len(self.history.codes) * len(self.days)
        with self._lock:
            stored = {name: self._stored.outcomes[name] for name in criteria if name in self._stored.outcomes}
            own = [name for name in criteria if name not in stored]
            if missing := [name for name in own if name not in self._outcomes]:
                needed = list(dict.fromkeys(use for name in missing for use in criteria[name].readings()))
                fresh = {name: np.empty(rows, dtype=np.int8) for name in missing}
                for at, day in enumerate(self._each_day):
                    matrix = self._matrix(needed, at)
                    for name in missing:
                        fresh[name][day] = outcomes_of(matrix, criteria[name])
                self._outcomes |= fresh
            found = stored | {name: _use(self._outcomes, name) for name in own}
            _forget(self._outcomes, max(len(own), MOST_OUTCOMES // max(rows, 1)))
            return [found[decided_by(criterion)] for criterion in document.criteria]

    def _matrix(self, readings: Sequence[MeasureRequest], at: int) -> MeasureMatrix:
        """Readings on one day. Of all days at once they would take a large part of a process's memory."""
        history, day, size = self.history, self._each_day[at], len(self.history.codes)
        columns: dict[str, MeasureColumn] = {}
        with self._lock:
            snapshot = Snapshot(
                history, self.days[at]
            )  # shared, because measures of one day look up the same
            for use in readings:
                if (stored := self._stored.columns.get(use.key)) is not None:
                    of = None if stored.of is None else stored.of[day]
                    columns[use.key] = MeasureColumn(stored.n[day], of, stored.known[day])
                    continue
                if (use, at) not in self._columns:
                    self._columns[use, at] = MEASURES[use.measure].read(snapshot, use.window)
                columns[use.key] = _use(self._columns, (use, at))
            most = MOST_READINGS * (1 if self._stored.columns else ALONE)
            _forget(self._columns, most // max(17 * size, 1))
        return MeasureMatrix(history.codes, history.countries, history.country, columns)


def decided_by(criterion: Criterion) -> str:
    """Everything that decides what a criterion says of a reading; its words do not."""
    elsewhere = tuple(
        (country, override.bar, override.window) for country, override in sorted(criterion.overrides.items())
    )
    return repr((criterion.measure, criterion.window, criterion.comparison, criterion.bar, elsewhere))


def _use(cache: dict[Any, Any], key: Any) -> Any:
    """What is kept under a key, which becomes the one used last."""
    cache[key] = cache.pop(key)
    return cache[key]


def _forget(cache: dict[Any, Any], most: int) -> None:
    """Let go of what was not used for longest."""
    for key in list(cache)[: max(0, len(cache) - most)]:
        del cache[key]
