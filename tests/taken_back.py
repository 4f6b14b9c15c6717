"""What a test tries out and takes back at once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is undone at the end.

    The savepoint is released too: thousands that stay open inside one another hold a lock each, more than PostgreSQL
    has room for.
    """
    kept = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(kept)
        transaction.savepoint_commit(kept)
