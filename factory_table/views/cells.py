"""What stands in the cells of the list of factories: plain values, so that a row's text is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from django.utils.formats import number_format
from django.utils.translation import get_language

from factory_table.queries.columns import ListColumn, Shown
from files.domain.shares import whole_per_cent, with_per_cent_sign

Cell: TypeAlias = tuple[str, str, Any, bool]
"""How it is written, its column's label, its value, whether it is numeric."""


def cells(columns: Sequence[ListColumn], values: Sequence[Any]) -> tuple[Cell, ...]:
    """A row's cells from the columns' values, in the same order."""
    return tuple(
        (str(column.shown), str(column.label), _value(column, value), column.is_numeric)
        for column, value in zip(columns, values, strict=True)
    )


def _value(column: ListColumn, value: Any) -> Any:
    if value is None:
        return None
    if column.shown == Shown.SHARE:
        return with_per_cent_sign(str(whole_per_cent(value, 10_000)), get_language())
    if column.shown == Shown.CHANGE:
        return _points(value)
    if column.shown == Shown.CHOICE:
        words = column.words.get(value)
        return None if words is None else str(words)
    return value


def _points(change: int) -> str:
    """Ten-thousandths more or less as whole percentage points with their sign."""
    whole = whole_per_cent(abs(change), 10_000)
    sign = ("−" if change < 0 else "+") if whole else "±"  # the minus of numbers
    return f"{sign}{number_format(whole, force_grouping=True)}"
