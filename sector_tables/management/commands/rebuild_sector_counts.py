"""`rebuild_sector_counts`: the sector tables, counted again from all final assessments."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sector_tables.projections import refresh_sector_counts


class Command(BaseCommand):
    """Rebuilds the sector counts without a worker."""

    help = (
        "Count the sector tables again from all final assessments, and decide anew which groups are hidden."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The output."""
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Rebuild; prints the number of sectors (a country in a year, the programme in a year)."""
        sectors = refresh_sector_counts(now=timezone.now())
        self.stdout.write(json.dumps({"sectors": sectors}) if options["json"] else f"{sectors} sectors")
