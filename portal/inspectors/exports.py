"""The inspectors' lists as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from files.exports import ExportTable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.models import PriorityEntry, PublicAssessment

HEAD = (
    "rank", "factory", "name", "country", "workers", "assessed_on", "noncompliant", "applicable", "high_rate",
    "open_cases", "repeated_issues", "as_of",
)  # fmt: skip
ISSUE_HEAD = ("factory", "name", "country", "cycle", "assessed_on", "found", "found_again")


def priority_table(rows: QuerySet[PriorityEntry]) -> ExportTable:
    """One row a factory, first first."""
    return ExportTable("priority-factories", HEAD, _rows(rows))


def issue_factories_table(rows: QuerySet[PublicAssessment], *, source: str) -> ExportTable:
    """One row a factory: which publicly reported issues were found, and which again. `source`: the list's address."""
    return ExportTable("factories-with-issues", ISSUE_HEAD, _issue_rows(rows), source=source)


def _issue_rows(rows: QuerySet[PublicAssessment]) -> Iterator[Sequence[Any]]:
    for row in rows.order_by("factory__name", "factory_id").iterator(chunk_size=2000):
        factory = row.factory
        yield (
            factory.code, factory.name, factory.country_id, row.cycle, row.assessed_on,
            "; ".join(_codes(row.found_questions)), "; ".join(_codes(row.recurring_questions)),
        )  # fmt: skip


def _codes(joined: str) -> list[str]:
    return [code for code in joined.split("|") if code]


def _rows(rows: QuerySet[Any]) -> Iterator[Sequence[Any]]:  # of PriorityEntry, as annotated for the reader
    for row in rows.order_by("shown_rank").iterator(chunk_size=2000):
        yield (
            row.shown_rank, row.code, row.name, row.country, row.workers, row.assessed_on, row.noncompliant,
            row.applicable, "yes" if row.rate else "no", row.shown_cases or 0, row.repeated or 0, row.as_of,
        )  # fmt: skip
