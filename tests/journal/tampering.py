"""Raw SQL as somebody with the database's password would write it, past all commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, connection, models, transaction

Values = dict[str, Any]  # by attname


class Refused(Exception):
    """The database itself takes none of the values."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def some_rows(model: type[models.Model], limit: int = 60) -> list[Values]:
    """The first rows of a table."""
    return list(models.QuerySet(model).order_by("pk").values()[:limit])


def other_values(field: models.Field, value: Any) -> Iterator[Any]:
    """Values that a column could hold instead of its own."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    for kind, others in _OTHERS:
        if isinstance(target, kind):
            yield from others(value)
            break
    else:
        yield from _texts(target, value or "")
    if field.null and value is not None:
        yield None


def _moments(value: datetime | None) -> list[datetime]:
    at = value or datetime.fromisoformat("2018-01-01T00:00:00+00:00")
    return [at + timedelta(microseconds=1), at - timedelta(days=400), at + timedelta(days=400)]


def _days(value: date | None) -> list[date]:
    on = value or date(2018, 1, 1)
    return [on + timedelta(days=1), on - timedelta(days=400), on + timedelta(days=400)]


_OTHERS = (
    (models.JSONField, lambda value: [{"changed": True}, ["changed"]]),
    (models.BooleanField, lambda value: [not value]),
    (models.UUIDField, lambda value: [uuid4()]),
    (models.DateTimeField, _moments),
    (models.DateField, _days),
    (models.DecimalField, lambda value: [(value or Decimal(0)) + Decimal(1)]),
    (models.IntegerField, lambda value: [(value or 0) + 1, (value or 0) + 4711, 1, 0]),
)


def _texts(field: models.Field, value: str) -> Iterator[str]:
    for choice, _label in field.choices or ():
        if choice != value:
            yield str(choice)
    longest = field.max_length or 1000
    for more in ("x", "y2018"):
        yield (value + more)[-longest:] if (value + more)[-longest:] != value else more[-longest:]
    yield "q7"[:longest]


def alter(model: type[models.Model], field: models.Field) -> str:
    """Write something else into one column of one row; the row's key."""
    for row in some_rows(model):
        for value in other_values(field, row[field.attname]):
            if value != row[field.attname] and _done(model, {field.attname: value}, row):
                return _key_of(model, row)
    raise Refused(f"{model._meta.label}.{field.name}")


def _key_of(model: type[models.Model], row: Values) -> str:
    """The row's key as text; the columns of one of several parted by strokes."""
    return "/".join(str(row[field.attname]) for field in model._meta.pk_fields)


def _where(model: type[models.Model], row: Values) -> tuple[str, list[Any]]:
    """The condition that finds the row by its key, and its parameters."""
    keys = model._meta.pk_fields
    condition = " AND ".join(f'"{field.column}" = %s' for field in keys)
    return condition, [_as_sql(field, row[field.attname]) for field in keys]


def _done(model: type[models.Model], values: Values, row: Values) -> bool:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    said = ", ".join(f'"{fields[name].column}" = %s' for name in values)
    where, key = _where(model, row)
    parameters = [*(_as_sql(fields[name], value) for name, value in values.items()), *key]
    return _executed(f'UPDATE "{model._meta.db_table}" SET {said} WHERE {where}', parameters)


def insert(model: type[models.Model]) -> str:
    """Add a row like one that is there, with another key, and as little else changed as the database asks; its key."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    keys = model._meta.pk_fields
    for row in some_rows(model):
        others = [name for name in fields if name not in {key.attname for key in keys}]
        for changed in ((), *((name,) for name in others), tuple(others)):
            fresh = row | {keys[-1].attname: _new_key(keys[-1], row[keys[-1].attname])}
            for name in changed:
                fresh[name] = next(iter(other_values(fields[name], row[name])))
            columns = ", ".join(f'"{field.column}"' for field in fields.values())
            places = ", ".join(["%s"] * len(fields))
            parameters = [_as_sql(field, fresh[name]) for name, field in fields.items()]
            if _executed(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})', parameters):
                return _key_of(model, fresh)
    raise Refused(model._meta.label)


def _new_key(key: models.Field, value: Any) -> Any:
    if isinstance(value, int):
        return value + 4711
    return next(iter(other_values(key, value)))


def delete(model: type[models.Model]) -> str:
    """Remove the first row; its key."""
    row = some_rows(model)[0]
    where, key = _where(model, row)
    assert _executed(f'DELETE FROM "{model._meta.db_table}" WHERE {where}', key)
    return _key_of(model, row)


def _as_sql(field: models.Field, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return None if value is None else json.dumps(value)
    return field.get_db_prep_save(value, connection)


def _executed(statement: str, parameters: list[Any]) -> bool:
    """Whether the database took it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount == 1
    except DatabaseError:
        return False


def invented(model: type[models.Model]) -> models.Model:
    """A row with some value in every column that needs one, saved past all commands."""
    made = model()
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.null:
            setattr(made, field.attname, models.QuerySet(field.related_model).order_by("pk").first().pk)
        elif not field.null and not field.has_default() and not field.primary_key:
            setattr(made, field.attname, next(iter(other_values(field, None))))
    if isinstance(model._meta.pk, models.UUIDField):
        made.pk = uuid4()
    made.save(force_insert=True)
    return made
