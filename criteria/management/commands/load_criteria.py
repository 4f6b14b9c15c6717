"""`load_criteria`: the criteria documents shipped with the product, put in force where they are not yet."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from criteria.projections import load_shipped_criteria
from criteria.queries.criteria import versions
from journal.refusals import Refused


class Command(BaseCommand):
    """Loads."""

    help = "Load the shipped criteria documents. Loaded already changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """How to tell."""
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Load and tell."""
        try:
            new = load_shipped_criteria(now=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        known = [{"code": row.code, "version": row.version, "digest": row.digest} for row in versions()]
        if options["json"]:
            self.stdout.write(json.dumps({"loaded": new, "criteria": known}))
        else:
            self.stdout.write(f"{new} loaded, {len(known)} in all")
