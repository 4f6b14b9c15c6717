"""`rebuild_year_figures`: the overview's figures of all years, counted again."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from overview.projections import refresh_year_figures


class Command(BaseCommand):
    """Rebuilds the kept figures without a worker."""

    help = "Count the overview's figures of all years again."

    def add_arguments(self, parser: CommandParser) -> None:
        """The output."""
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Rebuild; prints how many figures there are."""
        figures = refresh_year_figures(now=timezone.now())
        self.stdout.write(json.dumps({"figures": figures}) if options["json"] else f"{figures} figures")
