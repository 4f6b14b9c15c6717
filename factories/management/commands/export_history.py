"""`export_history CODE FILE`: a factory's history with what proves it, for `scripts/check_history.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from factories.models import Factory
from factories.queries.lookups import parts_of
from journal.seals.history import NeverSealed, history_of_factory


class Command(BaseCommand):
    """Exports."""

    help = (
        "Write every event around a factory to FILE, with the seals and the proofs by which a stranger checks them "
        "(docs/seals.md). Names and addresses of people are not in it; reasons and other texts of events are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which factory, and where to."""
        parser.add_argument("code")
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Write the document, or say why there is none."""
        found = Factory.every.filter(code=options["code"]).first()
        if found is None:
            raise CommandError(f"{options['code']}: no factory has this code; check it.")
        try:
            history = history_of_factory(found.code, [found.pk, *parts_of(found.pk)])
        except NeverSealed as never:
            raise CommandError("No day was sealed yet; run manage.py seal_day.") from never
        Path(options["file"]).write_text(json.dumps(history, ensure_ascii=False), encoding="utf-8")
        events = sum(len(chain["events"]) for chain in history["chains"])
        self.stdout.write(f"{events} events in {len(history['chains'])} chains.")
