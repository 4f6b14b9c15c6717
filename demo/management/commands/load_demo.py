"""`load_demo`: the demonstration programme into an empty database, judged, with its first recognition published."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.generator.loading import load
from demo.load_verdicts import judge, people_and_recognitions
from factories.queries import any_registered
from journal.jobs import enqueue
from portal import projections
from questionnaires.workbook.release import release_folders

DEFAULT_SEED = 2023


class Command(BaseCommand):
    """Fills an empty database."""

    # they import every page of every app; migrating, just before, ran them
    requires_system_checks = ()
    help = "Load the demonstration: fictional factories with years of evidence, and an account for each role."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much, and from which seed."""
        parser.add_argument("--factories", type=int, default=1500)
        parser.add_argument("--years", type=int, default=3)
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Load, judge, publish, tell."""
        if options["factories"] < 1 or options["years"] < 1:
            raise CommandError("--factories and --years take whole numbers from 1 on.")
        if any_registered():
            raise CommandError("There are factories already; the demonstration needs an empty database.")
        now = timezone.now()
        for folder in release_folders():
            call_command("load_questionnaire", str(folder), stdout=self.stderr)
        say = self.stderr.write if options["verbosity"] else lambda _: None
        loaded = load(
            count=options["factories"], years=options["years"], seed=options["seed"], now=now, say=say
        )
        verdicts = judge(now=now)
        password = settings.DEMO_PASSWORD or secrets.token_urlsafe(9)
        people_and_recognitions(verdicts, password=password, now=now)
        enqueue("plan-visits", parameters={}, actor=None, now=now)
        # the worker rebuilds every projection within seconds; what the first page shows should not have to wait
        projections.refresh_listings(None)
        projections.refresh_scheme()
        projections.refresh_wording()
        if not settings.DEMO_PASSWORD:
            say(f"password of the demonstration's accounts: {password}")
        counts = {
            "factories": loaded.factories,
            "assessments": loaded.assessments,
            "eligible": verdicts.eligible,
            "close": verdicts.close,
        }
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            line = "{factories} factories, {assessments} assessments: {eligible} eligible, {close} close."
            self.stdout.write(line.format(**counts))
