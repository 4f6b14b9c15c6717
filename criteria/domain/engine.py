"""The one engine: measures of many factories against one criteria document, exact and three-valued.

Two steps, so that a bar can be moved without measuring again: `measure_matrix` reads a history as of a day,
`judge_measures` holds the matrix against a document. Values are compared by multiplying across in 64-bit integers,
never by dividing. What is not known is never a pass and never a fail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criteria.domain.criteria import Comparison, CriteriaDocument, Criterion
from criteria.domain.days import Ints
from criteria.domain.history import Flags, History
from criteria.domain.measures import MEASURES, Direction, MeasureColumn, Snapshot

Outcomes = NDArray[np.int8]

UNKNOWN, NOT_MET, MET = 0, 1, 2
"""Outcomes of one criterion, so numbered that the least of all of them tells whether any is unknown."""

OUTCOMES = ("unknown", "not_met", "met")

INCOMPLETE, NOT_ELIGIBLE, ELIGIBLE = 0, 1, 2
"""Outcomes of a factory."""

STANDINGS = ("incomplete", "not_eligible", "eligible")


class NotMeasured(KeyError):
    """The matrix or vector lacks a measure that the document needs."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasureMatrix:
    """Readings of many factories; a row is a factory on one day (usually one day for all).

    Attributes:
        codes: the rows' factories.
        countries: distinct country codes; `country` holds each row's index in it.
        columns: reading key (`noncompliance_rate@last=1`) → column.
    """

    codes: tuple[str, ...]
    countries: tuple[str, ...]
    country: Ints
    columns: Mapping[str, MeasureColumn]


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """The verdicts of a document for every row of a matrix.

    Attributes:
        by_criterion: outcomes, shape (criteria, rows): `UNKNOWN`, `NOT_MET`, `MET`.
        standing: per row, `INCOMPLETE`, `NOT_ELIGIBLE` or `ELIGIBLE`.
        failed_rules: per row, how many rules have a criterion that is not met.
        close: per row, whether it is a near miss.
    """

    document: CriteriaDocument
    matrix: MeasureMatrix
    by_criterion: Outcomes
    standing: Outcomes
    failed_rules: Ints
    close: Flags

    @property
    def outcomes(self) -> Outcomes:
        """Outcomes as rows × criteria (a view)."""
        return self.by_criterion.T

    def failed(self, row: int) -> list[str]:
        """Codes of the criteria not met."""
        return self._codes(row, NOT_MET)

    def unknown(self, row: int) -> list[str]:
        """Codes of the criteria for which evidence is missing."""
        return self._codes(row, UNKNOWN)

    def _codes(self, row: int, outcome: int) -> list[str]:
        return [
            self.document.criteria[at].code for at in np.flatnonzero(self.by_criterion[:, row] == outcome)
        ]


def measure_matrix(history: History, document: CriteriaDocument, as_of: int) -> MeasureMatrix:
    """The measures that a document needs, for every factory, as of a day (an ordinal)."""
    snapshot = Snapshot(history, as_of)
    columns = {
        reading.key: MEASURES[reading.measure].read(snapshot, reading.window)
        for reading in document.readings()
    }
    return MeasureMatrix(history.codes, history.countries, history.country, columns)


def judge(history: History, document: CriteriaDocument, as_of: int) -> Verdicts:
    """Every factory of a history against a document as of a day (an ordinal)."""
    return judge_measures(measure_matrix(history, document, as_of), document)


def judge_measures(matrix: MeasureMatrix, document: CriteriaDocument) -> Verdicts:
    """Every row of a matrix against a document.

    Raises:
        NotMeasured: the document asks for a reading that the matrix does not have.
    """
    by_criterion = np.empty((len(document.criteria), len(matrix.codes)), dtype=np.int8)
    for at, criterion in enumerate(document.criteria):
        by_criterion[at] = outcomes_of(matrix, criterion)
    return conclude(matrix, document, by_criterion)


def outcomes_of(matrix: MeasureMatrix, criterion: Criterion) -> Outcomes:
    """One criterion's outcome in every row; all that has to be computed after its threshold moved."""
    read = column_of(matrix, criterion)
    n, of = bars(matrix, criterion)
    observed = read.n if isinstance(of, int) and of == 1 else read.n * of
    bar = n if read.of is None else n * read.of
    met = observed <= bar if less_is_better(criterion) else observed >= bar
    return read.known.view(np.int8) + (met & read.known).view(np.int8)


