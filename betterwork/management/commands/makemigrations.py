"""`makemigrations`: Django's, with the indexes and constraints of a new table inside the operation that creates it.

Django adds each by an operation of its own where another table stands between, and builds the state of all related
models again for each: a third of the time that an empty database takes to migrate (docs/decisions/0042).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.commands import makemigrations
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


class WholeTables(MigrationAutodetector):
    """Finds the same changes."""

    def changes(self, *args: Any, **kwargs: Any) -> dict[str, list[Migration]]:
        """Migrations by app, as Django finds them, in fewer operations."""
        found: dict[str, list[Migration]] = super().changes(*args, **kwargs)
        for migrations in found.values():
            for migration in migrations:
                migration.operations = _with_whole_tables(migration.operations)  # type: ignore[misc]  # set so by Django too
        return found


def _with_whole_tables(operations: Sequence[Operation]) -> list[Operation]:
    """The operations; indexes and constraints of a model whose columns are all in its creation are moved there."""
    late = {operation.model_name_lower for operation in operations if isinstance(operation, AddField)}
    created = {
        operation.name_lower: operation
        for operation in operations
        if isinstance(operation, CreateModel) and operation.name_lower not in late
    }
    left: list[Operation] = []
    for operation in operations:
        if isinstance(operation, AddIndex) and operation.model_name_lower in created:
            created[operation.model_name_lower].options.setdefault("indexes", []).append(operation.index)
        elif isinstance(operation, AddConstraint) and operation.model_name_lower in created:
            created[operation.model_name_lower].options.setdefault("constraints", []).append(
                operation.constraint
            )
        else:
            left.append(operation)
    return left


class Command(makemigrations.Command):
    """Django's command."""

    autodetector = WholeTables
