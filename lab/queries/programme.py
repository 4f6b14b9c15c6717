"""The lab's reads: a history by years, and what names its factories."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from criteria.domain.history import History
from factories.domain.sizes import SIZES, size_class
from factories.queries.by_id import every_factory
from lab.domain.fairness import FairnessGroup, Grouping, compared
from lab.queries.simulation import Flags, Side, Years, years_of


@dataclass(frozen=True, slots=True)
class LabFactory:
    """A factory as the lab names it. `workers` is None where nobody counted."""

    code: str
    name: str
    country: str
    workers: int | None
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LabHistory:
    """Everything that the lab reads again and again: all of history by years, and what names its factories.

    Attributes:
        known: every factory of the history by its code.
        by_country, by_size, by_product: who belongs together. Names are country codes, the first number of workers
            of a size ("" where nobody counted), and what the factory makes.
    """

    years: Years
    known: Mapping[str, LabFactory]
    by_country: Grouping
    by_size: Grouping
    by_product: Grouping


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
    """A programme of a history and the names of its factories."""
    here = [known[code] for code in history.codes]
    return LabHistory(
        years=years_of(history, on),
        known=known,
        by_country=Grouping.of([history.countries[at]] for at in history.country.tolist()),
        by_size=Grouping.of(
            ([size_class(profile.workers)] for profile in here), order=[*map(str, SIZES), ""]
        ),
        by_product=Grouping.of(profile.products for profile in here),
    )


def known_factories() -> dict[str, LabFactory]:
    """Every factory as the lab names it, by code. One statement."""
    rows = every_factory().values_list("code", "name", "country__name", "workers", "products")
    return {
        code: LabFactory(code, name, country, workers, _products(products))
        for code, name, country, workers, products in rows
    }


def _products(text: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in text.split(";")) if part)
