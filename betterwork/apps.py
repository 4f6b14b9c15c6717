from __future__ import annotations

import sqlite3
from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class BetterworkConfig(AppConfig):
    """The wiring as an app, so that its template tags and commands are found."""

    name = "betterwork"
    verbose_name = "Better Work Recognition"

    def ready(self) -> None:
        """Let bulk statements on SQLite be as long as the library allows."""
        connection_created.connect(_ask_sqlite_for_its_limit, dispatch_uid="sqlite-limit")


def _ask_sqlite_for_its_limit(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Django 5.2 assumes 999 parameters a statement; today's SQLite takes 32,766 (Django 6 asks it, as here)."""
    if connection.vendor == "sqlite":
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = min(limit, 32_766)
