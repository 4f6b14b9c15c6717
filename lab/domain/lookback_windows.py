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
from criteria.domain.engine import MET, MeasureMatrix, Outcomes, Verdicts, below, conclude, outcomes_of
from criteria.domain.history import Flags, History
from criteria.domain.measures import MEASURES, MeasureColumn, Snapshot

MOST_READINGS = 40_000_000
"""Bytes of readings that are kept beside the ones of the last document: 17 a factory, day and reading."""
MOST_OUTCOMES = 24_000_000
"""Bytes of outcomes that are kept beside the ones of the last document: one a factory, day and criterion."""
BESIDE = 4
"""Readings and outcomes kept beside those of the last document however large: what was moved to and fro."""


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
        self._rows = len(history.codes) * len(self.days)
        self._last = slice((len(self.days) - 1) * len(history.codes), None)
        self._stored = stored or StoredMeasures()
        self._columns: dict[MeasureRequest, MeasureColumn] = {}
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
        by_criterion = np.stack([outcomes[self._last] for outcomes in self._judged(document)])
        return conclude(self._matrix_of_last(document), document, by_criterion)

    def close(self, document: CriteriaDocument) -> Flags:
        """Which factories are close on each day; shape (days, factories). A day at a time, for the memory's sake."""
        judged, size = self._judged(document), len(self.history.codes)
        matrix = MeasureMatrix(self.history.codes, self.history.countries, self.history.country, {})
        found = [
            conclude(matrix, document, np.stack([each[at * size : (at + 1) * size] for each in judged])).close
            for at in range(len(self.days))
        ]
        return np.stack(found)

    def _judged(self, document: CriteriaDocument) -> list[Outcomes]:
        """Each criterion's outcomes, day after day."""
        names = [decided_by(criterion) for criterion in document.criteria]
        with self._lock:
            found = {name: self._stored.outcomes[name] for name in names if name in self._stored.outcomes}
            if any(name not in found and name not in self._outcomes for name in names):
                matrix = self._matrix(document)
                for name, criterion in zip(names, document.criteria, strict=True):
                    if name not in found and name not in self._outcomes:
                        self._outcomes[name] = outcomes_of(matrix, criterion)
            found |= {name: _use(self._outcomes, name) for name in names if name not in found}
            needed = sum(name in self._outcomes for name in names)
            _forget(self._outcomes, MOST_OUTCOMES, self._rows, needed + BESIDE)
            return [found[name] for name in names]

    def _matrix(self, document: CriteriaDocument) -> MeasureMatrix:
        """All days, one below the other; let go of when it has been judged."""
        history, days = self.history, len(self.days)
        return MeasureMatrix(
            history.codes * days, history.countries, np.tile(history.country, days), self._read(document)
        )

    def _matrix_of_last(self, document: CriteriaDocument) -> MeasureMatrix:
        cut = self._last
        columns = {
            key: MeasureColumn(
                column.n[cut], None if column.of is None else column.of[cut], column.known[cut]
            )
            for key, column in self._read(document).items()
        }
        return MeasureMatrix(self.history.codes, self.history.countries, self.history.country, columns)

    def _read(self, document: CriteriaDocument) -> dict[str, MeasureColumn]:
        with self._lock:
            own = [use for use in document.readings() if use.key not in self._stored.columns]
            missing = [use for use in own if use not in self._columns]
            if missing:
                self._columns |= self._measured(missing)
            found = {use.key: _use(self._columns, use) for use in own}
            _forget(self._columns, MOST_READINGS, 17 * self._rows, len(own) + BESIDE)
            return {
                use.key: found.get(use.key) or self._stored.columns[use.key] for use in document.readings()
            }

    def _measured(self, readings: Sequence[MeasureRequest]) -> dict[MeasureRequest, MeasureColumn]:
        """A day at a time, because measures of one day share what they look up."""
        found: dict[MeasureRequest, list[MeasureColumn]] = {reading: [] for reading in readings}
        for day in self.days:
            snapshot = Snapshot(self.history, day)
            for use in readings:
                found[use].append(MEASURES[use.measure].read(snapshot, use.window))
        return {key: below(columns) for key, columns in found.items()}


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


def _forget(cache: dict[Any, Any], most: int, each: int, least: int) -> None:
    """Let go of what was not used for longest, until the bytes suffice or only the least number is left."""
    for key in list(cache)[: max(0, len(cache) - max(least, most // max(each, 1)))]:
        del cache[key]
