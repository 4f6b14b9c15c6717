"""Criteria with some numbers moved: what the lab tries out. Pure; a document is never changed, another is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import tomlkit
from tomlkit.items import Table

from criteria.domain.criteria import Bar, Comparison, CriteriaDocument, Criterion
from criteria.domain.engine import MET, NOT_MET, UNKNOWN, Verdicts, conclude, outcomes_of
from criteria.domain.history import Flags
from criteria.domain.measures import MeasureWindow, WindowKind

POINTS = 25
"""On a sensitivity curve, at most."""


@dataclass(frozen=True, slots=True)
class Variation:
    """What is tried on one criterion: another bar, another size of its window, or without it."""

    bar: int | None = None
    window: int | None = None
    off: bool = False


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Between which numbers a bar or window is moved; both ends included."""

    low: int
    high: int

    def __contains__(self, number: int) -> bool:
        return self.low <= number <= self.high


Changes = Mapping[str, Variation]


def bar_span(criterion: Criterion) -> NumberRange | None:
    """How far its bar can be moved; None where it cannot (yes or no)."""
    if criterion.comparison is Comparison.EQUALS:
        return None
    if criterion.meaning.is_rate:
        return NumberRange(0, max(criterion.bar.of, criterion.bar.n))  # a ratio may be more than one
    best = criterion.meaning.best
    return NumberRange(0, max(12, 3 * criterion.bar.n) if best is None else max(best, criterion.bar.n))


def window_span(criterion: Criterion) -> NumberRange | None:
    """How far its window can be moved; None where it has none of a size."""
    kind = criterion.window.kind
    if kind is WindowKind.ALL:
        return None
    return NumberRange(1, 60) if kind is WindowKind.MONTHS else NumberRange(1, 6)


def varied(document: CriteriaDocument, changes: Changes) -> CriteriaDocument:
    """The document with the changes; bars of single countries stay. At least one criterion is left.

    Raises:
        ValueError: a number outside its span, or nothing would be left.
    """
    criteria = tuple(
        _changed(criterion, changes.get(criterion.code, Variation()))
        for criterion in document.criteria
        if not changes.get(criterion.code, Variation()).off
    )
    if not criteria:
        raise ValueError("at least one criterion has to be left")
    made = replace(document, criteria=criteria)
    return replace(made, close=replace(document.close, never=document.close.never & set(made.rules)))


def _changed(criterion: Criterion, change: Variation) -> Criterion:
    made = criterion
    if change.bar is not None:
        _check(change.bar, bar_span(criterion), criterion.code)
        made = replace(made, bar=Bar(change.bar, criterion.bar.of))
    if change.window is not None:
        _check(change.window, window_span(criterion), criterion.code)
        made = replace(made, window=MeasureWindow(criterion.window.kind, change.window))
    return made


def _check(number: int, span: NumberRange | None, code: str) -> None:
    if span is None or number not in span:
        raise ValueError(f"{code}: {number} is outside of what can be tried")


@dataclass(frozen=True, slots=True)
class ThresholdPoint:
    """How many qualify and how many are close when one bar stands at `bar`."""

    bar: int
    eligible: int
    close: int


def sensitivity(verdicts: Verdicts, code: str) -> Iterator[ThresholdPoint]:
    """What moving one bar through its span would do, everything else as it is. The bar as it stands is among them.

    Only that criterion is held against its bars. What each of its outcomes would make of a factory does not depend on
    the bar, so it is concluded once for each outcome.
    """
    document, matrix = verdicts.document, verdicts.matrix
    criterion = document.criterion(code)
    span = bar_span(criterion)
    if span is None:
        return
    at = document.criteria.index(criterion)
    close_if = np.stack([_close_if(verdicts, at, outcome) for outcome in (UNKNOWN, NOT_MET, MET)])
    others_met = np.delete(verdicts.by_criterion == MET, at, axis=0).all(axis=0)
    rows = np.arange(len(matrix.codes))
    step = max(1, -(-(span.high - span.low) // (POINTS - 1)))
    for bar in sorted({*range(span.low, span.high + 1, step), criterion.bar.n}):
        outcome = outcomes_of(matrix, _changed(criterion, Variation(bar=bar)))
        eligible = int(np.count_nonzero(others_met & (outcome == MET)))
        yield ThresholdPoint(bar, eligible, int(np.count_nonzero(close_if[outcome, rows])))


def _close_if(verdicts: Verdicts, at: int, outcome: int) -> Flags:
    """Who would be close if one criterion came out the same for everybody."""
    by_criterion = verdicts.by_criterion.copy()
    by_criterion[at] = outcome
    return conclude(verdicts.matrix, verdicts.document, by_criterion).close


def rewritten(text: str, document: CriteriaDocument, changes: Changes, *, version: str) -> str:
    """The TOML text of a document with the changes and another version; comments and order stay."""
    content: Any = tomlkit.parse(text)
    content["version"] = version
    never = varied(document, changes).close.never
    if never != document.close.never:
        content["close"]["never"] = sorted(never)
    tables = content["criteria"]
    for at, criterion in reversed(list(enumerate(document.criteria))):
        change = changes.get(criterion.code, Variation())
        if change.off:
            _drop(tables, at)
            continue
        if change.bar is not None:
            _renumber(tables[at], "threshold", change.bar)
        if change.window is not None:
            _renumber(tables[at], "window", change.window)
    return tomlkit.dumps(content)


def _renumber(table: Any, key: str, number: int) -> None:
    """Put a number in the place of a plain one, or of the first in `{ percent = 10 }`, `{ n = 1, of = 8 }`."""
    if isinstance(table[key], dict):
        table, key = table[key], next(name for name in table[key] if name != "of")
    table[key] = number


def _drop(tables: Any, at: int) -> None:
    """Take a table away; comments that stand before the next one are that one's and stay."""
    if at + 1 < len(tables):
        following = tables[at + 1].trivia
        following.indent = _trailing_comments(tables[at]) + following.indent
    del tables[at]


def _trailing_comments(table: Table) -> str:
    text = ""
    for key, item in reversed(table.value.body):
        if isinstance(item, Table):
            return _trailing_comments(item) + text
        if key is not None:
            break
        text = item.as_string() + text
    return text
