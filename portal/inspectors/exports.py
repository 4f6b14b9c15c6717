"""The priority list as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from files.exports import ExportTable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.models import PriorityEntry

HEAD = (
    "rank", "factory", "name", "country", "workers", "assessed_on", "noncompliant", "applicable", "high_rate",
    "open_cases", "repeated_issues", "as_of",
)  # fmt: skip


def priority_table(rows: QuerySet[PriorityEntry]) -> ExportTable:
    """One row a factory, first first."""
    return ExportTable("priority-factories", HEAD, _rows(rows))


def _rows(rows: QuerySet[Any]) -> Iterator[Sequence[Any]]:  # of PriorityEntry, as annotated for the reader
    for row in rows.order_by("shown_rank").iterator(chunk_size=2000):
        yield (
            row.shown_rank, row.code, row.name, row.country, row.workers, row.assessed_on, row.noncompliant,
            row.applicable, "yes" if row.rate else "no", row.shown_cases or 0, row.repeated or 0, row.as_of,
        )  # fmt: skip
