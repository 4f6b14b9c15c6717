"""Lists as files: CSV streamed row by row, XLSX written with constant memory; exactly the rows that the page counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from countries.queries.local_time import On
from factories.queries import brand_names_by_factory, consent_rows, current_os_ids, sourcing_rows
from files.exports import ExportTable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.models import Factory


FACTORY_HEAD = (
    "code", "os_id", "name", "country", "address", "lat", "lng", "workers", "women_workers", "products", "brands",
    "joined_on", "is_closed",
)  # fmt: skip


def factories_table(
    factories: QuerySet[Factory],
    on: On,
    further_head: Sequence[str] = (),
    further: Callable[[Factory], Sequence[Any]] = lambda _factory: (),
) -> ExportTable:
    """Factories in the columns of a factory list, so that an export can be imported again. Three queries.

    Args:
        factories: which.
        on: the days in the countries.
        further_head: heads of columns behind these, which an import does not know and leaves out.
        further: their values for a factory.
    """
    return ExportTable("factories", (*FACTORY_HEAD, *further_head), _factory_rows(factories, on, further))


def _factory_rows(
    factories: QuerySet[Factory], on: On, further: Callable[[Factory], Sequence[Any]]
) -> Iterator[Sequence[Any]]:
    os_ids, brands = current_os_ids(), brand_names_by_factory(on)
    for factory in factories.order_by("code").iterator(chunk_size=2000):
        yield (
            factory.code, os_ids.get(factory.pk, ""), factory.name, factory.country_id, factory.address,
            factory.latitude, factory.longitude, factory.workers, factory.women_workers, factory.products,
            "; ".join(brands.get(factory.pk, ())), factory.joined_on,
            "yes" if factory.is_closed else "no", *further(factory),
        )  # fmt: skip


def sourcing_table() -> ExportTable:
    """Every sourcing link, in the columns of its file."""
    return ExportTable("sourcing", ("factory", "brand", "from_on", "until_on"), sourcing_rows())


def consents_table() -> ExportTable:
    """Every consent, in the columns of its file."""
    return ExportTable(
        "consents", ("factory", "brand", "scope", "from_on", "until_on", "paper"), consent_rows()
    )