def conclude(matrix: MeasureMatrix, document: CriteriaDocument, by_criterion: Outcomes) -> Verdicts:
    """Verdicts from the outcomes of the criteria, shape (criteria, rows)."""
    not_met = by_criterion == NOT_MET
    any_not_met = not_met.any(axis=0)
    complete = by_criterion.min(axis=0) > UNKNOWN
    outcome = np.where(any_not_met, NOT_ELIGIBLE, np.where(complete, ELIGIBLE, INCOMPLETE)).astype(np.int8)
    failed_rules = np.zeros(len(matrix.codes), dtype=np.int64)
    barred = np.zeros(len(matrix.codes), dtype=np.bool_)
    for rule, criteria in _by_rule(document).items():
        failed = not_met[criteria].any(axis=0)
        failed_rules += failed
        if rule in document.close.never:
            barred |= failed
    close = any_not_met & complete & ~barred & (failed_rules <= document.close.max_failed)
    return Verdicts(document, matrix, by_criterion, outcome, failed_rules, close)


def _by_rule(document: CriteriaDocument) -> dict[str, list[int]]:
    rules: dict[str, list[int]] = {}
    for at, criterion in enumerate(document.criteria):
        rules.setdefault(criterion.rule, []).append(at)
    return rules


def less_is_better(criterion: Criterion) -> bool:
    """Whether the criterion is held against its bar from above; equality with the best value is no other thing."""
    if criterion.comparison is Comparison.EQUALS:
        return criterion.meaning.direction is Direction.LESS
    return criterion.comparison is Comparison.AT_MOST


def bars(matrix: MeasureMatrix, criterion: Criterion) -> tuple[int, int] | tuple[Ints, Ints]:
    """The bar, n and of: two numbers, or two columns where a country of the matrix has its own."""
    if not criterion.overrides.keys() & set(matrix.countries):
        return criterion.bar.n, criterion.bar.of
    by_country = [criterion.bar_in(country) for country in matrix.countries]
    n = np.array([bar.n for bar in by_country], dtype=np.int64)
    of = np.array([bar.of for bar in by_country], dtype=np.int64)
    return n[matrix.country], of[matrix.country]


def column_of(matrix: MeasureMatrix, criterion: Criterion) -> MeasureColumn:
    """What was measured for a criterion, each row over the window of its country.

    Raises:
        NotMeasured: the matrix does not have it.
    """
    keys = [criterion.reading_in(country).key for country in matrix.countries] or [criterion.reading.key]
    try:
        columns = {key: matrix.columns[key] for key in keys}
    except KeyError as missing:
        raise NotMeasured(missing.args[0]) from missing
    if len(columns) == 1:
        return columns[keys[0]]
    stacked = [columns[key] for key in keys]
    rows = np.arange(len(matrix.codes))
    outs = [column.of for column in stacked if column.of is not None]
    return MeasureColumn(
        np.stack([column.n for column in stacked])[matrix.country, rows],
        np.stack(outs)[matrix.country, rows] if outs else None,
        np.stack([column.known for column in stacked])[matrix.country, rows],
    )


def stack(matrices: Sequence[MeasureMatrix]) -> MeasureMatrix:
    """Several matrices of the same readings, one below the other: several days of one history, judged in one go."""
    countries = tuple(sorted({country for matrix in matrices for country in matrix.countries}))
    position = {country: at for at, country in enumerate(countries)}
    moved = [
        np.array([position[country] for country in matrix.countries], dtype=np.int64)[matrix.country]
        for matrix in matrices
    ]
    return MeasureMatrix(
        codes=tuple(code for matrix in matrices for code in matrix.codes),
        countries=countries,
        country=np.concatenate(moved),
        columns={key: below([matrix.columns[key] for matrix in matrices]) for key in matrices[0].columns},
    )


def below(columns: Sequence[MeasureColumn]) -> MeasureColumn:
    """Several columns of one reading, one below the other."""
    outs = [column.of for column in columns if column.of is not None]
    return MeasureColumn(
        np.concatenate([part.n for part in columns]),
        np.concatenate(outs) if outs else None,
        np.concatenate([part.known for part in columns]),
    )


def sole_obstacles(verdicts: Verdicts) -> Ints:
    """Per row, the position of the one criterion that alone keeps it out; -1 where none or several do."""
    obstacles = verdicts.by_criterion != MET
    alone = (obstacles.sum(axis=0) == 1) & (verdicts.standing == NOT_ELIGIBLE)
    return np.where(alone, obstacles.argmax(axis=0), -1)
