"""Lists as files: CSV streamed row by row, XLSX written with constant memory; exactly the rows that the page counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from countries.queries.local_time import On
from factories.queries import brand_names_by_factory, consent_rows, current_os_ids, sourcing_rows
from factories.queries.list_columns import Shown, with_columns
from files.exports import ExportTable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.models import Factory
    from factories.queries.list_columns import ListColumn


FACTORY_HEAD = (
    "code", "os_id", "name", "country", "address", "lat", "lng", "workers", "women_workers", "products", "brands",
    "joined_on", "is_closed",
)  # fmt: skip
_HELD_ALREADY = {"country", "workers", "products", "joined"}
"""Columns of the page that a factory list holds anyway."""


def factories_table(factories: QuerySet[Factory], on: On, columns: Sequence[ListColumn] = ()) -> ExportTable:
    """Factories in the columns of a factory list, so that an export can be imported again. Three queries.

    Behind them what else the list showed (`columns`); an import does not know these and leaves them out.
    """
    further = [column for column in columns if column.key not in _HELD_ALREADY]
    head = (*FACTORY_HEAD, *(column.key for column in further))
    return ExportTable("factories", head, _factory_rows(factories, on, further))


def _factory_rows(
    factories: QuerySet[Factory], on: On, further: Sequence[ListColumn]
) -> Iterator[Sequence[Any]]:
    os_ids, brands = current_os_ids(), brand_names_by_factory(on)
    rows = with_columns(factories, further)
    for factory in rows.order_by("code").iterator(chunk_size=2000):
        yield (
            factory.code, os_ids.get(factory.pk, ""), factory.name, factory.country_id, factory.address,
            factory.latitude, factory.longitude, factory.workers, factory.women_workers, factory.products,
            "; ".join(brands.get(factory.pk, ())), factory.joined_on,
            "yes" if factory.is_closed else "no",
            *(_plain(column, getattr(factory, column.annotation)) for column in further),
        )  # fmt: skip


def _plain(column: ListColumn, value: Any) -> Any:
    """A column's value for a file: shares in per cent, choices in words."""
    if value is None:
        return None
    if column.shown in {Shown.SHARE, Shown.CHANGE}:
        return value / 100
    return str(column.words.get(value, "")) if column.shown == Shown.CHOICE else value


def sourcing_table() -> ExportTable:
    """Every sourcing link, in the columns of its file."""
    return ExportTable("sourcing", ("factory", "brand", "from_on", "until_on"), sourcing_rows())


def consents_table() -> ExportTable:
    """Every consent, in the columns of its file."""
    return ExportTable(
        "consents", ("factory", "brand", "scope", "from_on", "until_on", "paper"), consent_rows()
    )
