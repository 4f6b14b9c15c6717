"""The recognised factories as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from factories.exports import Table

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.models import Listing

HEAD = (
    "recognition", "code", "name", "country", "country_name", "address", "lat", "lng", "workers", "women_workers",
    "products", "recognised_on", "expires_on", "criteria",
)  # fmt: skip


def recognised_table(rows: QuerySet[Listing]) -> Table:
    """One row a recognised factory, in order of recognition."""
    return Table("recognised-factories", HEAD, _rows(rows))


def _rows(rows: QuerySet[Listing]) -> Iterator[Sequence[Any]]:
    for one in rows.order_by("-recognised_on", "factory_id").iterator(chunk_size=2000):
        yield (
            str(one.recognition_id), one.code, one.name, one.country, one.country_name, one.address, one.latitude,
            one.longitude, one.workers, one.women_workers, one.products, one.recognised_on, one.expires_on,
            one.criteria,
        )  # fmt: skip
