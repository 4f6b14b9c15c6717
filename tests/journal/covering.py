"""Rows that tests make without a command, bound as if commands had written them."""

from __future__ import annotations

from datetime import UTC, datetime

from factories.projections import refresh_search_words
from journal.commands import command
from journal.events import note_written, record
from journal.row_digests.commands import cover_rows
from journal.row_digests.coverage import covered_tables

NOW = datetime(2018, 6, 1, 9, 0, tzinfo=UTC)


def covered() -> None:
    """Bind every row that no event tells of, and keep the words by which searches find them."""
    refresh_search_words()
    cover_rows(reason="Made by a test.", actor=None, now=NOW)


@command
def bind_everything(*, actor: None, now: datetime) -> None:
    """Bind every row as it stands, whatever was recorded of it."""
    for name, table in covered_tables().items():
        note_written(name, table.rows().values_list("pk", flat=True))
    record("rows.covered", subject="programme:rows", actor=actor, at=now, data={"reason": "Made by a test."})
