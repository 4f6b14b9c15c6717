"""Counts of many final sheets with the marks of their day: publicly reported, core labour, zero tolerance, repeats.

Sheets of several layouts, countries and days are counted together, as exact integers. What was publicly reported or
zero tolerance is asked of the day of the assessment. A repeat is a question non-compliant in two consecutive full
unannounced assessments of a factory. Their versions may differ: a question repeats those that it follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assessments.domain.scoring import Flags, Scores, score_sheets, sheet_matrix
from questionnaires.domain.layout import SheetLayout
from questionnaires.domain.question_flags import EVERY_COUNTRY, MarkKind, Marks
from questionnaires.domain.question_mapping import NO_LINEAGE, Lineage

CORE_CLUSTERS = ("CL", "DI", "FL", "FA")
"""Clusters drawn from the fundamental conventions: child and forced labour, discrimination, freedom of association."""

NO_SHEET_BEFORE = -1
Ints = npt.NDArray[np.int64]
_N, _C = ord("N"), ord("C")


class CountedSheet(NamedTuple):
    """One sheet as it is counted. `judged`: of a full, unannounced assessment, the only ones that can be repeats."""

    key: str  # decides between two sheets of one factory and day
    factory: int
    country: str
    assessed_on: date
    layout: int  # key of the layouts given beside
    sheet: str
    national_law: str  # codes laid to the law, a space between
    judged: bool


class LayoutContext(NamedTuple):
    """How sheets of a layout are read: the layout, the marks of its questionnaire, and what its questions follow."""

    layout: SheetLayout
    marks: Marks
    lineage: Lineage = NO_LINEAGE


class FoundIssue(NamedTuple):
    """A publicly reported question that a sheet answers non-compliant, by the factory's own doing."""

    sheet: int  # position among the sheets given
    question: str


class SingleFinding(NamedTuple):
    """A question that a sheet answers non-compliant."""

    sheet: int  # position among the sheets given
    question: str
    cluster: str
    point: str
    counts: frozenset[str]  # names of the counts of `SheetCounts` that it is part of


