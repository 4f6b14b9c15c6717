"""`publish`: make public what is confirmed and whose day has come."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from recognition.projections import publish_what_is_due


class Command(BaseCommand):
    """Publishes."""

    help = "Publish confirmed recognitions whose day has come. Published already changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """How to tell."""
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Publish and tell; exit 1 when something due could not be published."""
        outcome = publish_what_is_due(now=timezone.now())
        problems = [
            {
                "kind": "recognition",
                "id": str(problem.recognition_id),
                "code": problem.code,
                "message": problem.message,
            }
            for problem in outcome.problems
        ]
        for refusal in outcome.problems:
            self.stderr.write(f"{refusal.factory}: {refusal.message}")
        result = {
            "due": outcome.due,
            "published": outcome.published,
            "unchanged": outcome.unchanged,
            "problems": problems,
        }
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            self.stdout.write(
                f"{outcome.due} due: {outcome.published} published, {outcome.unchanged} public already"
            )
        if problems:
            raise SystemExit(1)
