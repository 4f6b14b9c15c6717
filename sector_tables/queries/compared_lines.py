"""A sector table with the words of its lines, and the year before beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from questionnaires.queries.questionnaires import layouts, lineage, place_names, words_by_layout
from sector_tables.queries.sectors import Level, SectorLine, sector_lines_of_year


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line: how many of the assessed factories were non-compliant on it, this year and the year before."""

    line: SectorLine
    name: str
    before: int | None  # whole per cent

    @property
    def share(self) -> Fraction | None:
        """Of the factories, exactly; None when it is hidden or nobody was assessed."""
        if self.line.percent is None or self.line.noncompliant is None or not self.line.assessed:
            return None
        return Fraction(self.line.noncompliant, self.line.assessed)

    @property
    def change(self) -> int | None:
        """In percentage points; None when either year is hidden or missing."""
        if self.line.percent is None or self.before is None:
            return None
        return self.line.percent - self.before


def compared_lines(country: str, year: int, level: Level, *, language: str) -> list[ComparedLine]:
    """The kept table of a country ("" for the programme) in a year. At most eight queries.

    A question stands beside the one that it follows, where the two compare: not one that was split or merged.
    """
    before = {line.code: line.percent for line in sector_lines_of_year(country, year - 1, level)}
    lines = sector_lines_of_year(country, year, level)
    names, followed = _names(country, level, language=language), lineage()
    codes = {line.code for line in lines}
    compared = []
    for line in lines:
        then = followed.only_counterpart(line.code, codes, before)
        compared.append(
            ComparedLine(line, names.get(line.code, line.code), before.get(then) if then else None)
        )
    return compared


def _names(country: str, level: Level, *, language: str) -> dict[str, str]:
    if level != "question":
        return place_names(language=language)
    known = sorted(
        layouts().values(),
        key=lambda layout: (layout.layout.country == country, layout.valid_from, layout.id),
    )
    words = words_by_layout(
        [layout.id for layout in known if layout.layout.country in {country, ""}], language=language
    )
    return {code: question.text for loaded in known for code, question in words.get(loaded.id, {}).items()}
