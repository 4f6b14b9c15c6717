"""A history seen from several days at once, judged by one document after another: what the lab asks again and again.

What was measured is kept by reading, over all days; what a criterion said is kept by all that decides it. A document
of which one bar was moved shares every other criterion with the one before: only the moved one is held against its
bar, and nothing is measured. Where a window was moved, that one reading is measured. Nothing here is a rule: outcomes
come from `engine.outcomes_of`, and the verdicts of the last day from `engine.conclude`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from threading import RLock
from typing import Any

import numpy as np

from criteria.domain.criteria import CriteriaDocument, Criterion, MeasureRequest
from criteria.domain.engine import MET, MeasureMatrix, Outcomes, Verdicts, below, conclude, outcomes_of
from criteria.domain.history import Flags, History
from criteria.domain.measures import MEASURES, MeasureColumn, Snapshot

MOST_READINGS = 60
"""Readings kept: those of a document and what some moved windows added. 17 bytes a factory, day and reading."""
MOST_OUTCOMES = 240
"""Outcomes kept: a byte a factory, day and criterion."""


class Lookback:
    """All factories of a history as of some days; the last is the day of the verdicts.

    Safe to share between threads. What it gives is for reading only.
    """

    def __init__(self, history: History, days: Sequence[int]) -> None:
        """`days`: ordinals, at least one, rising."""
        self.history = history
        self.days = tuple(days)
        self._codes = history.codes * len(self.days)
        self._country = np.tile(history.country, len(self.days))
        self._last = slice((len(self.days) - 1) * len(history.codes), None)
        self._columns: dict[MeasureRequest, MeasureColumn] = {}
        self._outcomes: dict[Hashable, Outcomes] = {}
        self._lock = RLock()

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
        """Which factories are close on each day; shape (days, factories)."""
        matrix = MeasureMatrix(self._codes, self.history.countries, self._country, self._read(document))
        close = conclude(matrix, document, np.stack(self._judged(document))).close
        return close.reshape(len(self.days), len(self.history.codes))

    def _judged(self, document: CriteriaDocument) -> list[Outcomes]:
        """Each criterion's outcomes, day after day."""
        with self._lock:
            if any(_decided_by(criterion) not in self._outcomes for criterion in document.criteria):
                columns = self._read(document)
                matrix = MeasureMatrix(self._codes, self.history.countries, self._country, columns)
                for criterion in document.criteria:
                    if _decided_by(criterion) not in self._outcomes:
                        self._outcomes[_decided_by(criterion)] = outcomes_of(matrix, criterion)
            found = [_use(self._outcomes, _decided_by(criterion)) for criterion in document.criteria]
            _forget(self._outcomes, MOST_OUTCOMES)
            return found

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
            readings = document.readings()
            missing = [reading for reading in readings if reading not in self._columns]
            if missing:
                self._columns |= self._measured(missing)
            found = {use.key: _use(self._columns, use) for use in readings}
            _forget(self._columns, MOST_READINGS)
            return found

    def _measured(self, readings: Sequence[MeasureRequest]) -> dict[MeasureRequest, MeasureColumn]:
        """A day at a time, because measures of one day share what they look up."""
        found: dict[MeasureRequest, list[MeasureColumn]] = {reading: [] for reading in readings}
        for day in self.days:
            snapshot = Snapshot(self.history, day)
            for use in readings:
                found[use].append(MEASURES[use.measure].read(snapshot, use.window))
        return {key: below(columns) for key, columns in found.items()}


def _decided_by(criterion: Criterion) -> Hashable:
    """Everything that decides what a criterion says of a reading; its words do not."""
    elsewhere = tuple(
        (country, override.bar, override.window) for country, override in sorted(criterion.overrides.items())
    )
    return criterion.measure, criterion.window, criterion.comparison, criterion.bar, elsewhere


def _use(cache: dict[Any, Any], key: Hashable) -> Any:
    """What is kept under a key, which becomes the one used last."""
    cache[key] = cache.pop(key)
    return cache[key]


def _forget(cache: dict[Any, Any], most: int) -> None:
    """Let go of what was not used for longest."""
    for key in list(cache)[: max(0, len(cache) - most)]:
        del cache[key]
