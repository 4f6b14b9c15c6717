"""Priority factories: those that need the most support, each with its reasons in numbers.

A factory is one when its latest non-compliance rate lies above its country's mean by more than two standard
deviations, when a zero-tolerance case is open, or when three publicly reported issues were found again. All numbers
are parameters. The rule is decided in whole numbers of any length; the mean and deviation told with a reason are
floating point and only for display.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, sqrt

import numpy as np

from criteria.domain.history import History
from criteria.domain.measures import EVERYTHING, MEASURES, MeasureColumn, Snapshot
from criteria.domain.measures.window import last


@dataclass(frozen=True, slots=True)
class Parameters:
    """When a factory is a priority.

    Attributes:
        deviations: how many standard deviations above the country's mean.
        smallest_group: fewer factories with a rate have no mean that says anything, and none is told.
        open_cases: from how many open cases on.
        repeated_issues: from how many publicly reported issues found again on.
    """

    deviations: Fraction = Fraction(2)
    smallest_group: int = 5
    open_cases: int = 1
    repeated_issues: int = 3


@dataclass(frozen=True, slots=True)
class HighRate:
    """The latest rate stands out in the country."""

    n: int
    of: int
    mean: float
    deviation: float
    factories: int


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Zero-tolerance cases are open."""

    cases: int


@dataclass(frozen=True, slots=True)
class RepeatedIssues:
    """Publicly reported issues were found again."""

    issues: int


Reason = HighRate | OpenCases | RepeatedIssues

DEFAULT = Parameters()


def priorities(
    history: History, as_of: int, parameters: Parameters = DEFAULT
) -> dict[str, tuple[Reason, ...]]:
    """Factory code → reasons, of the factories that are a priority as of a day (an ordinal).

    The mean is of the country's factories in the history: ask with whole countries.
    """
    snapshot = Snapshot(history, as_of)
    reasons: dict[int, list[Reason]] = {}
    rates = MEASURES["noncompliance_rate"].read(snapshot, last(1))
    for country in range(len(history.countries)):
        rows = np.flatnonzero(history.country == country)
        for row, reason in _high_rates(rates, rows.tolist(), parameters):
            reasons.setdefault(row, []).append(reason)
    cases = MEASURES["open_cases"].read(snapshot, EVERYTHING)
    for row in _from(cases, parameters.open_cases):
        reasons.setdefault(row, []).append(OpenCases(int(cases.n[row])))
    issues = MEASURES["repeated_public_issues"].read(snapshot, last(1))
    for row in _from(issues, parameters.repeated_issues):
        reasons.setdefault(row, []).append(RepeatedIssues(int(issues.n[row])))
    return {history.codes[row]: tuple(reasons[row]) for row in sorted(reasons, key=history.codes.__getitem__)}


def _from(column: MeasureColumn, fewest: int) -> list[int]:
    return np.flatnonzero(column.known & (column.n >= fewest)).tolist()


def _high_rates(
    column: MeasureColumn, rows: Iterable[int], parameters: Parameters
) -> list[tuple[int, HighRate]]:
    """The rows whose rate lies above the mean by more than the deviations allowed, decided without a division."""
    known = [row for row in rows if column.known[row]]
    if column.of is None or len(known) < parameters.smallest_group:
        return []
    rates = {row: (int(column.n[row]), int(column.of[row])) for row in known}
    outstanding, mean, deviation = outliers(rates.values(), parameters.deviations)
    return [
        (row, HighRate(n, of, mean, deviation, len(known)))
        for row, (n, of) in rates.items()
        if (n, of) in outstanding
    ]


def outliers(
    rates: Iterable[tuple[int, int]], deviations: Fraction
) -> tuple[frozenset[tuple[int, int]], float, float]:
    """The rates above the mean by more than so many standard deviations (of the whole group), exactly.

    Returns:
        The rates (n, of) that stand out; the mean and the standard deviation, for display.
    """
    occurring = Counter(rates)
    whole = lcm(*(of for _, of in occurring))
    scaled = {rate: rate[0] * (whole // rate[1]) for rate in occurring}
    count = occurring.total()
    total = sum(scaled[rate] * times for rate, times in occurring.items())
    squares = sum(scaled[rate] ** 2 * times for rate, times in occurring.items())
    # count² times the variance, and count times the distance from the mean: whole numbers both
    spread = count * squares - total**2
    bound = deviations.numerator**2 * spread
    found = frozenset(
        rate
        for rate, value in scaled.items()
        if (beyond := count * value - total) > 0 and (beyond * deviations.denominator) ** 2 > bound
    )
    return found, float(Fraction(total, count * whole)), sqrt(Fraction(spread, (count * whole) ** 2))
