"""Registrations, lists and merges wait for each other."""

from __future__ import annotations

from django.db import connection


def lock_registry() -> None:
    """Lock the registry until the transaction ends, so that lists, registrations and merges do not overlap.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE factories_factory IN SHARE ROW EXCLUSIVE MODE")
