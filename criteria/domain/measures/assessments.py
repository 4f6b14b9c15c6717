"""How measures read assessments: counts of findings over a window, and which single findings those were."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from criteria.domain.history import Flags, HistoryFaulty, SheetFindings
from criteria.domain.measures.items import CountedItem, CountedItems, ItemKind, items_of, rows_of
from criteria.domain.measures.snapshot import RowSpan, Snapshot
from criteria.domain.measures.vocabulary import MeasureColumn, column
from criteria.domain.measures.window import EVERYTHING, MeasureWindow

Find = Callable[[Snapshot, MeasureWindow, int], CountedItems]
Read = Callable[[Snapshot, MeasureWindow], MeasureColumn]


def single_findings(
    chosen: Callable[[SheetFindings], Flags], *, whole: Callable[[SheetFindings], Flags] | None = None
) -> Find:
    """Single findings of the assessments read, the newest assessment first."""

    def find(snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
        judged = snapshot.history.judged
        rows = rows_of(snapshot.latest_assessments(window), at)[::-1]
        return CountedItems(
            _findings_of(snapshot, at, rows, chosen),
            None if whole is None else _findings_of(snapshot, at, rows, whole),
            read=items_of(ItemKind.ASSESSMENT, judged, rows),
        )

    return find


def _findings_of(
    snapshot: Snapshot, at: int, rows: range, chosen: Callable[[SheetFindings], Flags]
) -> tuple[CountedItem, ...]:
    table = snapshot.history.findings
    if table is None:
        raise HistoryFaulty("the history was loaded without single findings")
    mask = chosen(table) & (table.factory == at)
    return tuple(
        CountedItem(
            ItemKind.FINDING,
            f"{table.key[row]} {table.question[row]}",
            int(table.day[row]),
            str(table.point[row]),
        )
        for assessment in rows
        for row in np.flatnonzero(mask & (table.key == snapshot.history.judged.key[assessment])).tolist()
    )


def in_count(count: str) -> Callable[[SheetFindings], Flags]:
    """The findings that a count of `Assessments` is made of."""

    def chosen(table: SheetFindings) -> Flags:
        flags: Flags = getattr(table, count)
        return flags

    return chosen


def in_cluster(index: int) -> Callable[[SheetFindings], Flags]:
    """The findings of a cluster, by its position in `CLUSTERS`."""
    return lambda table: table.cluster == index


def rate(found: str, applicable: str) -> Read:
    """Findings of a kind, of the questions asked; known where any was asked."""

    def read(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
        span, enough = snapshot.assessments(window)
        judged = snapshot.history.judged
        of = span.total(getattr(judged, applicable))
        return column(span.total(getattr(judged, found)), enough & (of > 0), of)

    return read


def cluster_rate(index: int) -> Read:
    """Findings of a cluster, of its questions asked; known where any was asked."""

    def read(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
        span, enough = snapshot.assessments(window)
        judged = snapshot.history.judged
        of = span.total(judged.cluster_applicable[:, index])
        return column(span.total(judged.cluster_noncompliant[:, index]), enough & (of > 0), of)

    return read


def count(found: str, applicable: str) -> Read:
    """Findings of a kind, known only where every assessment of the window asked for some."""

    def read(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
        span, enough = snapshot.assessments(window)
        judged = snapshot.history.judged
        asked_in_all = span.total(getattr(judged, applicable) > 0) == span.count
        return column(span.total(getattr(judged, found)), enough & asked_in_all)

    return read


def repeated(found: str) -> Read:
    """Findings of the assessment before as well, known only where every assessment of the window has one before."""

    def read(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
        span, known = _with_one_before(snapshot, window)
        return column(span.total(np.maximum(getattr(snapshot.history.judged, found), 0)), known)

    return read


def repeat_rate(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    """Findings of the assessment before as well, of all findings."""
    span, known = _with_one_before(snapshot, window)
    judged = snapshot.history.judged
    return column(span.total(np.maximum(judged.repeated, 0)), known, span.total(judged.noncompliant))


def _with_one_before(snapshot: Snapshot, window: MeasureWindow) -> tuple[RowSpan, Flags]:
    span, enough = snapshot.assessments(window)
    compared_in_all = span.total(snapshot.history.judged.repeated >= 0) == span.count
    return span, enough & compared_in_all


def unfixed_public_issues(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    """Earlier publicly reported issues not verified as put right."""
    history = snapshot.history
    n = snapshot.span(history.issues, window).total(_unfixed(snapshot))
    judged = snapshot.span(history.judged, EVERYTHING).count
    others = snapshot.span(history.assessments, EVERYTHING).count - (judged > 0)
    return column(n, (others > 0) | (n > 0))


def _unfixed(snapshot: Snapshot) -> Flags:
    """The issues of other days than the latest full unannounced assessment that are not verified as put right."""
    history, issues = snapshot.history, snapshot.history.issues
    latest = snapshot.span(history.judged, EVERYTHING).newest(history.judged.day)
    of_latest = (issues.day == latest[issues.factory]) & ~issues.from_visit
    unfixed: Flags = (issues.fixed > snapshot.as_of) & ~of_latest
    return unfixed


def single_issues(snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
    """The issues that `unfixed_public_issues` counts, the oldest first."""
    issues, counted = snapshot.history.issues, _unfixed(snapshot)
    return CountedItems(
        tuple(
            CountedItem(
                ItemKind.VISIT_FINDING if issues.from_visit[row] else ItemKind.FINDING,
                str(issues.key[row]),
                int(issues.day[row]),
            )
            for row in rows_of(snapshot.span(issues, window), at)
            if counted[row]
        )
    )
