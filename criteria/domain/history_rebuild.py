"""A history of which some factories were read anew: all others' facts are taken as they were.

One event concerns one factory; to read a whole programme again for it would take a hundred times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from criteria.domain.days import Ints
from criteria.domain.facts import Facts, Flags, column_names
from criteria.domain.history import History


def replace_factories(old: History, fresh: History, *, instead_of: Flags) -> History:
    """The history that reading everything would give, its factories in order of code.

    Args:
        old: everything, as it was.
        fresh: some factories as they are now, newly registered ones among them.
        instead_of: which of the old ones `fresh` stands for, or which are no longer open; shape (factories,).
    """
    stays = np.flatnonzero(~instead_of)
    codes = [*(old.codes[at] for at in stays.tolist()), *fresh.codes]
    countries = [*(old.countries[old.country[at]] for at in stays.tolist()), *_countries(fresh)]
    order = sorted(range(len(codes)), key=codes.__getitem__)
    place = np.empty(len(codes), dtype=np.int64)
    place[order] = np.arange(len(codes))
    old_place = np.full(len(old.codes), -1, dtype=np.int64)
    old_place[stays] = place[: len(stays)]
    named = tuple(sorted(set(countries)))
    number = {country: index for index, country in enumerate(named)}
    tables: dict[str, Any] = {
        field.name: _joined(table, getattr(fresh, field.name), old_place, place[len(stays) :])
        for field in fields(History)
        if isinstance(table := getattr(old, field.name), Facts)
    }
    return History(
        codes=tuple(codes[at] for at in order),
        countries=named,
        country=np.array([number[countries[at]] for at in order], dtype=np.int64),
        courses_on_offer=fresh.courses_on_offer,
        **tables,
    )


def _countries(history: History) -> Sequence[str]:
    return [history.countries[at] for at in history.country.tolist()]


def _joined(old: Facts, fresh: Facts, old_place: Ints, fresh_place: Ints) -> Facts:
    """One table of both; `old_place` is -1 for the factories that are left out."""
    stays = old_place[old.factory] >= 0
    columns = {
        name: np.concatenate([getattr(old, name)[stays], getattr(fresh, name)])
        for name in column_names(type(old))
    }
    columns["factory"] = np.concatenate([old_place[old.factory[stays]], fresh_place[fresh.factory]])
    return type(old).of(int((old_place >= 0).sum()) + len(fresh_place), columns)
