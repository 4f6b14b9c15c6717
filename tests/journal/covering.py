"""Rows that tests make without a command, bound as if commands had written them."""

from __future__ import annotations

from datetime import UTC, datetime

from journal.row_digests.commands import cover_rows


def covered() -> None:
    """Bind every row that no event tells of."""
    cover_rows(reason="Made by a test.", actor=None, now=datetime(2018, 6, 1, 9, 0, tzinfo=UTC))
