"""Dated facts of many factories, read set-based from the registry and the evidence: one statement a table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from advisory.queries.evidence_columns import (
    MANY,
    FindingRow,
    RecordRow,
    Records,
    SheetRow,
    findings,
    layout_digests,
    records,
    sheets,
)
from criteria.domain.dated_counts import (
    CountedSheet,
    FoundIssue,
    LayoutContext,
    MarkedDays,
    SheetCounts,
    count_sheets,
    single_findings,
)
from criteria.domain.days import NEVER
from criteria.domain.facts import Facts, absent_value
from criteria.domain.history import CLUSTERS, FINDING_COUNTS, KINDS, RECORD_TABLES, UNKNOWN, History
from criteria.queries.guidance import course_names
from criteria.queries.layout_index import Readings, cached_layouts, readings_now
from factories.queries.columns import HeadCount, JudgedFactory, head_counts, judged_factories

Index = Mapping[int, int]
"""Factory id → position in the history."""
Columns = dict[str, Any]

_COUNTS = (
    "applicable", "noncompliant", "public_applicable", "public_noncompliant", "core_applicable",
    "core_noncompliant", "zero_tolerance_applicable", "zero_tolerance_noncompliant", "weak_points", "repeated",
    "public_repeated", "cluster_applicable", "cluster_noncompliant",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class EvidenceRows:
    """The rows that a history was built from, for pinning what a verdict rests on."""

    sheets: Sequence[SheetRow]
    findings: Sequence[FindingRow]
    record_columns: Mapping[str, Records]  # by table
    head_counts: Sequence[HeadCount]

    @cached_property
    def records(self) -> Sequence[RecordRow]:
        """Records of every kind, row by row; read only when a verdict changes."""
        return [row for columns in self.record_columns.values() for row in columns.rows()]


@dataclass(frozen=True, slots=True, eq=False)
class LoadedHistory:
    """A history, whose factories it holds (in its order), the rows it was built from, and how sheets are read."""

    history: History
    factories: tuple[JudgedFactory, ...]
    evidence: EvidenceRows
    readings: Mapping[int, LayoutContext]  # by id of layout


def load_history(
    factories: Collection[int] | None = None,
    *,
    on: date,
    known_at: datetime | None = None,
    findings: bool = False,
) -> LoadedHistory:
    """The history of every factory open on a day, or of those among some ids. Ten statements.

    Args:
        factories: ids, any number; None for all.
        on: the day asked about; later facts are in the history too, and measures leave them out.
        known_at: leave out what was recorded later; None for today's knowledge.
        findings: single findings of assessments as well, for the items of measures; for a few factories.
    """
    narrowed = factories if factories is not None and len(factories) <= MANY else None
    judged = judged_factories(narrowed, on=on, known_at=known_at)
    if factories is not None and narrowed is None:
        chosen = frozenset(factories)
        judged = [factory for factory in judged if factory.id in chosen]
    index = {factory.id: position for position, factory in enumerate(judged)}
    readings, evidence = _evidence(narrowed, index, known_at=known_at)
    keys = [str(row.assessment_id) for row in evidence.sheets]
    places = [readings.places[row.layout_id] for row in evidence.sheets]
    counted = _to_count(evidence.sheets, keys, places, index, judged)
    counts = count_sheets(counted, readings.by_layout, clusters=CLUSTERS)
    history = History.build(
        [(factory.code, factory.country) for factory in judged],
        assessments=_assessments(evidence.sheets, keys, places, index, counts),
        issues=_issues(
            evidence, keys=keys, index=index, judged=judged, found=counts.issues, public=readings.public
        ),
        workforce=_workforce(evidence.head_counts, index),
        findings=_findings(counted, keys, readings.by_layout) if findings else None,
        courses_on_offer=course_names(),
        **{
            RECORD_TABLES[table][0]: _columns(rows, RECORD_TABLES[table][1], index)
            for table, rows in evidence.record_columns.items()
        },
    )
    return LoadedHistory(history, tuple(judged), evidence, readings.by_layout)


def _evidence(
    factories: Collection[int] | None, index: Index, *, known_at: datetime | None
) -> tuple[Readings, EvidenceRows]:
    """What is known of the factories in the index, and the layouts to read their sheets by.

    Layouts are looked at last: if they are others than the process keeps, both are read anew.
    """
    readings = cached_layouts()
    while True:
        found = EvidenceRows(
            sheets=[row for row in sheets(factories, known_at=known_at) if row.factory_id in index],
            findings=[
                row
                for row in findings(factories, questions=readings.public.questions, known_at=known_at)
                if row.factory_id in index
            ],
            record_columns={
                table: rows.around(index) for table, rows in records(factories, known_at=known_at).items()
            },
            head_counts=[row for row in head_counts(factories, known_at=known_at) if row.factory_id in index],
        )
        if layout_digests() == readings.digests:
            return readings, found
        readings = readings_now()


def _to_count(
    rows: Sequence[SheetRow],
    keys: Sequence[str],
    places: Sequence[int],
    index: Index,
    judged: Sequence[JudgedFactory],
) -> list[CountedSheet]:
    return [
        CountedSheet(
            key=f"{row.cycle:06} {place:06} {key}",
            factory=index[row.factory_id],
            country=judged[index[row.factory_id]].country,
            assessed_on=row.assessed_on,
            layout=row.layout_id,
            sheet=row.sheet,
            national_law=row.national_law,
            judged=row.kind == "full" and not row.announced,
        )
        for row, key, place in zip(rows, keys, places, strict=True)
    ]


def _findings(
    counted: Sequence[CountedSheet], keys: Sequence[str], known: Mapping[int, LayoutContext]
) -> Columns:
    """The single findings of full unannounced assessments, and which counts each is part of."""
    judged = [sheet for sheet in counted if sheet.judged]
    assessments = [key for sheet, key in zip(counted, keys, strict=True) if sheet.judged]
    found = list(single_findings(judged, known))
    clusters = {cluster: place for place, cluster in enumerate(CLUSTERS)}
    return {
        "factory": [judged[finding.sheet].factory for finding in found],
        "day": [judged[finding.sheet].assessed_on.toordinal() for finding in found],
        "key": [assessments[finding.sheet] for finding in found],
        "question": [finding.question for finding in found],
        "cluster": [clusters.get(finding.cluster, UNKNOWN) for finding in found],
        "point": [finding.point for finding in found],
        **{name: [name in finding.counts for finding in found] for name in FINDING_COUNTS},
    }


def _assessments(
    rows: Sequence[SheetRow], keys: Sequence[str], places: Sequence[int], index: Index, counts: SheetCounts
) -> Columns:
    return {
        "factory": [index[row.factory_id] for row in rows],
        "day": [row.assessed_on.toordinal() for row in rows],
        "key": keys,
        "cycle": [row.cycle for row in rows],
        "place": places,
        "kind": [KINDS[row.kind] for row in rows],
        "unannounced": [not row.announced for row in rows],
        "revision": [row.revision for row in rows],
        "digest": [row.digest for row in rows],
        **{name: getattr(counts, name) for name in _COUNTS},
    }


def _issues(
    evidence: EvidenceRows,
    *,
    keys: Sequence[str],
    index: Index,
    judged: Sequence[JudgedFactory],
    found: Sequence[FoundIssue],
    public: MarkedDays,
) -> Columns:
    """Publicly reported issues: those of sheets, with the day they were put right, and those of visits."""
    fixed: dict[str, int] = {
        f"{row.assessment_id} {row.question}": _day(row.fixed_on)
        for row in evidence.findings
        if row.assessment_id is not None
    }
    rows = evidence.sheets
    of_sheets = [rows[issue.sheet] for issue in found]
    named = [f"{keys[issue.sheet]} {issue.question}" for issue in found]
    of_visits = [
        row
        for row in evidence.findings
        if row.assessment_id is None
        and public.holds(row.question, country=judged[index[row.factory_id]].country, on=row.found_on)
    ]
    return {
        "factory": [index[row.factory_id] for row in of_sheets]
        + [index[row.factory_id] for row in of_visits],
        "day": [row.assessed_on.toordinal() for row in of_sheets]
        + [row.found_on.toordinal() for row in of_visits],
        "key": named + [str(row.id) for row in of_visits],
        "fixed": [fixed.get(name, NEVER) for name in named] + [_day(row.fixed_on) for row in of_visits],
        "from_visit": [False] * len(of_sheets) + [True] * len(of_visits),
    }


def _workforce(rows: Sequence[HeadCount], index: Index) -> Columns:
    return {
        "factory": [index[row.factory_id] for row in rows],
        "day": [row.counted_on.toordinal() for row in rows],
        "key": [row.id for row in rows],
        "workers": [row.workers for row in rows],
        "women": [UNKNOWN if row.women_workers is None else row.women_workers for row in rows],
    }


def _columns(rows: Records, table: type[Facts], index: Index) -> Columns:
    return {
        "factory": [index[factory] for factory in rows.factories],
        "day": [day.toordinal() for day in rows.days],
        "key": rows.ids,
        **{name: _values(column, absent_value(table, name)) for name, column in rows.columns.items()},
    }


def _values(column: Sequence[Any], absent: Any) -> Sequence[Any]:
    """A column as the history has it: a day as its ordinal, and what nobody recorded as the table's own word for it."""
    if absent == NEVER:
        return [_day(day) for day in column]
    return [absent if value is None else value for value in column]


def _day(day: date | None) -> int:
    return NEVER if day is None else day.toordinal()
