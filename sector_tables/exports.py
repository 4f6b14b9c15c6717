"""The kept counts as files: line by line, and as reports print them, with years or countries side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

from files.exports import ExportTable
from sector_tables.queries.sectors import sector_counts

HEAD = ("country", "year", "level", "code", "assessed", "noncompliant", "percent")


def sector_table() -> ExportTable:
    """The kept sector counts as outsiders may see them."""
    return ExportTable("sector-tables", HEAD, _rows())


def _rows() -> list[tuple[str, int, str, str, int | None, int | None, int | None]]:
    return [
        (country, year, level, code, line.assessed, line.noncompliant, line.percent)
        for country, year, level, code, line in sector_counts()
    ]


def side_by_side(across: Literal["year", "country"]) -> ExportTable:
    """Shares in whole per cent, a column a year (and the last change, in points) or a column a country.

    Empty: hidden, or not asked there. Lines are matched by code alone: a question that another one follows in a later
    version is a line of its own.
    """
    import pandas as pd  # noqa: PLC0415  # 54 MB of memory and a second, for this command alone

    counts = pd.DataFrame(_rows(), columns=list(HEAD)).astype({"percent": "Int64"})
    counts["country"] = counts["country"].replace("", "all")
    keys = [name for name in ("country", "year", "level", "code") if name != across]
    as_listed = pd.MultiIndex.from_frame(counts[keys].drop_duplicates())
    wide = counts.pivot(index=keys, columns=across, values="percent").reindex(as_listed)
    if across == "year" and len(wide.columns) > 1:
        wide["change"] = wide.iloc[:, -1] - wide.iloc[:, -2]
    wide = wide.reset_index()
    rows = wide.astype(object).where(wide.notna(), None)
    return ExportTable(
        f"sector-tables-by-{across}", [str(name) for name in wide.columns], rows.itertuples(index=False)
    )


EXPORTS: Mapping[str, Callable[[], ExportTable]] = {
    "sector-tables": sector_table,
    "sector-tables-by-year": partial(side_by_side, "year"),
    "sector-tables-by-country": partial(side_by_side, "country"),
}
