"""`rebuild_projections`: every copy made anew from evidence and decisions: scores, words of searches, windows."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.projections import rebuild_scores
from countries.queries.local_time import programme_day
from factories.projections import refresh_search_words
from factories.queries import by_code
from portal import projections


class Command(BaseCommand):
    """Rebuilds every copy."""

    help = (
        "Make anew what is copied: scores, words of searches, and all that outsiders read: listings, verdicts, "
        "reports, priorities, the scheme, wordings."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """For one factory, or all."""
        parser.add_argument("--factory", metavar="CODE", help="only this factory's")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Rebuild and tell how many rows each projection has."""
        today = programme_day(timezone.now())
        factories = _ids(options["factory"])
        scores = {} if factories is not None else {"scores": rebuild_scores()}  # read by what follows
        counts = scores | {
            "search words": refresh_search_words(factories),
            "listings": projections.refresh_listings(factories),
            "progress": projections.refresh_progress(factories),
            "reports": projections.refresh_reports(factories),
            "priorities": projections.refresh_priorities(today),
            "criteria": projections.refresh_scheme(),
            "languages": projections.refresh_wording(),
        }
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(", ".join(f"{number} {name}" for name, number in counts.items()))


def _ids(code: str | None) -> list[int] | None:
    if code is None:
        return None
    found = by_code(code)
    if found is None:
        raise CommandError(f"No factory has the code {code}; look it up in the list of factories.")
    return [found.pk]
