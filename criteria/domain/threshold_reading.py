"""Thresholds of criteria texts: exact, of the measure's shape, and in the direction in which it improves."""

from __future__ import annotations

from criteria.domain.criteria import PER_CENT, Bar, Comparison
from criteria.domain.measures import Direction, Measure, Shape
from files.domain.toml_tables import TableReader

_HIGHEST = 1_000_000
_FINEST = 10_000  # so that cross-multiplied counts stay far within 64 bits
_WRITE = {
    Shape.COUNT: "write a whole number",
    Shape.YES_NO: "write 1 for yes",
    Shape.SHARE: "write { percent = 10 } or { n = 1, of = 8 }",
    Shape.RATIO: "write { n = 50, of = 100 }",
}


def read_bar(table: TableReader, measure: Measure) -> Bar | None:
    """The threshold of a criterion or an override; None when it cannot be read, and then a fault is noted."""
    value = table.raw("threshold")
    if value is None:
        table.fault("threshold", "it is missing", _WRITE[measure.shape])
        return None
    if isinstance(value, float):
        table.fault("threshold", f"{value} is not exact", _WRITE[measure.shape])
        return None
    bar = _fraction(table) if isinstance(value, dict) else _plain(value)
    if bar is None or measure.is_rate != isinstance(value, dict):
        table.fault("threshold", f"{value!r} is no threshold for {measure.name}", _WRITE[measure.shape])
        return None
    return _within_range(table, measure, bar)


def _plain(value: object) -> Bar | None:
    return Bar(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _fraction(table: TableReader) -> Bar | None:
    inner = table.table("threshold")
    if inner is None:
        return None
    n, of, percent = inner.raw("n"), inner.raw("of"), inner.raw("percent")
    inner.refuse_unknown()
    if type(percent) is int and n is None and of is None:
        return Bar(percent, PER_CENT)
    if type(n) is int and type(of) is int and percent is None and of > 0:
        return Bar(n, of)
    return None


def _within_range(table: TableReader, measure: Measure, bar: Bar) -> Bar | None:
    best = 1 if measure.shape is Shape.SHARE else measure.best
    if bar.n < 0 or bar.n > _HIGHEST or (best is not None and bar.n > best * bar.of):
        most = _HIGHEST if best is None else f"{PER_CENT} per cent" if measure.is_rate else best
        table.fault("threshold", f"{measure.name} can never reach it", f"choose one from 0 to {most}")
        return None
    if bar.of > _FINEST:
        table.fault("threshold", f"{bar.of} is too fine", f"use at most {_FINEST} below the line")
        return None
    return bar


def check_comparison(table: TableReader, measure: Measure, comparison: Comparison, bar: Bar) -> None:
    """Note a comparison against the direction in which the measure improves: a better value must never fail."""
    if comparison is Comparison.EQUALS:
        if not _is_best(measure, bar):
            table.fault(
                "comparison",
                "equals would fail a better value",
                f"write {_fitting(measure)}, or ask for the best",
            )
        return
    if comparison is not _fitting(measure):
        good = "less" if measure.direction is Direction.LESS else "more"
        table.fault("comparison", f"of {measure.name}, {good} is better", f'write "{_fitting(measure)}"')


def _fitting(measure: Measure) -> Comparison:
    return Comparison.AT_MOST if measure.direction is Direction.LESS else Comparison.AT_LEAST


def _is_best(measure: Measure, bar: Bar) -> bool:
    if measure.direction is Direction.LESS:
        return bar.n == 0
    if measure.shape is Shape.SHARE:
        return bar.n == bar.of
    return measure.best is not None and bar.n == measure.best
