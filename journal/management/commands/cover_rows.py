"""`cover_rows REASON`: bind rows that no event tells of, for an operator who has changed tables or brought rows in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from journal.commands import Unchanged
from journal.row_digests.commands import cover_rows


class Command(BaseCommand):
    """Covers."""

    help = (
        "Record digests of all rows that no event tells of, or whose table has other columns since. Rows that were "
        "altered or are missing stay as they are: verify goes on naming them. The reason is kept in the journal."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Why."""
        parser.add_argument("reason")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Cover them, and say how many."""
        done = cover_rows(reason=options["reason"], actor=None, now=timezone.now())
        self.stdout.write(f"{0 if isinstance(done, Unchanged) else done} rows covered.")
