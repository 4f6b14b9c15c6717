"""Registrations, lists and merges wait for each other."""

from __future__ import annotations

from django.db import connection


def lock_registry() -> None:
    """Let lists, registrations and merges wait for each other, or two would register a factory twice.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE factories_factory IN SHARE ROW EXCLUSIVE MODE")
