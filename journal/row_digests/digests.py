"""What the covered columns of rows say, in one digest a row. Rows are read back as the database keeps them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from journal.bulk import fetch_columns
from journal.chain import canonical, instant
from journal.row_digests.coverage import CoveredTable

if TYPE_CHECKING:
    from django.db.models import QuerySet

NAMED = 500  # keys that are named in one statement
RANGE = 5000  # rows of a statement that reads from key to key
GONE = ""
"""The digest of a row that was deleted."""


def written_digests(table: CoveredTable, keys: Collection[Any]) -> dict[str, str]:
    """Key → digest of the rows of these keys as they stand now; `GONE` for those that do not stand any more."""
    known = dict.fromkeys(sorted(table.key_of(key) for key in keys), GONE)
    for rows in _of_keys(table, keys):
        known.update((key, digest) for key, digest in row_digests(table, rows, table.columns) if key in known)
    return known


def _of_keys(table: CoveredTable, keys: Collection[Any]) -> Iterator[QuerySet[Any]]:
    everything = table.rows()
    if len(keys) <= NAMED:
        yield everything.filter(pk__in=list(keys))
        return
    ordered = sorted(keys)
    by_range = isinstance(ordered[0], int) and ordered[-1] - ordered[0] < 2 * len(ordered)
    size = RANGE if by_range else NAMED
    for start in range(0, len(ordered), size):
        part = ordered[start : start + size]
        if by_range:
            yield everything.filter(pk__gte=part[0], pk__lte=part[-1])
        else:
            yield everything.filter(pk__in=part)


def row_digests(
    table: CoveredTable, rows: QuerySet[Any], columns: Sequence[str]
) -> Iterable[tuple[str, str]]:
    """(key, digest) of each row, over these of its columns. One statement."""
    found = fetch_columns(rows.values_list("pk", *columns))
    if not found:
        return []
    keys, *values = found
    head = canonical(table.name)
    told = [_told(name, column) for name, column in zip(columns, values, strict=True)]
    return [
        (str(key), hashlib.sha256(f"{head},{','.join(row)}".encode()).hexdigest())
        for key, row in zip(keys, zip(*told, strict=True), strict=True)
    ]


def _told(name: str, values: Sequence[Any]) -> list[str]:
    """One column's values with its name, each in one spelling; each distinct value is spelled once."""
    head = f"{canonical(name)}:"
    known: dict[tuple[type, Any], str] = {}
    told = []
    for value in values:
        try:
            said = known.get((type(value), value))
            if said is None:
                said = known[type(value), value] = head + _spelled(value)
        except TypeError:  # a list or mapping out of JSON is no key
            said = head + _spelled(value)
        told.append(said)
    return told


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
