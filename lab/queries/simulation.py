"""What other criteria would have meant: who qualifies now, and how many in every year of history and country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from criteria.domain.criteria import CriteriaDocument, Criterion
from criteria.domain.engine import ELIGIBLE, Verdicts, sole_obstacles
from criteria.domain.history import History
from criteria.queries.history import load_history
from lab.domain.joined_lookback import JoinedLookback
from lab.domain.lookback_windows import Lookback

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CountryYear:
    """One country in one year: factories assessed in it, and eligible at its end (today, in the current year)."""

    country: str
    year: int
    assessed: int
    eligible: int


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One set of criteria, over all factories open today."""

    as_of: date
    verdicts: Verdicts
    by_country_year: tuple[CountryYear, ...]
    by_year: Mapping[int, Flags]  # which factories are eligible at the end of each year

    @property
    def eligible(self) -> Flags:
        """Which factories are eligible."""
        chosen: Flags = self.verdicts.standing == ELIGIBLE
        return chosen

    def obstacles(self) -> list[tuple[Criterion, int]]:
        """Each criterion that alone keeps near factories out, with how many; the one that binds most first."""
        alone, criteria = sole_obstacles(self.verdicts), self.verdicts.document.criteria
        numbers = np.bincount(alone[self.verdicts.close & (alone >= 0)], minlength=len(criteria)).tolist()
        found = [(criterion, number) for criterion, number in zip(criteria, numbers, strict=True) if number]
        return sorted(found, key=lambda pair: -pair[1])


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """Two sets of criteria on the same history. `enters` and `leaves`: codes, in order."""

    base: Side
    draft: Side

    @property
    def enters(self) -> list[str]:
        """Factories eligible by the draft only."""
        return self._codes(self.draft.eligible & ~self.base.eligible)

    @property
    def leaves(self) -> list[str]:
        """Factories eligible by the base only."""
        return self._codes(self.base.eligible & ~self.draft.eligible)

    def _codes(self, chosen: Flags) -> list[str]:
        codes = self.base.verdicts.matrix.codes
        return sorted(codes[at] for at in np.flatnonzero(chosen))


@dataclass(frozen=True, slots=True, eq=False)
class Years:
    """A history looked back on from the end of each year since the first assessment (today, in the current year)."""

    on: date
    years: tuple[int, ...]  # () where nothing was ever assessed; the look back then has only today
    lookback: Lookback | JoinedLookback


def years_of(history: History, on: date) -> Years:
    """The history of factories open on a day, as of the end of each year until then."""
    years, ends = year_ends(first_assessed(history, on), on)
    return Years(on, years, Lookback(history, ends))


def year_ends(first: int | None, on: date) -> tuple[tuple[int, ...], list[int]]:
    """The years since the first assessment, and the last day of each that is not after a day; without one only it."""
    if first is None:
        return (), [on.toordinal()]
    years = tuple(range(date.fromordinal(first).year, on.year + 1))
    return years, [min(date(year, 12, 31), on).toordinal() for year in years]


def first_assessed(history: History, on: date, chosen: Flags | None = None) -> int | None:
    """The day of the first assessment of all factories or of some, none after a day; None where there is none."""
    table = history.assessments
    start = table.rows_from(0)
    assessed = table.rows_after(on.toordinal()) > start
    days = table.day[start[assessed if chosen is None else assessed & chosen]]
    return int(days.min()) if days.size else None


def simulate(base: CriteriaDocument, draft: CriteriaDocument, *, on: date) -> Simulation:
    """Judge every factory open on a day by both, then and at the end of every year before. Five statements."""
    years = years_of(load_history(on=on).history, on)
    return Simulation(side(years, base), side(years, draft))


def side(years: Years, document: CriteriaDocument) -> Side:
    """One set of criteria on a history."""
    by_year = dict(zip(years.years, years.lookback.eligible(document), strict=False))
    counted = tuple(_counted(years.lookback, years.on, by_year))
    return Side(years.on, years.lookback.verdicts(document), counted, by_year)


def _counted(
    lookback: Lookback | JoinedLookback, on: date, by_year: Mapping[int, Flags]
) -> Iterator[CountryYear]:
    for year, eligible in by_year.items():
        first, last = date(year, 1, 1).toordinal(), min(date(year, 12, 31), on).toordinal()
        of, through = (
            np.bincount(lookback.country[chosen], minlength=len(lookback.countries)).tolist()
            for chosen in (lookback.assessed(first, last), eligible)
        )
        for at, country in enumerate(lookback.countries):
            if of[at]:
                yield CountryYear(country, year, of[at], through[at])


def simulation_as_json(simulation: Simulation) -> dict[str, Any]:
    """The simulation as `simulate --json` prints it."""
    return {
        "base": _side(simulation.base),
        "draft": _side(simulation.draft),
        "enters": simulation.enters,
        "leaves": simulation.leaves,
    }


def _side(side: Side) -> dict[str, Any]:
    ordered = sorted(side.by_country_year, key=lambda row: (row.country, row.year))
    return {
        "as_of": side.as_of.isoformat(),
        "eligible": int(side.eligible.sum()),
        "close": int(side.verdicts.close.sum()),
        "by_country_year": [
            {"country": row.country, "year": row.year, "assessed": row.assessed, "eligible": row.eligible}
            for row in ordered
        ],
    }
