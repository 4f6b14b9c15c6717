"""Rows of several tables read by one statement: each table's rows are brought into one shape, then united."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import compress, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from journal.bulk import fetch_columns

if TYPE_CHECKING:
    from django.db.models import QuerySet

UNKNOWN = -1
"""A number that nobody recorded."""
NUMBERS, DAYS = 6, 2
_COLUMNS = (
    "kind_", "id", "factory_", "day_", "n1", "n2", "n3", "n4", "n5", "n6", "d1", "d2", "text_", "key_", "at_",
)  # fmt: skip


class Rows(NamedTuple):
    """Rows of one kind, column by column, as long as each other."""

    kind: str
    ids: Sequence[int]
    factories: Sequence[int]
    days: Sequence[Any]
    numbers: Sequence[Sequence[int]]  # six columns
    more_days: Sequence[Sequence[Any]]  # two columns
    texts: Sequence[str]
    keys: Sequence[Any]
    instants: Sequence[Any]

    @classmethod
    def of(cls, kind: str, columns: Sequence[Sequence[Any]]) -> Rows:
        """The columns of a statement, without the first, which says the kind."""
        ids, factories, days, *rest = columns
        return cls(kind, ids, factories, days, rest[:NUMBERS], rest[NUMBERS : NUMBERS + DAYS], *rest[-3:])

    def around(self, factories: Container[int]) -> Rows:
        """Those about some factories."""
        kept = [factory in factories for factory in self.factories]
        if all(kept):
            return self
        flat = (self.ids, self.factories, self.days, *self.numbers, *self.more_days, *self[-3:])
        return self.of(self.kind, [list(compress(column, kept)) for column in flat])


def no_rows(kind: str) -> Rows:
    """A table without any."""
    return Rows.of(kind, [()] * (len(_COLUMNS) - 1))


def shaped(
    rows: QuerySet[Any],
    kind: str,
    day: str = "",
    *,
    factory: str = "factory_id",
    numbers: tuple[str, ...] = (),
    days: tuple[str, ...] = (),
    text: str | Combinable = "",
    key: str = "",
    at: str = "",
) -> QuerySet[Any]:
    """The rows of one table in the shape in which they can be read with those of others; what is not named is empty."""
    nothing = Value(UNKNOWN, output_field=IntegerField())
    filled: list[Combinable] = [Coalesce(Cast(F(name), IntegerField()), nothing) for name in numbers]
    filled += [nothing] * (NUMBERS - len(numbers))
    # cast, a day comes from SQLite as text, to be read once each; else its driver parses every single one
    dated = [_cast(name, DateField()) for name in (*days, *[""] * (DAYS - len(days)))]
    said = Value("", output_field=CharField()) if text == "" else Cast(text, CharField(max_length=120))
    columns: dict[str, Combinable] = {
        "kind_": Value(kind, output_field=CharField()),
        "factory_": _cast(factory, IntegerField()),
        "day_": _cast(day, DateField()),
        **dict(zip(_COLUMNS[4:10], filled, strict=True)),
        **dict(zip(_COLUMNS[10:12], dated, strict=True)),
        "text_": said,
        "key_": F(key) if key else _cast("", UUIDField()),
        "at_": F(at) if at else _cast("", DateTimeField()),
    }
    told: QuerySet[Any] = rows.annotate(**columns).values_list(*_COLUMNS)
    return told


def _cast(name: str, kind: Any) -> Combinable:
    return Cast(F(name) if name else Value(None), kind)


def read_together(parts: Sequence[QuerySet[Any]]) -> dict[str, Rows]:
    """The rows of all parts by their kind; a kind without rows is missing. One statement."""
    first, *others = parts
    columns = fetch_columns(first.union(*others, all=True))
    if not columns:
        return {}
    kinds, *others_of = columns
    return {
        kind: Rows.of(kind, [_joined(column, where) for column in others_of])
        for kind, where in _places(kinds).items()
    }


def _places(kinds: Sequence[str]) -> dict[str, list[slice]]:
    """Where each kind stands: databases give the parts one after the other, though nothing obliges them to."""
    found: dict[str, list[slice]] = {}
    begin = 0
    for kind, same in groupby(kinds):
        end = begin + sum(1 for _ in same)
        found.setdefault(kind, []).append(slice(begin, end))
        begin = end
    return found


def _joined(column: Sequence[Any], where: Sequence[slice]) -> Sequence[Any]:
    first, *others = where
    return column[first] if not others else [each for place in where for each in column[place]]
