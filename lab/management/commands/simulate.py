"""`simulate --criteria FILE`: what a draft of criteria would mean, beside those in force. Writes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from countries.queries.local_time import programme_day
from criteria.domain.criteria import CriteriaDocument
from criteria.domain.criteria_parsing import parse_criteria
from criteria.projections import standard_or_shipped
from files.domain.faults import CriteriaFaulty
from lab.queries.simulation import simulate, simulation_as_json


class Command(BaseCommand):
    """Simulates."""

    help = "Judge all of history by a draft (TOML) and by the criteria in force: who enters, who leaves."

    def add_arguments(self, parser: CommandParser) -> None:
        """The draft and how to tell."""
        parser.add_argument("--criteria", type=Path, required=True, metavar="FILE", help="the draft")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Judge by both and tell."""
        now = timezone.now()
        today = programme_day(now)
        draft = self._read(options["criteria"])
        base = standard_or_shipped(today, now=now).document
        result = simulation_as_json(simulate(base, draft, on=today))
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        for name in ("base", "draft"):
            self.stdout.write(f"{name}: {result[name]['eligible']} eligible, {result[name]['close']} close")
        self.stdout.write(f"enters: {', '.join(result['enters']) or 'nobody'}")
        self.stdout.write(f"leaves: {', '.join(result['leaves']) or 'nobody'}")

    def _read(self, file: Path) -> CriteriaDocument:
        try:
            return parse_criteria(file.read_text(encoding="utf-8-sig"))
        except CriteriaFaulty as faulty:
            for fault in faulty.faults:
                self.stderr.write(f"{file.name}:{fault}")
            raise SystemExit(1) from faulty
        except (OSError, UnicodeDecodeError) as unreadable:
            raise CommandError(
                f"{file}: it cannot be read ({unreadable}); give a TOML file in UTF-8"
            ) from unreadable
