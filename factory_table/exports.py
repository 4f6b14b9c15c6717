"""The list as a file: a factory list that can be imported again, and behind it the columns that were shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from factories.exports import factories_table
from factory_table.queries.columns import Shown, with_columns

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from countries.queries.local_time import On
    from factories.models import Factory
    from factory_table.queries.columns import ListColumn
    from files.exports import ExportTable

IN_EVERY_LIST = {"country", "workers", "products", "joined"}
"""Columns of the page that a factory list holds anyway."""


def factory_table(factories: QuerySet[Factory], on: On, columns: Sequence[ListColumn]) -> ExportTable:
    """The factories with the columns shown. Three queries."""
    shown = [column for column in columns if column.key not in IN_EVERY_LIST]

    def values(factory: Factory) -> list[Any]:
        return [_plain(column, getattr(factory, column.annotation)) for column in shown]

    return factories_table(with_columns(factories, shown), on, [column.key for column in shown], values)


def _plain(column: ListColumn, value: Any) -> Any:
    """A column's value for a file: shares in per cent, choices in words."""
    if value is None:
        return None
    if column.shown in {Shown.SHARE, Shown.CHANGE}:
        return value / 100
    return str(column.words.get(value, "")) if column.shown == Shown.CHOICE else value
