"""What other criteria would have meant: who qualifies now, and how many in every year of history and country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.domain.criteria import CriteriaDocument
from recognition.domain.engine import ELIGIBLE, Verdicts, judge
from recognition.domain.history import History
from recognition.queries.history import load_history

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


def simulate(base: CriteriaDocument, draft: CriteriaDocument, *, on: date) -> Simulation:
    """Judge every factory open on a day by both, then and at the end of every year before. Five statements."""
    history = load_history(on=on).history
    return Simulation(side(history, base, on), side(history, draft, on))


def side(history: History, document: CriteriaDocument, on: date) -> Side:
    """One set of criteria on a history."""
    now = judge(history, document, on.toordinal())
    by_year = dict(_years(history, document, on, now))
    return Side(on, now, tuple(_counted(history, on, by_year)), by_year)


def _years(
    history: History, document: CriteriaDocument, on: date, now: Verdicts
) -> Iterator[tuple[int, Flags]]:
    """Who is eligible at the end of each year since the first assessment."""
    before = history.assessments.day[history.assessments.day <= on.toordinal()]
    if not before.size:
        return
    for year in range(date.fromordinal(int(before.min())).year, on.year + 1):
        last = min(date(year, 12, 31), on).toordinal()
        verdicts = now if last == on.toordinal() else judge(history, document, last)
        yield year, verdicts.standing == ELIGIBLE


def _counted(history: History, on: date, by_year: Mapping[int, Flags]) -> Iterator[CountryYear]:
    days, factory = history.assessments.day, history.assessments.factory
    for year, eligible in by_year.items():
        first, last = date(year, 1, 1).toordinal(), min(date(year, 12, 31), on).toordinal()
        assessed = np.zeros(len(history.codes), dtype=np.bool_)
        assessed[factory[(days >= first) & (days <= last)]] = True
        for at, country in enumerate(history.countries):
            here = history.country == at
            if assessed[here].any():
                yield CountryYear(country, year, int(assessed[here].sum()), int((here & eligible).sum()))


def told(simulation: Simulation) -> dict[str, Any]:
    """The simulation as `simulate --json` prints it."""
    return {
        "base": _side(simulation.base),
        "draft": _side(simulation.draft),
        "enters": simulation.enters,
        "leaves": simulation.leaves,
    }


def _side(one: Side) -> dict[str, Any]:
    ordered = sorted(one.by_country_year, key=lambda row: (row.country, row.year))
    return {
        "as_of": one.as_of.isoformat(),
        "eligible": int(one.eligible.sum()),
        "close": int(one.verdicts.close.sum()),
        "by_country_year": [
            {"country": row.country, "year": row.year, "assessed": row.assessed, "eligible": row.eligible}
            for row in ordered
        ],
    }
