"""Sector tables over any period, counted anew: what the kept counts of calendar years are held against.

The product offers calendar years alone: overlapping periods would give small groups away between them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from assessments.queries.sheets import EVERY_COUNTRY, CurrentSheet, current_sheets
from questionnaires.queries.questionnaires import layouts
from sector_tables.domain.sector import SectorRow, SectorTable, latest_in_period, sector_table
from sector_tables.domain.suppression import hidden_cells
from sector_tables.queries import sectors
from sector_tables.queries.latest_sheets import as_assessed
from sector_tables.queries.sectors import Level, SectorLine


def sector_lines(country: str, first: date, last: date, level: Level) -> list[SectorLine]:
    """The table of a country ("" for the programme) over any period, from the sheets of all countries."""
    known = layouts()
    by_country: dict[str, list[CurrentSheet]] = defaultdict(list)
    for sheet in current_sheets():
        if not first <= sheet.assessed_on <= last:
            continue
        by_country[sheet.country].append(sheet)
        by_country[EVERY_COUNTRY].append(sheet)
    tables = {
        place: sector_table(latest_in_period(as_assessed(sheets, known), first, last))
        for place, sheets in by_country.items()
    }
    hidden = hidden_cells(
        {
            (place, row.code): row.assessed
            for place, table in tables.items()
            for row in table.rows()
            if row.assessed
        }
    )
    rows = _rows_of(tables[country], level) if country in tables else ()
    return [
        sectors._line(row.code, row.noncompliant, row.assessed, is_hidden=(country, row.code) in hidden)
        for row in rows
        if row.assessed
    ]


def _rows_of(table: SectorTable, level: Level) -> tuple[SectorRow, ...]:
    return {"cluster": table.clusters, "point": table.points, "question": table.questions}[level]
