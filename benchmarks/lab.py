"""The lab's answer to a moved bar and a moved window: thousands of factories, ten years, and how little it may take.

Here the budget is time, not a ratio: a slider is let go, and the answer has to be there. The programme is that of the
demonstration told again: each fact moved back by whole years and given to further factories, until there are as many
factories and years as asked for. Measured is everything from what was moved to the markup that is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from functools import partial
from itertools import count, cycle
from typing import Any

import numpy as np
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from benchmarks.measuring import Budget, FloorComparison
from benchmarks.simulating import by_hand
from countries.queries.countries import country_names
from criteria.domain.days import NEVER
from criteria.domain.engine import measure_matrix, stack
from criteria.domain.facts import Facts
from criteria.domain.history import History
from criteria.projections import standard_or_shipped
from criteria.queries.criteria import Standard
from criteria.queries.history import load_history
from factories.commands import record_workforce
from factories.queries.by_id import every_factory
from lab.domain.lookback_windows import Lookback
from lab.domain.variation import Variation, varied
from lab.projections import ProgrammeSlice
from lab.queries import kept_programme
from lab.queries.kept_programme import programme_on
from lab.queries.programme import LabHistory, Tried, known_factories, programme_of
from lab.queries.simulation import side
from lab.views.lab_result import answer
from lab.views.scenario import Trial

YEARS = 10
YEAR = 365
LATER = ("day", "fixed", "done", "verified", "closed", "next_same")
"""Columns that hold days."""


def budgets() -> Iterator[Budget]:
    """What the lab may take, in milliseconds."""
    today = timezone.localdate()
    standard = standard_or_shipped(today, now=timezone.now())
    sizes = [(3_000, 100, 300)]
    if connection.vendor == "sqlite":
        sizes.append((100_000, 2_000, 2_000))  # once is enough: warm, the database plays no part
    for factories, bar, window in sizes:
        page = LabRequest(long_programme(factories, on=today), standard)
        page(Variation())
        what = f"{len(page.programme.years.lookback.codes):,} factories × {YEARS} years, store warm"
        yield Budget(f"the lab, a bar moved: {what}", partial(_moved, page, "bar", count(4)), bar)
        yield Budget(f"the lab, a window moved: {what}", partial(_moved, page, "window", count(13)), window)


def budgets_after_changes() -> Iterator[Budget]:
    """What the answer may take when something happened before it, on the programme as the tables have it.

    Nothing is kept at all, as in a process just started; and one factory's evidence has changed.
    """
    today = timezone.localdate()
    standard = standard_or_shipped(today, now=timezone.now())
    bars, workers = cycle(range(4, 12)), count(500)
    programme = programme_on(today)
    what = f"{len(programme.years.lookback.codes):,} factories × {len(programme.years.years)} years"
    some_factory = every_factory().values_list("pk", flat=True)[0]

    def asked() -> str:
        return LabRequest(programme_on(today), standard)(Variation(bar=next(bars)))

    def with_nothing_kept() -> str:
        kept_programme.forget()
        return asked()

    def head_count() -> None:
        number = next(workers)
        record_workforce(
            some_factory, counted_on=today, workers=number, women_workers=None, actor=None, now=timezone.now()
        )

    yield Budget(f"the lab, its first answer: {what}, nothing kept", with_nothing_kept, 2_000)
    yield Budget(f"the lab, an answer after an event: {what}", asked, 500, before=head_count)


def _moved(page: LabRequest, what: str, numbers: Iterator[int]) -> str:
    moved: Any = {what: next(numbers)}
    return page(Variation(**moved))


def comparisons() -> Iterator[FloorComparison]:
    """One bar moved, over all of history, against numpy written by hand for the very same criteria."""
    today = timezone.localdate()
    document = standard_or_shipped(today, now=timezone.now()).document
    lookback = long_programme(3_000, on=today).years.lookback
    assert isinstance(lookback, Lookback)
    days = [measure_matrix(lookback.history, document, day) for day in lookback.days]
    floor = stack(days)
    assert np.array_equal(lookback.eligible(document).ravel(), by_hand(floor)), "these are other criteria"
    bars = cycle(range(46))  # each is new: nothing that was concluded before is of use
    yield FloorComparison(
        f"one bar moved, judged over all of history: {len(floor.codes):,} factories and years, measures kept",
        lambda: lookback.eligible(varied(document, {"C1-RECENT": Variation(bar=next(bars))})),
        "numpy written by hand",
        lambda: by_hand(floor),
        budget=2,
    )


class LabRequest:
    """What a moved bar or window asks of the server, signing in aside."""

    def __init__(self, programme: LabHistory, standard: Standard) -> None:
        self.programme = programme
        self._standard = standard
        self._countries = country_names()

    def __call__(self, change: Variation) -> str:
        years = self.programme.years
        trial = Trial(self._standard, {"L1-COURSES": change}, ())
        tried = Tried(
            self.programme, before=side(years, self._standard.document), after=side(years, trial.document)
        )
        shown = answer(tried, look="L1-COURSES", countries=self._countries, recognised=())
        return render_to_string(
            "lab/_answer.html", shown | {"base": self._standard, "trial": trial, "files": {}}
        )


def long_programme(factories: int, *, on: date) -> LabHistory:
    """At least so many factories with ten years of history."""
    long = long_slice(factories, on=on)
    return replace(
        programme_of(long.history, long.known, on),
        named=lambda codes: {code: long.known[code] for code in codes},
    )


def long_slice(factories: int, *, on: date) -> ProgrammeSlice:
    """At least so many factories with ten years of history, as a store takes them; the first ones have their ids."""
    loaded, known = load_history(on=on), known_factories()
    history, years = loaded.history, len(programme_of(loaded.history, known, on).years.years)
    times, again = -(-factories // len(history.codes)), -(-YEARS // years)
    codes = [f"{code}-{number}" for number in range(times) for code in history.codes]
    named = dict(zip(codes, (known[code] for code in history.codes * times), strict=True))
    tables: dict[str, Any] = {
        field.name: _repeated(value, len(history.codes), times, again, years)
        for field in fields(History)
        if isinstance(value := getattr(history, field.name), Facts)
    }
    long = replace(history, codes=tuple(codes), country=np.tile(history.country, times), **tables)
    ids = [factory.id for factory in loaded.factories]
    ids += [-number for number in range(1, len(codes) - len(ids) + 1)]
    return ProgrammeSlice(ids, long, {code: replace(one, code=code) for code, one in named.items()})


def _repeated(table: Facts, factories: int, times: int, again: int, years: int) -> Facts:
    """The table's rows for further factories, and for the years before."""
    columns: dict[str, list[Any]] = {}
    for number in range(times):
        for turn in range(again):
            for field in fields(table):
                if field.name in {"factories", "order", "key", "digest"}:
                    continue
                values = getattr(table, field.name)
                if field.name == "factory":
                    values = values + number * factories
                elif field.name in LATER:
                    values = np.where(values == NEVER, NEVER, values - turn * years * YEAR)
                columns.setdefault(field.name, []).append(values)
    joined = {name: np.concatenate(parts) for name, parts in columns.items()}
    joined["key"] = np.arange(len(joined["factory"])).astype(object)
    return type(table).of(factories * times, joined)
