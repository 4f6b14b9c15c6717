"""Of the factories assessed in each year, how many were non-compliant in each cluster: as the sector tables show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from questionnaires.queries.questionnaires import place_names
from sector_tables.queries.sectors import SectorLine, sector_counts


@dataclass(frozen=True, slots=True)
class ClusterYears:
    """One cluster's lines in order of the years; None where there is no line."""

    code: str
    name: str
    lines: tuple[SectorLine | None, ...]

    def shares(self) -> list[dict[str, int] | None]:
        """Each year's share; None where it is hidden or missing."""
        return [
            {"n": line.noncompliant, "of": line.assessed}
            if line is not None and line.noncompliant is not None and line.assessed
            else None
            for line in self.lines
        ]


def clusters_over_years(country: str, years: Sequence[int], *, language: str) -> list[ClusterYears]:
    """Every cluster that was asked about in one of the years, of a country or of the programme (""). Two statements."""
    lines = {
        (year, code): line
        for _country, year, _level, code, line in sector_counts([country], years=years, level="cluster")
    }
    names, codes = place_names(language=language), sorted({code for _year, code in lines})
    return [
        ClusterYears(code, names.get(code, code), tuple(lines.get((year, code)) for year in years))
        for code in codes
    ]
