"""Which covered rows a command writes, seen at the one place that every statement passes: the database connection.

Every INSERT, UPDATE and DELETE on a covered table is asked to return the keys of the rows it touched, so a save, an
upsert, a set-based update and a deletion that cascades are all noted alike, and nobody who writes a command has to
remember anything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.db import connection

from journal.row_digests.coverage import covered_tables

_WRITE = re.compile(r'(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"')
_VERBS = ("INSERT", "UPDATE", "DELETE")
_RETURNING = " RETURNING "
_FETCHES = ("fetchone", "fetchall")

WrittenRows = dict[str, set[Any]]
"""Table → primary keys as the database gave them."""


class KeyNotReturned(RuntimeError):
    """A statement on a covered table returns something else than the keys of its rows, so they cannot be noted."""


class Capture:
    """The rows of covered tables written so far; `watching()` is the span in which they are noted."""

    def __init__(self) -> None:
        self.written: WrittenRows = defaultdict(set)

    def watching(self) -> AbstractContextManager[None]:
        """Note what the statements of this thread's connection write, until the end of the `with`."""
        return connection.execute_wrapper(self._execute)

    def _execute(
        self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: dict[str, Any]
    ) -> Any:
        cursor = context["cursor"]
        for fetch in _FETCHES:  # what was given again belongs to the statement before
            vars(cursor).pop(fetch, None)
        if not sql.startswith(_VERBS):
            return execute(sql, params, many, context)
        found = _WRITE.match(sql)
        table = covered_tables().get(found[1]) if found else None
        if table is None:
            return execute(sql, params, many, context)
        key = table.quoted_key
        before, returning, returned = sql.rpartition(_RETURNING)
        if not returning:
            result = execute(f"{sql}{_RETURNING}{key}", params, many, context)
            rows = cursor.fetchall()
        elif many or not before or not returned.startswith((key, f'"{table.key}"')):
            raise KeyNotReturned(sql)
        else:
            result = execute(sql, params, many, context)
            rows = cursor.fetchall()
            _replay_rows(cursor, rows)
        if rows:
            self.written[table.name].update(row[0] for row in rows)
        return result


def _replay_rows(cursor: Any, rows: list[Any]) -> None:
    """Let whoever executed the statement fetch its rows, which were fetched already."""
    left: Iterator[Any] = iter(rows)
    cursor.fetchone = lambda: next(left, None)
    cursor.fetchall = lambda: list(left)