@dataclass(frozen=True, slots=True, eq=False)
class SheetCounts:
    """Counts of questions (points, for `weak_points`) in the order of the sheets: shape (n,), or (n, clusters)."""

    applicable: Ints
    noncompliant: Ints
    public_applicable: Ints
    public_noncompliant: Ints  # like all counts below but the clusters': not what is laid to the law
    core_applicable: Ints
    core_noncompliant: Ints
    zero_tolerance_applicable: Ints
    zero_tolerance_noncompliant: Ints
    weak_points: Ints  # more than half of their applicable questions non-compliant by the factory's own doing
    repeated: Ints  # NO_SHEET_BEFORE where there is nothing to compare with
    public_repeated: Ints
    cluster_applicable: Ints
    cluster_noncompliant: Ints
    issues: tuple[FoundIssue, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Masks:
    """Which questions of some sheets of one layout; shape (sheets, questions), `core` (questions,)."""

    applicable: Flags
    noncompliant: Flags
    own: Flags  # non-compliant by the factory's own doing
    public: Flags
    zero_tolerance: Flags
    core: Flags


@dataclass(frozen=True, slots=True, eq=False)
class _LayoutSheets:
    """The sheets of one layout: positions among all, the factory's own non-compliances, what was public that day."""

    rows: npt.NDArray[np.intp]
    place: Mapping[int, int]  # position among all → row here
    layout: SheetLayout
    lineage: Lineage
    noncompliant: Flags
    public: Flags


def count_sheets(
    sheets: Sequence[CountedSheet], readings: Mapping[int, LayoutContext], *, clusters: Sequence[str]
) -> SheetCounts:
    """The counts of every sheet.

    Args:
        sheets: in any order.
        readings: by the `layout` that sheets name.
        clusters: codes, in the order of the columns wanted.

    Raises:
        KeyError: a sheet names a layout that is not given.
        SheetMisfit: a sheet does not fit its layout.
    """
    counts = _empty(len(sheets), len(clusters))
    groups = {
        layout: _counted(sheets, rows, readings[layout], clusters, counts)
        for layout, rows in _positions_by_key(sheet.layout for sheet in sheets).items()
    }
    for (now, then), pairs in _pairs(sheets).items():
        _count_repeats(groups[now], groups[then], pairs, counts)
    issues = tuple(issue for layout in sorted(groups) for issue in _issues(groups[layout]))
    return SheetCounts(**counts, issues=issues)


class MarkedDays:
    """Which questions carry a mark in a country on a day, over several questionnaires; quick for many questions."""

    def __init__(self, kind: MarkKind, every: Iterable[Marks]) -> None:
        self._days: dict[str, list[tuple[str, date, date]]] = {}
        for marks in every:
            for mark in marks.marks:
                if mark.kind is kind:
                    span = (mark.country, mark.from_on, mark.until_on or date.max)
                    self._days.setdefault(mark.question, []).append(span)

    @property
    def questions(self) -> Collection[str]:
        """Every question that has the mark somewhere at some time."""
        return self._days.keys()

    def holds(self, question: str, *, country: str, on: date) -> bool:
        """Whether the question has the mark there that day."""
        return any(
            where in {country, EVERY_COUNTRY} and first <= on <= last
            for where, first, last in self._days.get(question, ())
        )


def _empty(rows: int, clusters: int) -> dict[str, Ints]:
    single = (
        "applicable", "noncompliant", "public_applicable", "public_noncompliant", "core_applicable",
        "core_noncompliant", "zero_tolerance_applicable", "zero_tolerance_noncompliant", "weak_points",
    )  # fmt: skip
    counts: dict[str, Ints] = {name: np.zeros(rows, dtype=np.int64) for name in single}
    counts |= {
        name: np.full(rows, NO_SHEET_BEFORE, dtype=np.int64) for name in ("repeated", "public_repeated")
    }
    wide = ("cluster_applicable", "cluster_noncompliant")
    return counts | {name: np.zeros((rows, clusters), dtype=np.int64) for name in wide}


def _positions_by_key(keys: Iterable[int]) -> dict[int, npt.NDArray[np.intp]]:
    """Positions of each key."""
    found: dict[int, list[int]] = {}
    for position, key in enumerate(keys):
        found.setdefault(key, []).append(position)
    return {key: np.array(positions, dtype=np.intp) for key, positions in found.items()}


def _counted(
    sheets: Sequence[CountedSheet],
    rows: npt.NDArray[np.intp],
    reading: LayoutContext,
    clusters: Sequence[str],
    counts: dict[str, Ints],
) -> _LayoutSheets:
    layout, own_sheets = reading.layout, [sheets[row] for row in rows]
    masks = _masks(own_sheets, reading)
    _count_scores(rows, own_sheets, layout, clusters, counts, laid_to_law=masks.noncompliant & ~masks.own)
    for name in ("public", "zero_tolerance", "core"):
        mask = getattr(masks, name)
        counts[f"{name}_applicable"][rows] = (masks.applicable & mask).sum(axis=1)
        counts[f"{name}_noncompliant"][rows] = (masks.own & mask).sum(axis=1)
    return _group(rows, reading, masks)


def _masks(sheets: Sequence[CountedSheet], reading: LayoutContext) -> _Masks:
    layout = reading.layout
    letters = sheet_matrix([sheet.sheet for sheet in sheets], len(layout))
    scored = np.array(layout.scored, dtype=np.bool_)
    noncompliant = (letters == _N) & scored
    public, zero_tolerance = _marked(sheets, reading)
    return _Masks(
        applicable=noncompliant | ((letters == _C) & scored),
        noncompliant=noncompliant,
        own=_own_doing(sheets, layout, noncompliant),
        public=public,
        zero_tolerance=zero_tolerance,
        core=np.isin(np.array(layout.clusters)[list(layout.cluster_of)], CORE_CLUSTERS),
    )


def _group(rows: npt.NDArray[np.intp], reading: LayoutContext, masks: _Masks) -> _LayoutSheets:
    place = {row: here for here, row in enumerate(rows.tolist())}
    return _LayoutSheets(rows, place, reading.layout, reading.lineage, masks.own, masks.public)


def _count_scores(
    rows: npt.NDArray[np.intp],
    sheets: Sequence[CountedSheet],
    layout: SheetLayout,
    clusters: Sequence[str],
    counts: dict[str, Ints],
    *,
    laid_to_law: Flags,
) -> None:
    scores = score_sheets([sheet.sheet for sheet in sheets], layout)
    counts["applicable"][rows] = scores.applicable
    counts["noncompliant"][rows] = scores.noncompliant
    counts["weak_points"][rows] = _weak_points(scores, layout, laid_to_law).sum(axis=1)
    for column, cluster in enumerate(clusters):
        if cluster in layout.clusters:
            place = layout.clusters.index(cluster)
            counts["cluster_applicable"][rows, column] = scores.cluster_applicable[:, place]
            counts["cluster_noncompliant"][rows, column] = scores.cluster_noncompliant[:, place]


def _weak_points(scores: Scores, layout: SheetLayout, laid_to_law: Flags) -> Flags:
    """(sheets, points): where more than half of what applied is non-compliant by the factory's own doing."""
    own = scores.point_noncompliant.copy()
    sheets, questions = np.nonzero(laid_to_law)
    np.subtract.at(own, (sheets, np.array(layout.point_of, dtype=np.intp)[questions]), 1)
    weak: Flags = 2 * own > scores.point_applicable
    return weak


def _own_doing(sheets: Sequence[CountedSheet], layout: SheetLayout, noncompliant: Flags) -> Flags:
    """The non-compliances that are the factory's own: no factory can put right what the law itself contradicts."""
    own = noncompliant.copy()
    for row, sheet in enumerate(sheets):
        if sheet.national_law:
            own[row, [layout.index[code] for code in sheet.national_law.split() if code in layout.index]] = (
                False
            )
    return own


def _marked(sheets: Sequence[CountedSheet], reading: LayoutContext) -> tuple[Flags, Flags]:
    """(sheets, questions): which questions were public, and which zero tolerance, on each sheet's day.

    Between two days on which any mark begins or ends, all days are alike: the marks are asked once for each such span.
    """
    spans: dict[tuple[str, int], int] = {}
    which = np.empty(len(sheets), dtype=np.intp)
    public: list[Flags] = []
    zero_tolerance: list[Flags] = []
    days = [sheet.assessed_on.toordinal() for sheet in sheets]
    span_of = np.searchsorted(_turns(reading.marks), days, side="right").tolist()
    for row, (sheet, span) in enumerate(zip(sheets, span_of, strict=True)):
        if (sheet.country, span) not in spans:
            spans[sheet.country, span] = len(public)
            where, day = sheet.country, sheet.assessed_on
            public.append(_mask(reading.marks.public_on(where, day), reading.layout))
            zero_tolerance.append(_mask(reading.marks.zero_tolerance_on(where, day), reading.layout))
        which[row] = spans[sheet.country, span]
    return np.array(public)[which], np.array(zero_tolerance)[which]


def _turns(marks: Marks) -> Ints:
    days = {mark.from_on.toordinal() for mark in marks.marks}
    days |= {mark.until_on.toordinal() + 1 for mark in marks.marks if mark.until_on is not None}
    return np.array(sorted(days), dtype=np.int64)


def _mask(codes: Iterable[str], layout: SheetLayout) -> Flags:
    mask = np.zeros(len(layout), dtype=np.bool_)
    mask[[layout.index[code] for code in codes if code in layout.index]] = True
    return mask


def _pairs(sheets: Sequence[CountedSheet]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Positions of (judged sheet, the judged one before it), by their layouts."""
    judged = [row for row, sheet in enumerate(sheets) if sheet.judged]
    judged.sort(key=lambda row: (sheets[row].factory, sheets[row].assessed_on, sheets[row].key))
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for then, now in pairwise(judged):
        if sheets[then].factory == sheets[now].factory:
            found.setdefault((sheets[now].layout, sheets[then].layout), []).append((now, then))
    return found


def _count_repeats(
    now: _LayoutSheets, then: _LayoutSheets, pairs: Sequence[tuple[int, int]], counts: dict[str, Ints]
) -> None:
    rows = np.array([row for row, _ in pairs], dtype=np.intp)
    here = [now.place[row] for row, _ in pairs]
    columns, again = _found_again(now, then, pairs)
    counts["repeated"][rows] = again.sum(axis=1)
    counts["public_repeated"][rows] = (again & now.public[np.ix_(here, columns)]).sum(axis=1)


def _found_again(
    now: _LayoutSheets, then: _LayoutSheets, pairs: Sequence[tuple[int, int]]
) -> tuple[list[int], Flags]:
    """The questions that follow any of the other layout (columns of `now`), and which of them each pair found again."""
    columns, starts, old_columns = _matched(now, then)
    here = [now.place[row] for row, _ in pairs]
    there = [then.place[row] for _, row in pairs]
    found_then = then.noncompliant[np.ix_(there, old_columns)]
    if len(old_columns) > len(columns):  # some question follows several: one of them is enough
        found_then = np.logical_or.reduceat(found_then, starts, axis=1)
    return columns, now.noncompliant[np.ix_(here, columns)] & found_then


def _matched(now: _LayoutSheets, then: _LayoutSheets) -> tuple[list[int], list[int], list[int]]:
    """Columns of now, where the columns of then that belong to each begin, and these."""
    new: list[int] = []
    starts: list[int] = []
    old: list[int] = []
    for code, column in now.layout.index.items():
        if matches := now.lineage.counterparts(code, then.layout.index):
            new.append(column)
            starts.append(len(old))
            old += [then.layout.index[match] for match in matches]
    return new, starts, old


def single_findings(
    sheets: Sequence[CountedSheet], readings: Mapping[int, LayoutContext]
) -> Iterator[SingleFinding]:
    """Every question answered non-compliant, sheet by sheet, with the counts of `SheetCounts` that it is part of.

    A row each, so for the sheets of a few factories. In the order of each sheet's layout.
    """
    groups: dict[int, _LayoutSheets] = {}
    found: dict[int, dict[str, Flags]] = {}
    for layout, rows in _positions_by_key(sheet.layout for sheet in sheets).items():
        own_sheets = [sheets[row] for row in rows]
        masks = _masks(own_sheets, readings[layout])
        groups[layout] = _group(rows, readings[layout], masks)
        found[layout] = _masks_of_counts(own_sheets, readings[layout].layout, masks)
    for (now, then), pairs in _pairs(sheets).items():
        columns, again = _found_again(groups[now], groups[then], pairs)
        here = [groups[now].place[row] for row, _ in pairs]
        found[now]["repeated"][np.ix_(here, columns)] = again
        found[now]["public_repeated"][np.ix_(here, columns)] = (
            again & groups[now].public[np.ix_(here, columns)]
        )
    for layout, group in groups.items():
        yield from _single_findings(group, found[layout])


def _masks_of_counts(sheets: Sequence[CountedSheet], layout: SheetLayout, masks: _Masks) -> dict[str, Flags]:
    """By name of a count, the questions (sheets, questions) that it counts; of weak points, those found in them."""
    scores = score_sheets([sheet.sheet for sheet in sheets], layout)
    weak = _weak_points(scores, layout, masks.noncompliant & ~masks.own)
    nothing = np.zeros_like(masks.own)
    return {
        "noncompliant": masks.noncompliant,
        "public_noncompliant": masks.own & masks.public,
        "core_noncompliant": masks.own & masks.core,
        "zero_tolerance_noncompliant": masks.own & masks.zero_tolerance,
        "weak_points": masks.own & weak[:, list(layout.point_of)],
        "repeated": nothing,
        "public_repeated": nothing.copy(),
    }


def _single_findings(group: _LayoutSheets, found: Mapping[str, Flags]) -> Iterator[SingleFinding]:
    layout = group.layout
    rows, questions = np.nonzero(found["noncompliant"])
    for row, question in zip(rows.tolist(), questions.tolist(), strict=True):
        yield SingleFinding(
            sheet=int(group.rows[row]),
            question=layout.codes[question],
            cluster=layout.clusters[layout.cluster_of[question]],
            point=layout.points[layout.point_of[question]],
            counts=frozenset(name for name, mask in found.items() if mask[row, question]),
        )


def _issues(group: _LayoutSheets) -> Iterator[FoundIssue]:
    rows, questions = np.nonzero(group.noncompliant & group.public)
    for sheet, question in zip(group.rows[rows].tolist(), questions.tolist(), strict=True):
        yield FoundIssue(sheet, group.layout.codes[question])
