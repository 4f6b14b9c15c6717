"""The kept counts as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from files.exports import Table
from sector_tables.queries.sectors import sector_counts

if TYPE_CHECKING:
    pass


SECTOR_HEAD = ("country", "year", "level", "code", "assessed", "noncompliant", "percent")


def sector_table() -> Table:
    """The kept sector counts as outsiders may see them."""
    rows = (
        (country, year, level, code, line.assessed, line.noncompliant, line.percent)
        for country, year, level, code, line in sector_counts()
    )
    return Table("sector-tables", SECTOR_HEAD, rows)


EXPORTS: Mapping[str, Callable[[], Table]] = {"sector-tables": sector_table}
