"""`import_factories FILE`: a factory list into the registry, all of it or nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone

from factories.commands import import_factories
from factories.domain.factory_rows import read_rows
from factories.management.imports import ImportCommand, carried_out


class Command(ImportCommand):
    """Registers and corrects factories."""

    help = "Import a factory list. The same list again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Read, check, write, tell."""
        write = partial(import_factories, actor=None, now=timezone.now(), dry_run=options["dry_run"])
        outcome = carried_out(options["file"], read_rows, write)
        self.tell(options["file"], outcome, as_json=options["json"], dry_run=options["dry_run"])
