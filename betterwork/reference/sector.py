"""A sector table with the words of its lines, and the year before beside it."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.queries.sectors import Level, SectorLine, sector_lines_of_year
from questionnaires.queries.questionnaires import layouts, place_names, question_words


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line: how many of the assessed factories were non-compliant on it, this year and the year before."""

    line: SectorLine
    name: str
    before: int | None  # whole per cent

    @property
    def change(self) -> int | None:
        """In percentage points; None when either year is hidden or missing."""
        if self.line.percent is None or self.before is None:
            return None
        return self.line.percent - self.before


def told_lines(country: str, year: int, level: Level, *, language: str) -> list[ToldLine]:
    """The kept table of a country ("" for the programme) in a year. At most seven queries."""
    before = {line.code: line.percent for line in sector_lines_of_year(country, year - 1, level)}
    lines = sector_lines_of_year(country, year, level)
    names = _names(country, level, language=language)
    return [ToldLine(line, names.get(line.code, line.code), before.get(line.code)) for line in lines]


def _names(country: str, level: Level, *, language: str) -> dict[str, str]:
    if level != "question":
        return place_names(language=language)
    newest = sorted(
        layouts().values(), key=lambda one: (one.layout.country == country, one.valid_from, one.id)
    )
    return (
        {code: one.text for code, one in question_words(newest[-1].id, language=language).items()}
        if newest
        else {}
    )
