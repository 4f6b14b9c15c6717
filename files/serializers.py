"""Serialized rows as files for programs: NDJSON, a JSON object a line, and Parquet, a row group a few thousand rows.

Both are written as their rows come: a list of any length takes the memory of one part of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, get_origin, get_type_hints

from django.utils.functional import Promise
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

Rows = list[Mapping[str, Any]]
ROW_GROUP = 5000


class NdjsonRenderer(JSONRenderer):
    """`Accept: application/x-ndjson`. What is not streamed, a problem, is JSON."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class ParquetRenderer(JSONRenderer):
    """`Accept: application/vnd.apache.parquet`, the type that IANA registered."""

    media_type = "application/vnd.apache.parquet"
    format = "parquet"


def ndjson_lines(parts: Iterable[Rows]) -> Iterator[bytes]:
    """A part's lines at a time."""
    for rows in parts:
        lines = (json.dumps(row, cls=JSONEncoder, ensure_ascii=False) for row in rows)
        yield "".join(f"{line}\n" for line in lines).encode()


def parquet_bytes(
    parts: Iterable[Rows], fields: Mapping[str, serializers.Field[Any, Any, Any, Any]]
) -> Iterator[bytes]:
    """The file's bytes, a row group at a time; the columns are the serializer's fields with their types."""
    import pyarrow as pa  # noqa: PLC0415  # 60 MB of memory, for this format alone
    from pyarrow import parquet  # noqa: PLC0415

    schema = pa.schema([(name, _type_of(pa, field)) for name, field in fields.items()])
    target = _Pieces()
    with parquet.ParquetWriter(pa.PythonFile(target, mode="w"), schema, compression="zstd") as writer:
        for rows in _grouped(parts):
            columns = [_column(pa, [row[kind.name] for row in rows], kind.type) for kind in schema]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            del rows, columns  # the next ones are gathered meanwhile
            yield target.taken()
    yield target.taken()


class _Pieces:
    """A file that is written once and read away meanwhile."""

    closed = False

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        """What was written since the last time."""
        found, self.pieces = b"".join(self.pieces), []
        return found


def _grouped(parts: Iterable[Rows]) -> Iterator[Rows]:
    rows = chain.from_iterable(parts)
    return iter(lambda: list(islice(rows, ROW_GROUP)), [])


def _type_of(pa: Any, field: Any) -> Any:
    """The column's type by the serializer's field; text where it is nothing else."""
    if isinstance(field, serializers.DecimalField):
        return pa.decimal128(field.max_digits, field.decimal_places)
    if isinstance(field, serializers.SerializerMethodField):
        method = getattr(field.parent, field.method_name or f"get_{field.field_name}")
        return _type_of_hint(pa, get_type_hints(method).get("return"))
    plain = {
        serializers.BooleanField: pa.bool_(),
        serializers.IntegerField: pa.int64(),
        serializers.DateTimeField: pa.timestamp("us", tz="UTC"),
        serializers.DateField: pa.date32(),
        serializers.ListField: pa.list_(pa.string()),
    }
    return next((kind for of, kind in plain.items() if isinstance(field, of)), pa.string())


def _type_of_hint(pa: Any, hint: Any) -> Any:
    if get_origin(hint) is list:
        return pa.list_(pa.string())
    return {bool: pa.bool_(), int: pa.int64()}.get(hint, pa.string())


def _column(pa: Any, values: list[Any], kind: Any) -> Any:
    """Days, moments and decimals come as JSON writes them."""
    if pa.types.is_string(kind):
        return pa.array([_text(value) for value in values], kind)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind) or pa.types.is_decimal(kind):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return (
        str(value) if isinstance(value, Promise) or not isinstance(value, list | dict) else json.dumps(value)
    )
