"""Rows covered after the fact: what a change of tables brought, and what was there before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from journal.commands import Unchanged, command
from journal.events import note_written, record
from journal.refusals import given_reason
from journal.row_digests.coverage import covered_tables
from journal.row_digests.verification import uncovered_rows

if TYPE_CHECKING:
    from accounts.models import User


@command
def cover_rows(*, reason: str, actor: User | None, now: datetime) -> int | Unchanged:
    """Record digests of rows that no event tells of, or of other columns than the table has now; how many.

    Rows that differ from what was recorded are left alone.

    Raises:
        ReasonMissing.
    """
    found = {name: uncovered_rows(table) for name, table in covered_tables().items()}
    rows = {name: len(keys) for name, keys in found.items() if keys}
    if not rows:
        return Unchanged(0)
    for name, keys in found.items():
        note_written(name, keys)
    data = {"reason": given_reason(reason), "rows": rows}
    record("rows.covered", subject="programme:rows", actor=actor, at=now, data=data)
    return sum(rows.values())
