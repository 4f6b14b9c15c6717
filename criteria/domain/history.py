"""The history store: dated facts of many factories as numpy columns, sorted so that any day can be read cheaply.

"The facts of each factory by a day" is one binary search per factory, and a sum over them one difference of running
totals. One factory is the same store with one row of factories. A fact is in the store from the day it happened; what
was *recorded* later is for whoever fills the store to leave out (`--known-at`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from criteria.domain.days import NEVER, Ints
from criteria.domain.facts import (
    CLUSTERS,
    FULL,
    FULL_KIND,
    KINDS,
    MUST,
    NEVER_YET,
    NO,
    NOTHING,
    PARTIAL,
    REMOTE,
    UNKNOWN,
    UNKNOWN_NUMBER,
    YES,
    ZERO,
    Columns,
    Facts,
    Flags,
    HistoryFaulty,
    Keys,
)

__all__ = [
    "CLUSTERS",
    "FINDING_COUNTS",
    "FULL",
    "KINDS",
    "PARTIAL",
    "RECORD_TABLES",
    "REMOTE",
    "UNKNOWN",
    "Columns",
    "Facts",
    "Flags",
    "History",
    "HistoryFaulty",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assessments(Facts):
    """Final assessments; `day` is the day of the visit. Counts are of questions unless they say points.

    Attributes:
        kind: `FULL`, `PARTIAL` or `REMOTE`.
        weak_points: compliance points with more than half of their applicable questions non-compliant through the
            factory's own doing.
        public_noncompliant, core_noncompliant, zero_tolerance_noncompliant: attributed to the factory and not to
            national law.
        repeated: non-compliant here and in the factory's full assessment before; `UNKNOWN` where there is none before.
        public_repeated: the publicly reported ones among `repeated`; `UNKNOWN` likewise.
        revision, digest: which revision of the answer sheet was read, for the evidence an evaluation pins.
        cluster_applicable, cluster_noncompliant: shape (rows, clusters), in the order of `CLUSTERS`.
    """

    cycle: Ints = field(metadata=MUST)
    place: Ints = field(metadata=ZERO)
    kind: Ints = field(metadata=FULL_KIND)
    unannounced: Flags = field(metadata=YES)
    applicable: Ints = field(metadata=MUST)
    noncompliant: Ints = field(metadata=MUST)
    public_applicable: Ints = field(metadata=ZERO)
    public_noncompliant: Ints = field(metadata=ZERO)
    core_applicable: Ints = field(metadata=ZERO)
    core_noncompliant: Ints = field(metadata=ZERO)
    zero_tolerance_applicable: Ints = field(metadata=ZERO)
    zero_tolerance_noncompliant: Ints = field(metadata=ZERO)
    weak_points: Ints = field(metadata=ZERO)
    repeated: Ints = field(metadata=UNKNOWN_NUMBER)
    public_repeated: Ints = field(metadata=UNKNOWN_NUMBER)
    cluster_applicable: Ints = field(metadata=ZERO)
    cluster_noncompliant: Ints = field(metadata=ZERO)
    revision: Ints = field(metadata=ZERO)
    digest: Keys = field(metadata=NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SheetFindings(Facts):
    """Questions answered non-compliant in full unannounced assessments, one a row; `key` is the assessment's.

    The flags say which counts of `Assessments` a question is part of; they have the names of those counts.

    Attributes:
        cluster: position in `CLUSTERS`, or `UNKNOWN` for another.
        point: the compliance point.
        weak_points: among the findings of a weak point, of the factory's own doing.
    """

    question: Keys = field(metadata=NOTHING)
    cluster: Ints = field(metadata=UNKNOWN_NUMBER)
    point: Keys = field(metadata=NOTHING)
    noncompliant: Flags = field(metadata=YES)
    public_noncompliant: Flags = field(metadata=NO)
    core_noncompliant: Flags = field(metadata=NO)
    zero_tolerance_noncompliant: Flags = field(metadata=NO)
    weak_points: Flags = field(metadata=NO)
    repeated: Flags = field(metadata=NO)
    public_repeated: Flags = field(metadata=NO)


FINDING_COUNTS = (
    "noncompliant", "public_noncompliant", "core_noncompliant", "zero_tolerance_noncompliant", "weak_points",
    "repeated", "public_repeated",
)  # fmt: skip
"""Counts of `Assessments` that single findings make."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Issues(Facts):
    """Publicly reported issues found; `day` is the day of the finding.

    Attributes:
        fixed: the day the programme verified that it was put right, or `NEVER`.
        from_visit: found during an advisory visit, not in an assessment.
    """

    fixed: Ints = field(metadata=NEVER_YET)
    from_visit: Flags = field(metadata=NO)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlanItems(Facts):
    """Items of improvement plans that have a due day; `day` is that day. `done` and `verified` are days or `NEVER`."""

    done: Ints = field(metadata=NEVER_YET)
    verified: Ints = field(metadata=NEVER_YET)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CommitteeReviews(Facts):
    """Reviews of the bipartite committee. `elected` is 1, 0 or `UNKNOWN`; other numbers `UNKNOWN` when not recorded."""

    worker_seats: Ints = field(metadata=MUST)
    management_seats: Ints = field(metadata=MUST)
    elected: Ints = field(metadata=UNKNOWN_NUMBER)
    women_percent: Ints = field(metadata=UNKNOWN_NUMBER)
    meetings: Ints = field(metadata=UNKNOWN_NUMBER)
    minutes: Ints = field(metadata=UNKNOWN_NUMBER)
    issues_raised: Ints = field(metadata=UNKNOWN_NUMBER)
    issues_resolved: Ints = field(metadata=UNKNOWN_NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SystemsReviews(Facts):
    """Reviews of one area of the management system: a score of 1–5, and the level of each element seen, 1–5."""

    score: Ints = field(metadata=MUST)
    policy: Ints = field(metadata=UNKNOWN_NUMBER)
    responsible: Ints = field(metadata=UNKNOWN_NUMBER)
    procedure: Ints = field(metadata=UNKNOWN_NUMBER)
    communication: Ints = field(metadata=UNKNOWN_NUMBER)
    monitoring: Ints = field(metadata=UNKNOWN_NUMBER)
    correction: Ints = field(metadata=UNKNOWN_NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learning(Facts):
    """Courses that people of a factory attended.

    Attributes:
        on_offer: whether the course is in the programme's catalogue.
        next_same: the day the factory next attended the same course, or `NEVER`: counts distinct courses by one sum.
    """

    on_offer: Flags = field(metadata=NO)
    next_same: Ints = field(metadata=NEVER_YET)
    hours: Ints = field(metadata=ZERO)
    managers_men: Ints = field(metadata=ZERO)
    managers_women: Ints = field(metadata=ZERO)
    workers_men: Ints = field(metadata=ZERO)
    workers_women: Ints = field(metadata=ZERO)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cases(Facts):
    """Zero-tolerance cases; `day` is the day of opening, `closed` a day or `NEVER`."""

    closed: Ints = field(metadata=NEVER_YET)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeadCounts(Facts):
    """Head counts; `women` is `UNKNOWN` when not counted apart."""

    workers: Ints = field(metadata=MUST)
    women: Ints = field(metadata=UNKNOWN_NUMBER)


RECORD_TABLES: Mapping[str, tuple[str, type[Facts]]] = {
    "plan_item": ("plan_items", PlanItems),
    "committee": ("committees", CommitteeReviews),
    "systems": ("systems", SystemsReviews),
    "learning": ("learning", Learning),
    "case": ("cases", Cases),
}
"""Of a kind of evidence: the table of its records as `History.build` calls it, and that table's columns."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """All dated facts of some factories.

    Attributes:
        codes: the factories' codes; their position is the index used in every table.
        countries: the distinct country codes; `country` holds each factory's index in it.
        assessments: of every kind. `judged`: the full and unannounced ones among them, which criteria read.
        findings: the single findings of `judged`; None where they were not read. Counting needs none of them.
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
    workforce: HeadCounts
    courses_on_offer: int
    findings: SheetFindings | None = None

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
        findings: Columns | None = None,
        courses_on_offer: Iterable[str] = (),
    ) -> History:
        """A store of these columns, in any order of rows.

        Args:
            factories: code and country of each factory.
            assessments, issues, plan_items, committees, cases, workforce: columns as named in the tables.
            systems: as `SystemsReviews`, with a column `area` of "osh" and "hr".
            learning: as `Learning`, with course names in `course` and without `on_offer` and `next_same`.
            findings: as `SheetFindings`; None where single findings are not asked for.
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
            workforce=HeadCounts.of(count, _extend_first_backwards(count, workforce or {})),
            courses_on_offer=len(offered),
            findings=None if findings is None else SheetFindings.of(count, findings),
        )


def _extend_first_backwards(count: int, workforce: Columns) -> Columns:
    """A factory's first head count stands for the time before it as well: lists say how many, not since when."""
    if not workforce:
        return {}
    factory = np.asarray(workforce["factory"], dtype=np.int64)
    day = np.asarray(workforce["day"], dtype=np.int64)
    first = np.full(count, NEVER, dtype=np.int64)
    np.minimum.at(first, factory, day)
    return {**workforce, "day": np.where(day == first[factory], date.min.toordinal(), day)}


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
