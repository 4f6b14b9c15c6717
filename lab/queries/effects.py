"""What putting a draft in force would mean: for every country and year, and for the factories by name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from criteria.domain.criteria import CriteriaDocument
from lab.queries.kept_programme import programme_on
from lab.queries.programme import LabFactory, Tried
from lab.queries.simulation import Flags, side

NAMED = 15


@dataclass(frozen=True, slots=True)
class EffectCell:
    """One country at the end of one year (today, in the current one)."""

    before: int
    after: int
    gain: int
    lose: int
    close_before: int
    close_after: int

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return bool(self.gain or self.lose or self.close_before != self.close_after)


@dataclass(frozen=True, slots=True)
class NamedFactories:
    """How many, and the first of them by code."""

    number: int
    first: tuple[LabFactory, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CriteriaEffect:
    """Two documents on all of history.

    Attributes:
        total: all countries, today.
        rows: country code → a cell a year; countries in which nothing ever qualifies or is close are left out.
        losing: of those recognised in public, who qualifies now and would not any more.
        not_before: of those recognised in public, how many qualify neither now nor by the draft.
        recognised: how many are recognised.
    """

    years: tuple[int, ...]
    total: EffectCell
    factories: int
    rows: Mapping[str, tuple[EffectCell, ...]]
    gaining: NamedFactories
    leaving: NamedFactories
    losing: NamedFactories
    not_before: int
    recognised: int


def effect_on(
    day: date, base: CriteriaDocument, draft: CriteriaDocument, *, recognised: Collection[str]
) -> CriteriaEffect:
    """The effect of a draft against what is in force. Warm: two statements."""
    programme = programme_on(day)
    years = programme.years
    tried = Tried(programme, before=side(years, base), after=side(years, draft))
    lookback = years.lookback
    days = _Days(
        lookback.eligible(base), lookback.eligible(draft), lookback.close(base), lookback.close(draft)
    )
    everywhere = np.ones(len(lookback.codes), dtype=np.bool_)
    rows = {}
    for at, country in enumerate(lookback.countries):
        cells = tuple(days.cell(number, lookback.country == at) for number in range(len(years.years)))
        if any(cell.before or cell.after or cell.close_before or cell.close_after for cell in cells):
            rows[country] = cells
    public = tried.rows_of(recognised)
    gaining, leaving, losing = _named(tried, tried.enters, tried.leaves, public & tried.leaves)
    return CriteriaEffect(
        years=years.years,
        total=days.cell(-1, everywhere),
        factories=len(everywhere),
        rows=rows,
        gaining=gaining,
        leaving=leaving,
        losing=losing,
        not_before=int((public & ~tried.before.eligible & ~tried.after.eligible).sum()),
        recognised=int(public.sum()),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Days:
    """Flags by day and factory."""

    before: Any
    after: Any
    close_before: Any
    close_after: Any

    def cell(self, day: int, chosen: Flags) -> EffectCell:
        """One day of some factories."""
        before, after = self.before[day] & chosen, self.after[day] & chosen
        return EffectCell(
            *(
                int(np.count_nonzero(flags))
                for flags in (
                    before,
                    after,
                    after & ~before,
                    before & ~after,
                    self.close_before[day] & chosen,
                    self.close_after[day] & chosen,
                )
            )
        )


def _named(tried: Tried, *groups: Flags) -> Iterator[NamedFactories]:
    """Each group's number and the first of it."""
    codes = [tried.codes(chosen) for chosen in groups]
    known = tried.programme.named({code for every in codes for code in every[:NAMED]})
    for every in codes:
        yield NamedFactories(len(every), tuple(known[code] for code in every[:NAMED] if code in known))
