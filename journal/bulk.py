"""Many new rows at once, where even `bulk_create` is too slow: tens of thousands of findings come with one file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

ROWS = 500  # a statement: with nine columns well below SQLite's 32,766 parameters


def insert_rows(model: type[Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of Python values; columns not named are left to be null.

    Measured on SQLite with 57,000 findings: 1.1 s, against 9 s by `bulk_create`, whose cost is Python's, not the
    database's.
    """
    if not rows:
        return
    columns: list[Any] = [model._meta.get_field(name) for name in fields]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    place = f"({', '.join(['%s'] * len(columns))})"
    prepared = [_prepared(field, [row[i] for row in rows]) for i, field in enumerate(columns)]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS):
            part = list(zip(*(values[start : start + ROWS] for values in prepared), strict=True))
            places = ", ".join([place] * len(part))
            # names are the model's own, values are parameters
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES {places}", list(chain.from_iterable(part)))  # noqa: S608


def _prepared(field: Any, values: Sequence[Any]) -> list[Any]:
    """One column's values as the database takes them; each distinct value is prepared once."""
    if isinstance(field, JSONField):  # its values are no keys
        return [field.get_db_prep_save(value, connection) for value in values]
    known: dict[Any, Any] = {}
    for value in values:
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
    return [known[value] for value in values]
