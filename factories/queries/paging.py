"""Reading lists in pages by key, and counting them without counting for ever; for every app with a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.db.models.expressions import Combinable

from factories.domain.cursors import Cursor

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 50
CAP = 10_000


@dataclass(frozen=True, slots=True)
class Order:
    """How a list may be sorted: an expression that is never null, then a whole number that no two rows share."""

    by: Combinable
    kind: type[str] | type[int]
    descending: bool = False
    unique: str = "id"


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list: rows in order, and the cursors of its neighbours ("" where there is none)."""

    rows: Sequence[Any]
    following: str
    preceding: str


@dataclass(frozen=True, slots=True)
class RowCount:
    """How many rows a list has; `more` when there are more than were counted."""

    number: int
    more: bool


def page(rows: QuerySet[Any], *, order: Order, cursor: Cursor | None, size: int = PAGE) -> ListPage:
    """The rows behind (or before) the cursor. One query, whatever the depth."""
    keyed = rows.annotate(sort_key=order.by)
    if cursor is not None and type(cursor.value) is not order.kind:
        cursor = None  # a cursor of another sorting: start anew
    backwards = cursor is not None and cursor.backwards
    down = order.descending != backwards
    if cursor is not None:
        keyed = keyed.filter(_after_cursor(cursor, unique=order.unique, down=down))
    direction = "-" if down else ""
    found = list(keyed.order_by(f"{direction}sort_key", f"{direction}{order.unique}")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (more or backwards)
    has_previous = bool(found) and (more if backwards else cursor is not None)
    return ListPage(
        rows=found,
        following=_of(found[-1], order).text() if has_next else "",
        preceding=_of(found[0], order, backwards=True).text() if has_previous else "",
    )


def count(rows: QuerySet[Any], *, cap: int = CAP) -> RowCount:
    """How many there are, counted up to `cap`. One query of bounded cost."""
    number = rows.order_by()[: cap + 1].values("pk").count()
    return RowCount(min(number, cap), more=number > cap)


def _after_cursor(cursor: Cursor, *, unique: str, down: bool) -> Q:
    side = "lt" if down else "gt"
    tie = Q(**{"sort_key": cursor.value, f"{unique}__{side}": cursor.row_id})
    return Q(**{f"sort_key__{side}": cursor.value}) | tie


def _of(row: Any, order: Order, *, backwards: bool = False) -> Cursor:
    return Cursor(value=row.sort_key, row_id=getattr(row, order.unique), backwards=backwards)
