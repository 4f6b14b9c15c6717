"""Rows of one factory given to another, with a record of every id and value, by which they come back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from duplicates.domain.merge_rules import Fate, MergeRule, RowConflict
from duplicates.queries.merge_tables import merge_rules, model_of, rows_of
from factories.models import Factory
from journal.events import BATCH
from journal.refusals import Refused

_RENAMED_MOST = 40  # letters of a reference


class Clashing(Refused):
    """The two factories have something that only one may have; people settle it first."""


@dataclass(slots=True)
class Record:
    """What was moved, changed and made, as `FactoryMerge` keeps it."""

    moved: dict[str, list[Any]] = field(default_factory=dict)
    changed: list[dict[str, Any]] = field(default_factory=list)
    held: dict[str, list[Any]] = field(default_factory=dict)


def move_all(kept: Factory, dropped: Factory, record: Record) -> None:
    """Every table by its rule.

    Raises:
        Clashing: something stands in the way; nothing was moved then (the command rolls back).
    """
    _rename_references(kept, dropped, record)
    for rule in merge_rules():
        if rule.fate is Fate.MOVE:
            _move(rule, kept, dropped, record)
        elif rule.fate is Fate.STAY:
            _leave(rule, dropped, record)
        elif rule.fate is Fate.REBUILT:
            rows_of(rule.table).filter(factory=dropped).delete()


def _move(rule: MergeRule, kept: Factory, dropped: Factory, record: Record) -> None:
    rows = rows_of(rule.table)
    record.held[rule.table] = plain(rows.filter(factory=kept).order_by("pk").values_list("pk", flat=True))
    clashing = set(clashes(rule, kept, dropped))
    if clashing and rule.clash is RowConflict.REFUSE:
        raise Clashing(str(rule.because))
    going = [
        pk
        for pk in rows.filter(factory=dropped).order_by("pk").values_list("pk", flat=True)
        if pk not in clashing
    ]
    record.moved[rule.table] = plain(going)
    for part in _parts(going):
        rows.filter(pk__in=part).update(factory=kept)


def clashes(rule: MergeRule, kept: Factory, dropped: Factory) -> Iterable[Any]:
    """Ids of the dropped factory's rows that no unique constraint lets stand beside the kept one's."""
    rows = rows_of(rule.table)
    for constraint in model_of(rule)._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or "factory" not in constraint.fields:
            continue
        others = [name for name in constraint.fields if name != "factory"]
        counted = rows.filter(constraint.condition) if constraint.condition else rows
        taken = set(counted.filter(factory=kept).values_list(*others, "factory"))
        dropped_rows = counted.filter(factory=dropped).values_list("pk", *others)
        yield from (pk for pk, *values in dropped_rows if (*values, kept.pk) in taken)


def _rename_references(kept: Factory, dropped: Factory, record: Record) -> None:
    """References that both factories use get the dropped one's code behind them, in all versions and tables."""
    tables = [rule.table for rule in merge_rules() if rule.clash is RowConflict.RENAME]
    used = {
        ref for table in tables for ref in rows_of(table).filter(factory=kept).values_list("ref", flat=True)
    }
    for table in tables:
        for row in rows_of(table).filter(factory=dropped, ref__in=used).order_by("pk"):
            change(record, row, ref=f"{row.ref[: _RENAMED_MOST - len(dropped.code) - 1]} {dropped.code}")


def _leave(rule: MergeRule, dropped: Factory, record: Record) -> None:
    for row in rows_of(rule.table).filter(factory=dropped, **_opposite(rule.sets)).order_by("pk"):
        change(record, row, **rule.sets)


def _opposite(sets: Any) -> dict[str, Any]:
    return {name: not value for name, value in sets.items()}


def change(record: Record, row: models.Model, **values: Any) -> None:
    """Give a row values, and record what was there before."""
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[row._meta.get_field(name).name for name in values])
    record.changed.append(
        {"table": row._meta.label, "id": plain_one(row.pk), "before": _json(before), "after": _json(values)}
    )


def made(record: Record, row: models.Model) -> None:
    """Record that a row was made by the merge: it goes when the merge is taken back."""
    row.save(force_insert=True)
    record.changed.append({"table": row._meta.label, "id": plain_one(row.pk), "before": None, "after": None})


def change_back(changed: Sequence[dict[str, Any]]) -> list[str]:
    """Take values back, the latest first; what a person changed since stays. Returns what stayed, as "table.field"."""
    stayed: list[str] = []
    for entry in reversed(changed):
        row = rows_of(entry["table"]).filter(pk=entry["id"]).first()
        if row is None:
            continue
        if entry["before"] is None:
            row.delete()
            continue
        back = {}
        for name, after in entry["after"].items():
            if _value(row, name, after) == getattr(row, name):
                back[name] = _value(row, name, entry["before"][name])
            else:
                stayed.append(f"{entry['table']}.{name}")
        for name, value in back.items():
            setattr(row, name, value)
        row.save(update_fields=[row._meta.get_field(name).name for name in back])
    return stayed


def _value(row: models.Model, name: str, stored: Any) -> Any:
    column: Any = row._meta.get_field(name)
    return getattr(column, "target_field", column).to_python(stored)


def move_back(table: str, ids: Sequence[Any], *, kept: Factory, dropped: Factory) -> int:
    """Give these rows back to the dropped factory, those that the kept one still has."""
    rows = rows_of(table).filter(factory=kept)
    return sum(rows.filter(pk__in=part).update(factory=dropped) for part in _parts(list(ids)))


def _parts(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def plain(values: Iterable[Any]) -> list[Any]:
    """Ids as JSON holds them."""
    return [plain_one(value) for value in values]


def plain_one(value: Any) -> Any:
    """One id as JSON holds it."""
    return value if isinstance(value, int) else str(value)


def _json(values: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return found
