"""What each criterion's value was in earlier years, judged by today's criteria on what had happened by then."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from criteria.domain.vectors import verdict_rows
from criteria.queries.criteria import standard
from criteria.queries.judgement import judge_factories

YEARS = 2  # before the report's own day
Row = Mapping[str, Any]
Values = dict[str, dict[str, list[Row | None]]]
"""Factory code → criterion → its rows of `evaluate --json`, oldest first; None where nothing was known."""


def earlier_days(on: date) -> list[date]:
    """The same day of the years before, oldest first."""
    return [_years_before(on, years) for years in range(YEARS, 0, -1)]


def earlier_values(factory_ids: Collection[int], *, criteria: str, days: Sequence[date]) -> Values:
    """Every criterion's value on each of the days. Ten statements a day.

    `criteria`: a version's name, "high-performance/1.0".
    """
    version = standard(*criteria.split("/"))
    found: Values = {}
    if version is None:
        return found
    for place, day in enumerate(days):
        judged = judge_factories(factory_ids, standard=version, as_of=day)
        for verdict in verdict_rows(judged.verdicts):
            rows = found.setdefault(verdict["factory"], {})
            for row in verdict["criteria"]:
                values = rows.setdefault(row["code"], [None] * len(days))
                values[place] = None if row["outcome"] == "unknown" else row
    return found


def _years_before(on: date, years: int) -> date:
    leap_day = (on.month, on.day) == (2, 29)
    return on.replace(year=on.year - years, day=28 if leap_day else on.day)
