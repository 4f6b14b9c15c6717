"""The history store: dated facts of many factories as numpy columns, sorted so that any day can be read cheaply.

Every table is sorted by factory and day and carries its sort key, so "the facts of each factory by a day" is one
binary search per factory, and a sum over them one difference of running totals. One factory is the same store with
one row of factories. A fact is in the store from the day it happened; what was *recorded* later is for whoever
fills the store to leave out (`--known-at`).

Days are ordinals; a day that has not come is `NEVER`; a number nobody recorded is `UNKNOWN` (-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from recognition.domain.days import NEVER, Ints

Flags = NDArray[np.bool_]
Keys = NDArray[np.object_]
Columns = Mapping[str, Any]
"""Column name → values, one a row, in any order; columns with a default may be left out."""

UNKNOWN = -1
CLUSTERS = ("CL", "DI", "FL", "FA", "CO", "CH", "OS", "WT")
"""Cluster codes of the Compliance Assessment Tool, in the order of the cluster columns."""

FULL, PARTIAL, REMOTE = 0, 1, 2
KINDS = {"full": FULL, "partial": PARTIAL, "remote": REMOTE}

_SPAN = NEVER + 1


class HistoryFaulty(ValueError):
    """Columns that cannot be a history: a programming mistake of whoever fills the store."""


def _column(default: Any = None, dtype: type = np.int64) -> Any:
    """A column; without a default it must be given."""
    return field(metadata={"default": default, "dtype": dtype})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Rows of one kind of fact, sorted by factory, day and key.

    Attributes:
        factories: how many factories the store has.
        order: the sort key, `factory * span + day`.
        factory: index of the factory.
        day: the day it happened.
        key: what finds the row again (a primary key); None where nobody needs it.
    """

    factories: int
    order: Ints
    factory: Ints
    day: Ints
    key: Keys = _column("", object)

    @classmethod
    def of(cls, factories: int, columns: Columns) -> Self:
        """A table of these columns, sorted.

        Raises:
            HistoryFaulty: a column is missing, unknown or of another length, or names a factory that is none.
        """
        rows = len(columns.get("factory", ()))
        filled = {
            name: _filled(cls.__name__, name, columns, meta, rows) for name, meta in _columns_of(cls).items()
        }
        if unknown := sorted(set(columns) - set(filled)):
            raise HistoryFaulty(f"{cls.__name__} has no column {', '.join(unknown)}")
        factory = filled["factory"]
        if rows and (int(factory.min()) < 0 or int(factory.max()) >= factories):
            raise HistoryFaulty(f"{cls.__name__} names a factory outside 0 … {factories - 1}")
        order = factory * _SPAN + filled["day"]
        by = _sorting(order, filled["key"])
        return cls(
            factories=factories, order=order[by], **{name: values[by] for name, values in filled.items()}
        )

    def rows_from(self, day: int) -> Ints:
        """Per factory, the position of its first row on or after a day."""
        return np.searchsorted(self.order, np.arange(self.factories) * _SPAN + day, side="left")

    def rows_after(self, day: int) -> Ints:
        """Per factory, the position behind its last row on or before a day."""
        return np.searchsorted(self.order, np.arange(self.factories) * _SPAN + day, side="right")

    def where(self, chosen: Flags) -> Self:
        """The chosen rows as a table of the same factories."""
        columns = {name: getattr(self, name)[chosen] for name in (*_columns_of(type(self)), "order")}
        return type(self)(factories=self.factories, **columns)


def _columns_of(cls: type[Facts]) -> dict[str, Mapping[str, Any]]:
    return {
        each.name: each.metadata or {"default": None, "dtype": np.int64}
        for each in fields(cls)
        if each.name not in {"factories", "order"}
    }


def _filled(table: str, name: str, columns: Columns, meta: Mapping[str, Any], rows: int) -> NDArray[Any]:
    if name not in columns:
        if meta["default"] is None and rows:
            raise HistoryFaulty(f"{table} needs the column {name}")
        default = meta["default"] if meta["default"] is not None else 0
        shape = (rows, len(CLUSTERS)) if name.startswith("cluster_") else (rows,)
        return np.full(shape, default, dtype=meta["dtype"])
    if meta["dtype"] is object:
        values: NDArray[Any] = np.empty(len(columns[name]), dtype=object)
        values[:] = list(columns[name])
    else:
        values = np.asarray(columns[name], dtype=meta["dtype"])
    if name.startswith("cluster_"):
        values = values.reshape(-1, len(CLUSTERS))
    if len(values) != rows:
        raise HistoryFaulty(f"{table}.{name} has {len(values)} rows instead of {rows}")
    return values


