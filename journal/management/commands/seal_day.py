"""`seal_day`: seal today's heads now and publish the seal, as the schedule does every evening."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from journal.tasks import seal_day


class Command(BaseCommand):
    """Seals."""

    help = "Seal all chains of the journal as they stand, once a day (UTC), and publish the seal outside."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Seal, unless today has its seal."""
        self.stdout.write("Sealed." if seal_day() else "Today was sealed already.")
