"""The lab's reads: a history by years, and what names its factories."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from criteria.domain.days import Ints
from criteria.domain.history import History
from factories.domain.sizes import SIZES, size_class
from factories.queries.by_id import MANY, every_factory
from lab.domain.fairness import FairnessGroup, Grouping, compared
from lab.domain.joined_lookback import JoinedLookback
from lab.domain.lookback_windows import Lookback
from lab.queries.simulation import Flags, Side, Years, first_assessed, years_of


@dataclass(frozen=True, slots=True)
class LabFactory:
    """A factory as the lab names it. `workers` is None where nobody counted."""

    code: str
    name: str
    country: str
    workers: int | None
    products: tuple[str, ...]


def known_factories(codes: Collection[str] | None = None) -> dict[str, LabFactory]:
    """Factories as the lab names them, by code; None for all. One statement."""
    rows = every_factory()
    if codes is not None and len(codes) <= MANY:
        rows = rows.filter(code__in=sorted(codes))
    columns = rows.values_list("code", "name", "country__name", "workers", "products")
    return {
        code: LabFactory(code, name, country, workers, _products(products))
        for code, name, country, workers, products in columns
    }


def _products(text: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in text.split(";")) if part)


@dataclass(frozen=True, slots=True, eq=False)
class LabHistory:
    """Everything that the lab reads again and again: all of history by years, and who belongs together.

    Attributes:
        by_country, by_size, by_product: who belongs together. Names are country codes, the first number of workers
            of a size ("" where nobody counted), and what the factory makes.
        named: names factories by their codes.
    """

    years: Years
    by_country: Grouping
    by_size: Grouping
    by_product: Grouping
    named: Callable[[Collection[str]], Mapping[str, LabFactory]] = known_factories


@dataclass(frozen=True, slots=True, eq=False)
class ProgrammeAt:
    """The programme as it was read, from the tables or from a store, and how far the journal stood before that.

    Attributes:
        event: the last event there was.
        heard: the events that had told of facts, as far back as stragglers are looked for.
        ids: the factories' ids, in the order of the programme.
        stored: whether it is a store's.
    """

    on: date
    event: int
    heard: frozenset[int]
    ids: Ints
    programme: LabHistory
    stored: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """Two sets of criteria on one programme: the one compared with, and the one tried."""

    programme: LabHistory
    before: Side
    after: Side

    @property
    def enters(self) -> Flags:
        """Who is eligible as tried only."""
        return self.after.eligible & ~self.before.eligible

    @property
    def leaves(self) -> Flags:
        """Who is eligible by the one compared with only."""
        return self.before.eligible & ~self.after.eligible

    def groups(self) -> dict[str, list[FairnessGroup]]:
        """Who is eligible or close as tried, by country, size ("workers_from") and product, each against the rest."""
        by = self.programme
        return compared(
            {"country": by.by_country, "workers_from": by.by_size, "product": by.by_product},
            self.after.eligible | self.after.verdicts.close,
        )

    def codes(self, chosen: Flags) -> list[str]:
        """The codes of some factories, in order."""
        every = self.after.verdicts.matrix.codes
        return sorted(every[at] for at in np.flatnonzero(chosen).tolist())

    def rows_of(self, codes: Collection[str]) -> Flags:
        """Which factories these are."""
        every = self.after.verdicts.matrix.codes
        return np.fromiter((code in codes for code in every), dtype=np.bool_, count=len(every))


def programme_of(history: History, known: Mapping[str, LabFactory], on: date) -> LabHistory:
    """A programme of a history and what is known of its factories."""
    return LabHistory(years_of(history, on), *groupings_of(history, known))


def with_changes(
    programme: LabHistory, stays: Flags, fresh: History, known: Mapping[str, LabFactory]
) -> LabHistory | None:
    """The programme with some factories as they are now; None where its years are others by that.

    Args:
        programme: everything, as it was read.
        stays: which of its factories are as they were.
        fresh: the others as they are now, newly registered ones among them.
        known: what is known of these.
    """
    years = programme.years
    base = years.lookback
    if not isinstance(base, Lookback):
        raise TypeError("something is joined to this programme already: start from how it was read")
    first = [first_assessed(base.history, years.on, stays), first_assessed(fresh, years.on)]
    begun = {date.fromordinal(day).year for day in first if day is not None}
    if min(begun, default=None) != (years.years[0] if years.years else None):
        return None
    joined = JoinedLookback(base, stays, Lookback(fresh, base.days))
    by_country, by_size, by_product = groupings_of(fresh, known)
    return replace(
        programme,
        years=replace(years, lookback=joined),
        by_country=programme.by_country.joined(stays, by_country),
        by_size=programme.by_size.joined(stays, by_size),
        by_product=programme.by_product.joined(stays, by_product),
    )


def groupings_of(history: History, known: Mapping[str, LabFactory]) -> tuple[Grouping, Grouping, Grouping]:
    """By country, by size, by product."""
    here = [known[code] for code in history.codes]
    return (
        Grouping.of([history.countries[at]] for at in history.country.tolist()),
        Grouping.of(([size_class(profile.workers)] for profile in here), order=[*map(str, SIZES), ""]),
        Grouping.of(profile.products for profile in here),
    )
