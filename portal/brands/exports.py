"""The brands' lists as files: the rows of the page, and never more than the page may show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from files.exports import ExportTable
from portal.brands.queries import SupplierRow, supplier_rows

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from countries.queries.local_time import LocalDays


DIRECTORY_HEAD = (
    "code", "name", "country", "address", "lat", "lng", "workers", "women_workers", "products", "recognised_on",
    "my_supplier",
)  # fmt: skip
SUPPLIERS_HEAD = (
    "code", "name", "country", "workers", "recognised_on", "reports_shared", "assessed_on", "noncompliant",
    "applicable", "outcome", "close", "as_of", "scope", "shared_until",
)  # fmt: skip
SLICE = 500


def directory_table(factories: QuerySet[Any]) -> ExportTable:
    """One row a factory of the directory."""
    return ExportTable("directory", DIRECTORY_HEAD, _directory_rows(factories))


def suppliers_table(factories: QuerySet[Any], user: User, on: LocalDays) -> ExportTable:
    """One row a supplier; what it does not share is empty."""
    return ExportTable("suppliers", SUPPLIERS_HEAD, _supplier_rows(factories, user, on))


def _directory_rows(factories: QuerySet[Any]) -> Iterator[Sequence[Any]]:
    for factory in factories.order_by("name", "id").iterator(chunk_size=2000):
        yield (
            factory.code, factory.name, factory.country_id, factory.address, factory.latitude, factory.longitude,
            factory.workers, factory.women_workers, factory.products, factory.recognised_on,
            "yes" if factory.mine else "no",
        )  # fmt: skip


def _supplier_rows(factories: QuerySet[Any], user: User, on: LocalDays) -> Iterator[Sequence[Any]]:
    rows = factories.order_by("name", "id").iterator(chunk_size=SLICE)
    while some := list(islice(rows, SLICE)):
        yield from (_supplier(row) for row in supplier_rows(some, user, on))


def _supplier(row: SupplierRow) -> Sequence[Any]:
    factory: Any = row.factory  # annotated
    report, progress = row.report, row.progress
    return (
        factory.code, factory.name, factory.country_id, factory.workers, factory.recognised_on,
        "yes" if row.consented else "no",
        report and report.assessed_on, report and report.noncompliant, report and report.applicable,
        progress and progress.outcome_without_cases,
        progress and ("yes" if progress.close_without_cases else "no"),
        progress and progress.as_of_without_cases,
        row.access.scope, row.access.until_on,
    )  # fmt: skip
