"""The history store: dated facts of many factories as numpy columns, sorted so that any day can be read cheaply.

"The facts of each factory by a day" is one binary search per factory, and a sum over them one difference of running
totals. One factory is the same store with one row of factories. A fact is in the store from the day it happened; what
was *recorded* later is for whoever fills the store to leave out (`--known-at`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from criteria.domain.days import NEVER, Ints
from criteria.domain.facts import (
    CLUSTERS,
    FULL,
    KINDS,
    PARTIAL,
    REMOTE,
    UNKNOWN,
    Assessments,
    Cases,
    Columns,
    CommitteeReviews,
    Facts,
    Flags,
    HistoryFaulty,
    Issues,
    Learning,
    PlanItems,
    SystemsReviews,
    Workforce,
)

__all__ = [
    "CLUSTERS",
    "FULL",
    "KINDS",
    "PARTIAL",
    "REMOTE",
    "UNKNOWN",
    "Columns",
    "Facts",
    "Flags",
    "History",
    "HistoryFaulty",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """All dated facts of some factories.

    Attributes:
        codes: the factories' codes; their position is the index used in every table.
        countries: the distinct country codes; `country` holds each factory's index in it.
        assessments: of every kind. `judged`: the full and unannounced ones among them, which criteria read.
        courses_on_offer: how many courses the programme's catalogue has.
    """

    codes: tuple[str, ...]
    countries: tuple[str, ...]
    country: Ints
    assessments: Assessments
    judged: Assessments
    issues: Issues
    plan_items: PlanItems
    committees: CommitteeReviews
    systems_osh: SystemsReviews
    systems_hr: SystemsReviews
    learning: Learning
    cases: Cases
    workforce: Workforce
    courses_on_offer: int

    @classmethod
    def build(
        cls,
        factories: Sequence[tuple[str, str]],
        *,
        assessments: Columns | None = None,
        issues: Columns | None = None,
        plan_items: Columns | None = None,
        committees: Columns | None = None,
        systems: Columns | None = None,
        learning: Columns | None = None,
        cases: Columns | None = None,
        workforce: Columns | None = None,
        courses_on_offer: Iterable[str] = (),
    ) -> History:
        """A store of these columns, in any order of rows.

        Args:
            factories: code and country of each factory.
            assessments, issues, plan_items, committees, cases, workforce: columns as named in the tables.
            systems: as `SystemsReviews`, with a column `area` of "osh" and "hr".
            learning: as `Learning`, with course names in `course` and without `on_offer` and `next_same`.
            courses_on_offer: names of the courses in the catalogue.

        Raises:
            HistoryFaulty: the columns do not fit together.
        """
        count = len(factories)
        countries = tuple(sorted({country for _, country in factories}))
        position = {country: index for index, country in enumerate(countries)}
        offered = frozenset(_course_name(name) for name in courses_on_offer)
        every = Assessments.of(count, assessments or {})
        return cls(
            codes=tuple(code for code, _ in factories),
            countries=countries,
            country=np.array([position[country] for _, country in factories], dtype=np.int64),
            assessments=every,
            judged=every.where((every.kind == FULL) & every.unannounced),
            issues=Issues.of(count, issues or {}),
            plan_items=PlanItems.of(count, plan_items or {}),
            committees=CommitteeReviews.of(count, committees or {}),
            systems_osh=SystemsReviews.of(count, _area(systems, "osh")),
            systems_hr=SystemsReviews.of(count, _area(systems, "hr")),
            learning=_learning(count, learning, offered),
            cases=Cases.of(count, cases or {}),
            workforce=Workforce.of(count, workforce or {}),
            courses_on_offer=len(offered),
        )


def _area(systems: Columns | None, area: str) -> Columns:
    """The rows of one area, without the column that names it."""
    if not systems:
        return {}
    chosen = np.array([named == area for named in systems["area"]], dtype=np.bool_)
    return {name: np.asarray(values)[chosen] for name, values in systems.items() if name != "area"}


def _learning(count: int, learning: Columns | None, offered: frozenset[str]) -> Learning:
    """The table of learning: of each course is told whether it is on offer and when it next came, whatever its name."""
    if not learning:
        return Learning.of(count, {})
    names = [_course_name(name) for name in learning["course"]]
    number = {name: index for index, name in enumerate(sorted(set(names)))}
    course = np.array([number[name] for name in names], dtype=np.int64)
    factory = np.asarray(learning["factory"], dtype=np.int64)
    day = np.asarray(learning["day"], dtype=np.int64)
    following = np.full(day.size, NEVER, dtype=np.int64)
    by = np.lexsort((day, course, factory))
    same = (np.diff(factory[by]) == 0) & (np.diff(course[by]) == 0)
    following[by[:-1][same]] = day[by[1:][same]]
    columns = {name: values for name, values in learning.items() if name != "course"} | {
        "next_same": following,
        "on_offer": np.array([name in offered for name in names], dtype=np.bool_),
    }
    return Learning.of(count, columns)


def _course_name(name: str) -> str:
    return " ".join(name.split()).casefold()
