"""The counts of the sectors, computed from final sheets. Rebuilt, never edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from questionnaires.queries.questionnaires import layouts
from sector_tables.domain.sector import SectorTable, sector_table
from sector_tables.domain.suppression import hidden_cells
from sector_tables.models import SectorCount
from sector_tables.queries.latest_sheets import latest_sheets_of_years

BATCH = 400

if TYPE_CHECKING:
    from django.db.models import QuerySet


def refresh_sector_counts(factory_ids: Collection[int] | None = None, *, now: datetime) -> int:
    """Count again the sectors that these factories' final assessments belong to (all when None).

    A sector is a country in a calendar year, and the whole programme in that year ("" as country). What is hidden is
    decided over all sectors of a year together. Returns how many sectors were counted.
    """
    known = layouts()
    sectors = latest_sheets_of_years(factory_ids, known)
    with transaction.atomic():
        _replace_counts(
            {sector: sector_table(sheets) for sector, sheets in sectors.items()},
            every=factory_ids is None,
            now=now,
        )
        for year in sorted({year for _country, year in sectors}):
            _hide_small_groups(year)
    return len(sectors)


def _replace_counts(tables: dict[tuple[str, int], SectorTable], *, every: bool, now: datetime) -> None:
    if every:
        SectorCount.objects.all().delete()
    for country, year in tables:
        SectorCount.objects.filter(country=country, year=year).delete()
    SectorCount.objects.bulk_create(
        [
            SectorCount(
                country=country,
                year=year,
                level=level,
                code=row.code,
                noncompliant=row.noncompliant,
                assessed=row.assessed,
                is_hidden=True,
                counted_at=now,
            )
            for (country, year), table in tables.items()
            for level, rows in (
                (SectorCount.Level.CLUSTER, table.clusters),
                (SectorCount.Level.POINT, table.points),
                (SectorCount.Level.QUESTION, table.questions),
            )
            for row in rows
            if row.assessed
        ],
        batch_size=BATCH,
    )


def _hide_small_groups(year: int) -> None:
    """Mark what outsiders do not see of a year's counts: also of countries that were not counted again."""
    counts = SectorCount.objects.filter(year=year)
    hidden: dict[str, list[str]] = defaultdict(list)
    for country, code in sorted(hidden_cells(dict(_assessed_by_cell(counts)))):
        hidden[country].append(code)
    counts.update(is_hidden=False)
    for country, codes in hidden.items():
        for start in range(0, len(codes), BATCH):
            counts.filter(country=country, code__in=codes[start : start + BATCH]).update(is_hidden=True)


def _assessed_by_cell(counts: QuerySet[SectorCount]) -> Iterable[tuple[tuple[str, str], int]]:
    for country, code, assessed in counts.values_list("country", "code", "assessed"):
        yield (country, code), assessed
