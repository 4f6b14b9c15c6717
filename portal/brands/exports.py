"""The brands' lists as files: the rows of the page, and never more than the page may show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from files.exports import ExportColumn, ExportTable
from portal.brands.queries.suppliers import SupplierRow, supplier_rows
from portal.queries import DirectoryRow, directory_rows

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from countries.queries.local_time import LocalDays


SUPPLIERS_HEAD = (
    "code", "name", "country", "workers", "recognised_on", "reports_shared", "assessed_on", "noncompliant",
    "applicable", "outcome", "close", "as_of", "scope", "shared_until",
)  # fmt: skip
SLICE = 500


def directory_table(factories: QuerySet[Any], *, source: str) -> ExportTable:
    """One row a factory of the directory. `source`: the address of the list."""
    columns = _directory_columns()
    head = [column.name for column in columns]
    return ExportTable("directory", head, _directory_rows(factories), columns, source)


def suppliers_table(factories: QuerySet[Any], user: User, on: LocalDays) -> ExportTable:
    """One row a supplier; what it does not share is empty."""
    return ExportTable("suppliers", SUPPLIERS_HEAD, _supplier_rows(factories, user, on))


def _directory_columns() -> list[ExportColumn]:
    day = _("day, year-month-day")
    return [
        ExportColumn("code", _("The programme's code of the factory"), width=11),
        ExportColumn("name", _("Name of the factory"), width=34),
        ExportColumn("country", _("Country, by its code of ISO 3166"), width=9),
        ExportColumn("address", _("Address"), width=40),
        ExportColumn("lat", _("Latitude"), _("degrees"), width=11),
        ExportColumn("lng", _("Longitude"), _("degrees"), width=11),
        ExportColumn("workers", _("Workers"), _("people"), width=10),
        ExportColumn("women_workers", _("Women among the workers"), _("people"), width=15),
        ExportColumn("products", _("What the factory makes, with semicolons between"), width=28),
        ExportColumn("recognised_on", _("Recognised since; empty where it is not recognised"), day, width=14),
        ExportColumn("my_supplier", _("Whether your brand buys there"), _("yes or no"), width=12),
        ExportColumn("cycle", _("Cycle of the latest published assessment"), _("number"), width=7),
        ExportColumn("assessed_on", _("Day of the latest published assessment"), day, width=12),
        ExportColumn("public_issues_found", _("Publicly reported issues found there"), _("number"), width=19),
        ExportColumn(
            "public_issues_asked", _("Publicly reported issues assessed there"), _("number"), width=19
        ),
    ]


def _directory_rows(factories: QuerySet[Any]) -> Iterator[Sequence[Any]]:
    rows = factories.order_by("name", "id").iterator(chunk_size=2000)
    while some := list(islice(rows, SLICE)):
        yield from (_directory_row(row) for row in directory_rows(some))


def _directory_row(row: DirectoryRow) -> Sequence[Any]:
    factory, published = row.factory, row.published
    return (
        factory.code, factory.name, factory.country_id, factory.address, factory.latitude, factory.longitude,
        factory.workers, factory.women_workers, factory.products, factory.recognised_on,
        "yes" if factory.mine else "no",
        published and published.cycle, published and published.assessed_on, published and published.found,
        published and published.assessed,
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
