"""What every table of a history is: dated facts of one kind as numpy columns, sorted by factory and day.

A table carries its sort key, so that "the facts of each factory by a day" is one binary search per factory. Days are
ordinals; a day that has not come is `NEVER`; a number nobody recorded is `UNKNOWN` (-1).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from criteria.domain.days import NEVER, Ints

Flags = NDArray[np.bool_]
Keys = NDArray[np.object_]
Columns = Mapping[str, Any]
"""Column name → values, one a row, in any order; columns with a default may be left out."""

UNKNOWN = -1
CLUSTERS = ("CL", "DI", "FL", "FA", "CO", "CH", "OS", "WT")
"""Cluster codes of the Compliance Assessment Tool, in the order of the cluster columns."""

FULL, PARTIAL, REMOTE = 0, 1, 2
KINDS = {"full": FULL, "partial": PARTIAL, "remote": REMOTE}

SPAN = NEVER + 1
"""What a factory's place is multiplied by in the sort key of a table."""


class HistoryFaulty(ValueError):
    """Columns that cannot be a history: a programming error of the caller."""


def _absent(value: Any, dtype: type = np.int64) -> dict[str, Any]:
    return {"default": value, "dtype": dtype}


# `metadata` of a column: what it holds where it was not given
MUST = _absent(None)
ZERO = _absent(0)
UNKNOWN_NUMBER = _absent(UNKNOWN)
NEVER_YET = _absent(NEVER)
FULL_KIND = _absent(FULL)
YES = _absent(value=True, dtype=np.bool_)
NO = _absent(value=False, dtype=np.bool_)
NOTHING = _absent("", object)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """Rows of one kind of fact, sorted by factory, day, cycle and place (where there are) and key.

    Attributes:
        factories: how many factories the store has.
        order: the sort key, `factory * span + day`.
        factory: index of the factory.
        day: the day it happened.
        key: what finds the row again (a primary key); None where nobody needs it.
    """

    factories: int
    order: Ints
    factory: Ints
    day: Ints
    key: Keys = field(metadata=NOTHING)

    @classmethod
    def of(cls, factories: int, columns: Columns) -> Self:
        """A table of these columns, sorted.

        Raises:
            HistoryFaulty: a column is missing, unknown or of another length, or names a factory that is none.
        """
        rows = len(columns.get("factory", ()))
        filled = {
            name: _filled(cls.__name__, name, columns, meta, rows) for name, meta in _columns_of(cls).items()
        }
        if unknown := sorted(set(columns) - set(filled)):
            raise HistoryFaulty(f"{cls.__name__} has no column {', '.join(unknown)}")
        factory = filled["factory"]
        if rows and (int(factory.min()) < 0 or int(factory.max()) >= factories):
            raise HistoryFaulty(f"{cls.__name__} names a factory outside 0 … {factories - 1}")
        order = factory * SPAN + filled["day"]
        by = _sorting(order, filled["key"], [filled[name] for name in _WITHIN if name in filled])
        return cls(
            factories=factories, order=order[by], **{name: values[by] for name, values in filled.items()}
        )

    def rows_from(self, day: int) -> Ints:
        """Per factory, the position of its first row on or after a day."""
        return np.searchsorted(self.order, np.arange(self.factories) * SPAN + day, side="left")

    def rows_after(self, day: int) -> Ints:
        """Per factory, the position behind its last row on or before a day."""
        return np.searchsorted(self.order, np.arange(self.factories) * SPAN + day, side="right")

    def where(self, chosen: Flags) -> Self:
        """The chosen rows as a table of the same factories."""
        columns = {name: getattr(self, name)[chosen] for name in (*_columns_of(type(self)), "order")}
        return type(self)(factories=self.factories, **columns)


def column_names(table: type[Facts]) -> Collection[str]:
    """The columns of a kind of table, its sort key aside."""
    return _columns_of(table).keys()


def absent_value(table: type[Facts], name: str) -> Any:
    """What a column of a kind of table holds where nothing was recorded; None for one that has no such value."""
    return _columns_of(table).get(name, MUST)["default"]


def _columns_of(cls: type[Facts]) -> dict[str, Mapping[str, Any]]:
    return {
        field.name: field.metadata or MUST
        for field in fields(cls)
        if field.name not in {"factories", "order"}
    }


def _filled(table: str, name: str, columns: Columns, meta: Mapping[str, Any], rows: int) -> NDArray[Any]:
    if name not in columns:
        if meta["default"] is None and rows:
            raise HistoryFaulty(f"{table} needs the column {name}")
        default = meta["default"] if meta["default"] is not None else 0
        shape = (rows, len(CLUSTERS)) if name.startswith("cluster_") else (rows,)
        return np.full(shape, default, dtype=meta["dtype"])
    if meta["dtype"] is object:
        values: NDArray[Any] = np.empty(len(columns[name]), dtype=object)
        values[:] = list(columns[name])
    else:
        values = np.asarray(columns[name], dtype=meta["dtype"])
    if name.startswith("cluster_"):
        values = values.reshape(-1, len(CLUSTERS))
    if len(values) != rows:
        raise HistoryFaulty(f"{table}.{name} has {len(values)} rows instead of {rows}")
    return values


_WITHIN = ("cycle", "place")  # by which assessments of one day are sorted


def _sorting(order: Ints, keys: Keys, within: Sequence[Ints]) -> NDArray[np.intp]:
    """The permutation that sorts by factory and day; rows of one day by the columns of `within`, then by key.

    So no input order shows through.
    """
    by = np.argsort(order, kind="stable")
    same = order[by][1:] == order[by][:-1]
    if not same.any():
        return by
    tied = np.zeros(len(order), dtype=np.bool_)
    tied[by[1:][same]] = tied[by[:-1][same]] = True
    names = [str(key) for key in keys[tied]]
    rank = {name: place for place, name in enumerate(sorted(set(names)))}
    ranks = np.zeros(len(order), dtype=np.int64)
    ranks[tied] = [rank[name] for name in names]
    return np.lexsort((ranks, *reversed(within), order))
