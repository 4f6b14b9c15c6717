"""Two look backs as one: most factories of one history, and those that something happened to since from another.

Every measure and every verdict is of one factory alone, so what each look back says of its own factories is put side by
side. Nothing is copied of the larger one but what is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from criteria.domain.criteria import CriteriaDocument
from criteria.domain.engine import MeasureMatrix, Verdicts, below, conclude
from criteria.domain.history import Flags
from criteria.domain.measures import MeasureColumn
from lab.domain.lookback_windows import Lookback


class JoinedLookback:
    """The chosen factories of one look back, then all of another; both of the same days."""

    def __init__(self, base: Lookback, stays: Flags, fresh: Lookback) -> None:
        """`stays`: which factories of `base` are meant; shape (its factories,)."""
        self.days = base.days
        self._base, self._stays, self._fresh = base, np.flatnonzero(stays), fresh
        self.codes = tuple(base.codes[row] for row in self._stays.tolist()) + fresh.codes
        self.countries = tuple(sorted({*base.countries, *fresh.countries}))
        number = {country: at for at, country in enumerate(self.countries)}
        self.country = np.concatenate(
            [
                np.array([number[country] for country in part.countries], dtype=np.int64)[rows]
                for part, rows in ((base, base.country[self._stays]), (fresh, fresh.country))
            ]
        )

    def assessed(self, first: int, last: int) -> Flags:
        """As `Lookback.assessed`."""
        base, fresh = self._base.assessed(first, last), self._fresh.assessed(first, last)
        return np.concatenate([base[self._stays], fresh])

    def eligible(self, document: CriteriaDocument) -> Flags:
        """As `Lookback.eligible`."""
        return np.hstack([self._base.eligible(document)[:, self._stays], self._fresh.eligible(document)])

    def close(self, document: CriteriaDocument) -> Flags:
        """As `Lookback.close`."""
        return np.hstack([self._base.close(document)[:, self._stays], self._fresh.close(document)])

    def verdicts(self, document: CriteriaDocument) -> Verdicts:
        """As `Lookback.verdicts`."""
        base, fresh = self._base.verdicts(document), self._fresh.verdicts(document)
        columns = _JoinedColumns(base.matrix.columns, self._stays, fresh.matrix.columns)
        matrix = MeasureMatrix(self.codes, self.countries, self.country, columns)
        return conclude(matrix, document, np.hstack([base.by_criterion[:, self._stays], fresh.by_criterion]))


class _JoinedColumns(Mapping[str, MeasureColumn]):
    """Readings of both, put together one by one as they are asked for."""

    def __init__(
        self, base: Mapping[str, MeasureColumn], stays: np.ndarray, fresh: Mapping[str, MeasureColumn]
    ) -> None:
        self._base, self._stays, self._fresh = base, stays, fresh

    def __getitem__(self, key: str) -> MeasureColumn:
        base, stays = self._base[key], self._stays
        old = MeasureColumn(base.n[stays], None if base.of is None else base.of[stays], base.known[stays])
        return below([old, self._fresh[key]])

    def __iter__(self) -> Iterator[str]:
        return iter(self._base)

    def __len__(self) -> int:
        return len(self._base)
