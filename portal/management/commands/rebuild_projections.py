"""`rebuild_projections`: every copy made anew from evidence and decisions: scores, words of searches, windows."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from factories.queries import by_code
from portal import projections


class Command(BaseCommand):
    """Rebuilds every copy."""

    help = (
        "Make anew what is copied: scores, words of searches, and all that outsiders read: listings, verdicts, "
        "reports, priorities, the scheme, wordings. Says how far it is; stopped in between and run again, it goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """For one factory, or all."""
        parser.add_argument("--factory", metavar="CODE", help="only this factory's")
        parser.add_argument("--anew", action="store_true", help="begin again even if an earlier run stopped")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Rebuild, say how far it is, and tell how many rows each projection has."""
        code = options["factory"]
        counts = self._everything(anew=options["anew"]) if code is None else _of_factory(code)
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(", ".join(f"{number} {name}" for name, number in counts.items()))

    def _everything(self, *, anew: bool) -> Mapping[str, int]:
        began = time.monotonic()
        steps = projections.rebuild_all(now=timezone.now(), anew=anew)
        step = next(steps)
        if step.resumed:
            self.stderr.write(
                f"going on with the rebuild begun at {step.begun_at:%Y-%m-%d %H:%M} UTC, {step.factories} of {step.of} "
                "factories done (--anew begins again)"
            )
        for step in steps:
            self.stderr.write(
                f"{step.factories} of {step.of} factories, {time.monotonic() - began:.0f} s", ending="\n"
            )
            self.stderr.flush()
        return step.rows


def _of_factory(code: str) -> Mapping[str, int]:
    found = by_code(code)
    if found is None:
        raise CommandError(f"No factory has the code {code}; look it up in the list of factories.")
    return projections.rebuild_of(found.pk, now=timezone.now())
