"""`scripts/remake_migrations.py [APP]`: every initial migration anew, as long as there is no installation.

A new app's name is given as an argument. A table is made with its indexes and constraints in one operation: Django adds
each by an operation of its own where another table stands between, and builds the state of all related models again for
each, a third of the time that an empty database takes to migrate (docs/decisions/0042).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp())

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.management.commands import makemigrations  # noqa: E402
from django.db.migrations import Migration  # noqa: E402
from django.db.migrations.autodetector import MigrationAutodetector  # noqa: E402
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel  # noqa: E402
from django.db.migrations.operations.base import Operation  # noqa: E402


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


def main() -> None:
    """Delete the numbered migrations of every app that has some, and make them anew."""
    old = sorted(ROOT.glob("*/migrations/0*.py"))
    for path in old:
        path.unlink()
    django.setup()
    call_command(Command(), *sorted({path.parent.parent.name for path in old} | set(sys.argv[1:])))


if __name__ == "__main__":
    main()
