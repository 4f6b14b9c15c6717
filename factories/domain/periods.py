"""Periods of days: a first and a last day, both inclusive; the last is None while the period is open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

Period = tuple[date, date | None]


def overlapping(first: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    return (first[1] is None or other[0] <= first[1]) and (other[1] is None or first[0] <= other[1])


def union(periods: Iterable[Period]) -> list[Period]:
    """The fewest periods that cover the same days, in order; periods that follow day on day become one."""
    found: list[Period] = []
    for start, end in sorted(periods, key=lambda period: period[0]):
        if found:
            first, last = found[-1]
            if last is None:
                continue
            if start <= last + timedelta(days=1):
                found[-1] = first, None if end is None else max(last, end)
                continue
        found.append((start, end))
    return found
