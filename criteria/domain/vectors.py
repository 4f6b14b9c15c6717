"""Verdicts and measure vectors as plain rows fit for JSON, and stored vectors judged again to the letter.

A vector holds one factory's readings: `{"noncompliance_rate@last=1": {"n": 5, "of": 120}, "open_cases@all": 0,
"committee_elected@months=12": null}`. A rate is n of something, any other value a whole number, unknown is null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from criteria.domain.criteria import Bar, CriteriaDocument, Criterion, MeasureRequest
from criteria.domain.distance import shortfalls
from criteria.domain.engine import (
    NOT_MET,
    OUTCOMES,
    STANDINGS,
    UNKNOWN,
    MeasureMatrix,
    NotMeasured,
    Verdicts,
    column_of,
)
from criteria.domain.measures import MEASURES, MeasureColumn

Value = int | dict[str, int] | None
Vector = Mapping[str, Value]
Row = dict[str, Any]


class VectorFaulty(ValueError):
    """A stored vector has a value that no measure gives: it was altered."""


def vectors(matrix: MeasureMatrix, document: CriteriaDocument) -> list[dict[str, Value]]:
    """Each row's readings for a document, in the document's order: what an evaluation stores.

    Only the windows of the row's own country are in it.
    """
    found: list[dict[str, Value]] = [{} for _ in matrix.codes]
    for criterion in document.criteria:
        keys = [criterion.reading_in(country).key for country in matrix.countries]
        values = values_of(column_of(matrix, criterion))
        for vector, country, value in zip(found, matrix.country.tolist(), values, strict=True):
            vector[keys[country]] = value
    return found


def values_of(column: MeasureColumn) -> list[Value]:
    """A column as values fit for JSON."""
    known, n = column.known.tolist(), column.n.tolist()
    if column.of is None:
        return [value if sure else None for sure, value in zip(known, n, strict=True)]
    of = column.of.tolist()
    return [
        {"n": part, "of": whole} if sure else None for sure, part, whole in zip(known, n, of, strict=True)
    ]


def matrix_of(
    rows: Sequence[Vector], document: CriteriaDocument, *, countries: Sequence[str], codes: Sequence[str] = ()
) -> MeasureMatrix:
    """Stored vectors as a matrix.

    Args:
        rows: the vectors.
        document: the criteria they were stored for.
        countries: the country of each.
        codes: the factory of each; empty texts when nobody asks.

    Raises:
        NotMeasured: a vector lacks a reading that the document asks for in its country.
        VectorFaulty: a vector has a value that no measure gives.
    """
    distinct = tuple(sorted(set(countries)))
    position = {country: at for at, country in enumerate(distinct)}
    columns: dict[str, MeasureColumn] = {}
    for reading in document.readings():
        needed = {
            country
            for country in distinct
            if any(c.reading_in(country) == reading for c in document.criteria)
        }
        values = [
            _stored(vector, reading, needed=country in needed)
            for vector, country in zip(rows, countries, strict=True)
        ]
        columns[reading.key] = _column(reading, values)
    return MeasureMatrix(
        codes=tuple(codes) or ("",) * len(rows),
        countries=distinct,
        country=np.array([position[country] for country in countries], dtype=np.int64),
        columns=columns,
    )


def _stored(vector: Vector, reading: MeasureRequest, *, needed: bool) -> Value:
    if reading.key not in vector:
        if needed:
            raise NotMeasured(reading.key)
        return None
    value = vector[reading.key]
    if value is None:
        return None
    fits = _is_rate(value) if MEASURES[reading.measure].is_rate else type(value) is int and value >= 0
    if not fits:
        raise VectorFaulty(f"{reading.key}: {value!r}")
    return value


def _is_rate(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"n", "of"}
        and all(type(part) is int and part >= 0 for part in value.values())
    )


def _column(reading: MeasureRequest, values: Sequence[Value]) -> MeasureColumn:
    known = np.array([value is not None for value in values], dtype=np.bool_)
    if not MEASURES[reading.measure].is_rate:
        return MeasureColumn(np.array([value or 0 for value in values], dtype=np.int64), None, known)
    pairs = [(value["n"], value["of"]) if isinstance(value, dict) else (0, 0) for value in values]
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return MeasureColumn(both[:, 0].copy(), both[:, 1].copy(), known)


def verdict_rows(verdicts: Verdicts) -> list[Row]:
    """Verdicts in order of factory code, as `evaluate --json` prints them.

    Each row: factory, outcome, failed, unknown (codes), criteria (code, pillar, outcome, value, threshold, shortfall,
    unit). The shortfall is 0 if met and null if unknown.
    """
    document, matrix = verdicts.document, verdicts.matrix
    entries = [_entries(verdicts, at, criterion) for at, criterion in enumerate(document.criteria)]
    codes = [criterion.code for criterion in document.criteria]
    standing, outcomes = verdicts.standing.tolist(), verdicts.by_criterion.T.tolist()
    return [
        {
            "factory": matrix.codes[row],
            "outcome": STANDINGS[standing[row]],
            "failed": [code for code, met in zip(codes, outcomes[row], strict=True) if met == NOT_MET],
            "unknown": [code for code, met in zip(codes, outcomes[row], strict=True) if met == UNKNOWN],
            "criteria": [entry[row] for entry in entries],
        }
        for row in sorted(range(len(matrix.codes)), key=matrix.codes.__getitem__)
    ]


def _entries(verdicts: Verdicts, at: int, criterion: Criterion) -> list[Row]:
    """One criterion's entry for every row."""
    matrix = verdicts.matrix
    thresholds = [bar_value(criterion, criterion.bar_in(country)) for country in matrix.countries]
    code, pillar, unit = criterion.code, criterion.pillar.value, criterion.unit
    return [
        {
            "code": code,
            "pillar": pillar,
            "outcome": OUTCOMES[outcome],
            "value": value,
            "threshold": thresholds[country],
            "shortfall": None if outcome == UNKNOWN else shortfall,
            "unit": unit,
        }
        for outcome, value, country, shortfall in zip(
            verdicts.by_criterion[at].tolist(),
            values_of(column_of(matrix, criterion)),
            matrix.country.tolist(),
            shortfalls(verdicts, at).tolist(),
            strict=True,
        )
    ]


def bar_value(criterion: Criterion, bar: Bar) -> Value:
    """A bar as a value fit for JSON."""
    return {"n": bar.n, "of": bar.of} if criterion.meaning.is_rate else bar.n
