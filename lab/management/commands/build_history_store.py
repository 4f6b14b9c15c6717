"""`build_history_store`: write the lab's history store of today, whether or not it is due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from countries.queries.local_time import programme_day
from lab.projections import write_history_store
from lab.queries.history_store import stores_folder


class Command(BaseCommand):
    """Writes a store."""

    help = "Write all of history into files that every process of this machine shares, for the lab."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Write it and tell where."""
        now = timezone.now()
        try:
            name = write_history_store(programme_day(now), now=now)
        except OSError as failure:
            raise CommandError(f"No history store could be written: {failure}") from failure
        if name is None:
            raise CommandError("Another process is writing a history store; wait until it is done.")
        self.stdout.write(f"{stores_folder() / str(name)}")
