"""What the covered columns of rows say, in one digest a row. Rows are read back as the database keeps them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from journal.bulk import ColumnReader
from journal.chains.hashes import canonical, instant
from journal.row_digests.coverage import CoveredTable

NAMED = 500  # keys that are named in one statement
RANGE = 5000  # rows of a statement that reads from key to key
GONE = ""
"""The digest of a row that was deleted."""


def written_digests(table: CoveredTable, keys: Collection[Any]) -> dict[str, str]:
    """Key → digest of the rows of these keys as they stand now; `GONE` for those that do not stand any more."""
    known = dict.fromkeys(sorted(table.key_of(key) for key in keys), GONE)
    ordered = sorted(keys)
    by_range = len(keys) > NAMED and isinstance(ordered[0], int) and ordered[-1] - ordered[0] < 2 * len(keys)
    for start in range(0, len(ordered), size := RANGE if by_range else NAMED):
        part = ordered[start : start + size]
        found = digests_between(table, part[0], part[-1]) if by_range else digests_of(table, part)
        known.update((key, digest) for key, digest in found if key in known)
    return known


def digests_of(table: CoveredTable, keys: Sequence[Any], columns: str | None = None) -> list[tuple[str, str]]:
    """(key, digest) of the rows of these keys, at most `NAMED`. One statement.

    `columns`: other columns than those that are covered now, with blanks between them.
    """
    places = ", ".join(["%s"] * len(keys))
    return _digests(table, f"WHERE {table.quoted_key} IN ({places})", keys, columns)


def digests_between(
    table: CoveredTable, first: Any, last: Any, columns: str | None = None
) -> list[tuple[str, str]]:
    """(key, digest) of all rows from one key to another. One statement."""
    condition = f"WHERE {table.quoted_key} >= %s AND {table.quoted_key} <= %s"
    return _digests(table, condition, [first, last], columns)


def _digests(
    table: CoveredTable, where: str, keys: Sequence[Any], columns: str | None
) -> list[tuple[str, str]]:
    names = table.columns if columns is None else tuple(columns.split())
    field = table.model._meta.pk
    found = _reader(table, names).read(where, [field.get_db_prep_value(key, connection) for key in keys])
    if not found:
        return []
    own, *values = found
    head = canonical(table.name)
    columns_spelled = [_named_values(name, column) for name, column in zip(names, values, strict=True)]
    return [
        (str(key), hashlib.sha256(f"{head},{','.join(row)}".encode()).hexdigest())
        for key, row in zip(own, zip(*columns_spelled, strict=True), strict=True)
    ]


@cache
def _reader(table: CoveredTable, columns: tuple[str, ...]) -> ColumnReader:
    return ColumnReader(table.rows().order_by().values_list("pk", *columns))


def _named_values(name: str, values: Sequence[Any]) -> list[str]:
    """One column's values with its name, each in one spelling; each distinct value is spelled once."""
    head = f"{canonical(name)}:"
    known: dict[tuple[type, Any], str] = {}
    spelled = []
    for value in values:
        try:
            spelling = known.get((type(value), value))
            if spelling is None:
                spelling = known[type(value), value] = head + _spelled(value)
        except TypeError:  # a list or mapping out of JSON is no key
            spelling = head + _spelled(value)
        spelled.append(spelling)
    return spelled


def _spelled(value: Any) -> str:
    if isinstance(value, datetime):
        return canonical(instant(value))
    if isinstance(value, bytes | memoryview):
        return canonical(bytes(value).hex())
    if value is None or isinstance(value, str | int | float | list | dict):
        return canonical(value)
    return canonical(str(value))  # a day, a UUID, an exact number: one spelling each


def batch_hash(batches: Iterable[tuple[str, str, str]]) -> str:
    """SHA-256 over (table, columns, rows) of everything that one event carries, in order of the tables."""
    return hashlib.sha256(canonical(sorted(batches)).encode()).hexdigest()