def _sorting(order: Ints, keys: Keys) -> NDArray[np.intp]:
    """The permutation that sorts by factory and day; rows of one day by key, so that no input order shows through."""
    by = np.argsort(order, kind="stable")
    if np.all(np.diff(order[by])):
        return by
    ranks = {key: rank for rank, key in enumerate(sorted({str(key) for key in keys}))}
    return np.lexsort((np.array([ranks[str(key)] for key in keys]), order))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessments(Facts):
    """Final assessments; `day` is the day of the visit. Counts are of questions unless they say points.

    Attributes:
        kind: `FULL`, `PARTIAL` or `REMOTE`.
        weak_points: compliance points with more than half of their applicable questions non-compliant.
        core_noncompliant: in core labour clusters, attributed to the factory and not to national law.
        repeated: non-compliant here and in the factory's full assessment before; `UNKNOWN` where there is none before.
        public_repeated: the publicly reported ones among `repeated`; `UNKNOWN` likewise.
        revision, digest: which revision of the answer sheet was read, for the evidence an evaluation pins.
        cluster_applicable, cluster_noncompliant: shape (rows, clusters), in the order of `CLUSTERS`.
    """

    cycle: Ints = _column()
    kind: Ints = _column(FULL)
    unannounced: Flags = _column(default=True, dtype=np.bool_)
    applicable: Ints = _column()
    noncompliant: Ints = _column()
    public_applicable: Ints = _column(0)
    public_noncompliant: Ints = _column(0)
    core_applicable: Ints = _column(0)
    core_noncompliant: Ints = _column(0)
    zero_tolerance_applicable: Ints = _column(0)
    zero_tolerance_noncompliant: Ints = _column(0)
    weak_points: Ints = _column(0)
    repeated: Ints = _column(UNKNOWN)
    public_repeated: Ints = _column(UNKNOWN)
    cluster_applicable: Ints = _column(0)
    cluster_noncompliant: Ints = _column(0)
    revision: Ints = _column(0)
    digest: Keys = _column("", object)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issues(Facts):
    """Publicly reported issues found; `day` is the day of the finding.

    Attributes:
        fixed: the day the programme verified that it was put right, or `NEVER`.
        from_visit: found during an advisory visit, not in an assessment.
    """

    fixed: Ints = _column(NEVER)
    from_visit: Flags = _column(default=False, dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItems(Facts):
    """Items of improvement plans that have a due day; `day` is that day. `done` and `verified` are days or `NEVER`."""

    done: Ints = _column(NEVER)
    verified: Ints = _column(NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeReviews(Facts):
    """Reviews of the bipartite committee. `elected` is 1, 0 or `UNKNOWN`; other numbers `UNKNOWN` when not recorded."""

    worker_seats: Ints = _column()
    management_seats: Ints = _column()
    elected: Ints = _column(UNKNOWN)
    women_percent: Ints = _column(UNKNOWN)
    meetings: Ints = _column(UNKNOWN)
    minutes: Ints = _column(UNKNOWN)
    issues_raised: Ints = _column(UNKNOWN)
    issues_resolved: Ints = _column(UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemsReviews(Facts):
    """Reviews of one area of the management system: a score of 1–5; elements in place of elements looked for."""

    score: Ints = _column()
    elements: Ints = _column(UNKNOWN)
    elements_in_place: Ints = _column(UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning(Facts):
    """Courses that people of a factory attended.

    Attributes:
        course: index of the course's name (case and outer blanks aside).
        on_offer: whether the course is in the programme's catalogue.
        next_same: the day the factory next attended the same course, or `NEVER`: counts distinct courses by one sum.
    """

    course: Ints = _column()
    on_offer: Flags = _column(default=False, dtype=np.bool_)
    next_same: Ints = _column(NEVER)
    hours: Ints = _column(0)
    managers_men: Ints = _column(0)
    managers_women: Ints = _column(0)
    workers_men: Ints = _column(0)
    workers_women: Ints = _column(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases(Facts):
    """Zero-tolerance cases; `day` is the day of opening, `closed` a day or `NEVER`."""

    closed: Ints = _column(NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workforce(Facts):
    """Head counts; `women` is `UNKNOWN` when not counted apart."""

    workers: Ints = _column()
    women: Ints = _column(UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """The table of learning, its courses numbered by name and each told when it next came."""
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
    columns = dict(learning) | {
        "course": course,
        "next_same": following,
        "on_offer": np.array([name in offered for name in names], dtype=np.bool_),
    }
    return Learning.of(count, columns)


def _course_name(name: str) -> str:
    return " ".join(name.split()).casefold()
