"""The kept counts as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from files.exports import ExportTable
from sector_tables.queries.sectors import sector_counts

if TYPE_CHECKING:
    pass


SECTOR_HEAD = ("country", "year", "level", "code", "assessed", "noncompliant", "percent")


def sector_table() -> ExportTable:
    """The kept sector counts as outsiders may see them."""
    rows = (
        (country, year, level, code, line.assessed, line.noncompliant, line.percent)
        for country, year, level, code, line in sector_counts()
    )
    return ExportTable("sector-tables", SECTOR_HEAD, rows)


EXPORTS: Mapping[str, Callable[[], ExportTable]] = {"sector-tables": sector_table}
