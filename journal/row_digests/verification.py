"""Rows of covered tables that are not what their last event recorded: altered, invented or missing."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator
from typing import Any

from journal.chains.faults import Break
from journal.models import Event, RowDigests
from journal.row_digests.coverage import CoveredTable, covered_tables
from journal.row_digests.digests import GONE, batch_hash, digests_between, digests_of

SLICE = 5000  # rows read at once
Recorded = dict[str, tuple[str, str, int]]
"""Key of a row → its digest, the columns that the digest covers, and the event that carries it."""


def digest_faults() -> Iterator[Break]:
    """Events whose row digests are not those that their hash covers."""
    covered = dict(Event.objects.exclude(rows_hash="").values_list("id", "rows_hash"))
    together: list[tuple[str, str, str]] = []
    current: int | None = None
    rows = RowDigests.objects.order_by("event_id").values_list("event_id", "table", "columns", "rows")
    for event_id, *batch in rows.iterator(200):
        if event_id != current:
            yield from _batch_faults(current, together, covered)
            current, together = event_id, []
        together.append((batch[0], batch[1], batch[2]))
    yield from _batch_faults(current, together, covered)
    for event_id in sorted(covered):
        yield Break(f"event:{event_id}", "digests_missing", "the digests of the rows it wrote are gone")


def _batch_faults(
    event_id: int | None, batch: list[tuple[str, str, str]], covered: dict[int, str]
) -> Iterator[Break]:
    if event_id is not None and covered.pop(event_id, "") != batch_hash(batch):
        message = "the digests of the rows it wrote were changed after it was recorded"
        yield Break(f"event:{event_id}", "digests_altered", message)


def row_faults() -> Generator[Break, None, int]:
    """Every covered row that is not as recorded, and as its result how many rows were checked."""
    checked = 0
    for table in covered_tables().values():
        checked += yield from faults_of(table)
    return checked


def faults_of(table: CoveredTable) -> Generator[Break, None, int]:
    """Every row of one table that is not as recorded, and as its result how many rows were checked."""
    recorded = recorded_rows(table)
    present: set[str] = set()
    for key, fault in _held_against(table, recorded):
        present.add(key)
        if fault is not None:
            yield fault
    for key in sorted(recorded.keys() - present):
        digest, _, event_id = recorded[key]
        if digest != GONE:
            message = f"event {event_id} recorded this row, and it is gone; restore it from a backup"
            yield Break(f"{table.label}:{key}", "missing", message)
    return len(present)


def recorded_rows(table: CoveredTable) -> Recorded:
    """What the events say of a table's rows, the latest of each."""
    recorded: Recorded = {}
    rows = RowDigests.objects.filter(table=table.name).order_by("event_id")
    for event_id, columns, text in rows.values_list("event_id", "columns", "rows").iterator(200):
        recorded.update((key, (digest, columns, event_id)) for key, digest in json.loads(text).items())
    return recorded


def _held_against(table: CoveredTable, recorded: Recorded) -> Iterator[tuple[str, Break | None]]:
    """(key, its fault if any) of every row there is."""
    for part in slices(table):
        digests = {
            columns: dict(_digests(table, part, columns)) for columns in _column_lists(table, recorded)
        }
        for key, own in digests[" ".join(table.columns)].items():
            digest, columns, event_id = recorded.get(key, (GONE, "", 0))
            if digest == GONE:
                message = "no event tells of this row; find who wrote it"
                yield key, Break(f"{table.label}:{key}", "invented", message)
            elif (digests[columns].get(key) if columns in digests else own) != digest:
                message = f"it is not what event {event_id} recorded; restore it from a backup"
                yield key, Break(f"{table.label}:{key}", "altered", message)
            else:
                yield key, None


def uncovered_rows(table: CoveredTable) -> list[Any]:
    """Keys of rows that no event tells of, and of those that are as recorded but under another list of columns."""
    recorded, now = recorded_rows(table), " ".join(table.columns)
    found = []
    for part in slices(table):
        digests = {
            columns: dict(_digests(table, part, columns)) for columns in _column_lists(table, recorded)
        }
        for value in part:
            digest, columns, _ = recorded.get(str(value), (GONE, "", 0))
            renewed = columns != now and digests.get(columns, {}).get(str(value)) == digest
            if digest == GONE or renewed:
                found.append(value)
    return found


def _column_lists(table: CoveredTable, recorded: Recorded) -> set[str]:
    """The lists of columns that digests of this table cover: several after a change of the table.

    A list with a column that the table has no longer cannot be checked; such rows are altered until they are covered
    anew (`manage.py cover_rows`).
    """
    names = {field.attname for field in table.model._meta.concrete_fields}
    lists = {columns for _, columns, _ in recorded.values() if names.issuperset(columns.split())}
    return lists | {" ".join(table.columns)}


def slices(table: CoveredTable) -> Iterator[list[Any]]:
    """Keys of all rows of a table in order, some thousands at a time."""
    keys = table.rows().order_by("pk").values_list("pk", flat=True)
    part = list(keys[:SLICE])
    while part:
        yield part
        part = list(keys.filter(pk__gt=part[-1])[:SLICE])


def _digests(table: CoveredTable, part: list[Any], columns: str) -> Iterable[tuple[str, str]]:
    try:
        return digests_between(table, part[0], part[-1], columns)
    except Exception:  # noqa: BLE001  # a value that no driver reads is a person's tampering: find the row
        return [_one_digest(table, key, columns) for key in part]


def _one_digest(table: CoveredTable, key: Any, columns: str) -> tuple[str, str]:
    try:
        return digests_of(table, [key], columns)[0]
    except Exception:  # noqa: BLE001  # as above
        return str(key), "unreadable"
