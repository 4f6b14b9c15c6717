"""The list of one's own factories as a file: the rows of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from files.exports import ExportTable
from portal.workspace.queries.side_by_side import OwnFactory

HEAD = (
    "code", "name", "country", "workers", "recognised_on", "criteria_to_go", "assessed_on", "noncompliant",
    "applicable", "overdue_plan_items", "comment_windows", "comment_window_closes_on", "next_visit_from",
    "next_visit_until",
)  # fmt: skip


def own_factories_table(rows: Sequence[OwnFactory]) -> ExportTable:
    """One row a factory, in the order of the page."""
    return ExportTable("our-factories", HEAD, _rows(rows))


def _rows(rows: Sequence[OwnFactory]) -> Iterator[Sequence[Any]]:
    for row in rows:
        factory, report, visit = row.factory, row.report, row.next_visit
        yield (
            factory.code, factory.name, factory.country_id, factory.workers, factory.recognised_on, row.to_go,
            report and report.assessed_on, report and report.noncompliant, report and report.applicable,
            row.overdue, len(row.windows), row.windows[0].closes_on if row.windows else None,
            visit and visit.opens_on.strftime("%Y-%m"), visit and visit.closes_on.strftime("%Y-%m"),
        )  # fmt: skip
