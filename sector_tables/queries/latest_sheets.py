"""The sheets that sectors are counted from: the latest of each factory in a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from assessments.queries.sheets import EVERY_COUNTRY, FEW, CurrentSheet, countries_and_years, current_sheets
from questionnaires.queries.questionnaires import LoadedLayout
from sector_tables.domain.sector import AssessedSheet, latest_in_period


def as_assessed(sheets: Collection[CurrentSheet], known: Mapping[int, LoadedLayout]) -> list[AssessedSheet]:
    """The sheets as sector tables read them."""
    return [
        AssessedSheet(f"{row.factory_id:012}", row.assessed_on, row.sheet, known[row.layout_id].layout, order)
        for order, row in enumerate(sheets)
    ]


def latest_sheets_of_years(
    factory_ids: Collection[int] | None, known: Mapping[int, LoadedLayout]
) -> dict[tuple[str, int], list[AssessedSheet]]:
    """By (country, year), and by ("", year) for the whole programme: each factory's latest sheet of that year.

    Only the sectors that the given factories belong to, or all when None. At most two queries.
    """
    sectors = _sectors_of(factory_ids)
    years = None if sectors is None else {year for _, year in sectors}
    sheets: dict[tuple[str, int], list[CurrentSheet]] = defaultdict(list)
    for row in current_sheets(years=years):
        for country in (row.country, EVERY_COUNTRY):
            if sectors is None or (country, row.assessed_on.year) in sectors:
                sheets[country, row.assessed_on.year].append(row)
    return {
        (country, year): latest_in_period(as_assessed(rows, known), date(year, 1, 1), date(year, 12, 31))
        for (country, year), rows in sheets.items()
    }


def _sectors_of(factory_ids: Collection[int] | None) -> set[tuple[str, int]] | None:
    if factory_ids is None or len(factory_ids) > FEW:
        return None
    found = countries_and_years(factory_ids)
    return {(country, year) for own, year in found for country in (own, EVERY_COUNTRY)}
