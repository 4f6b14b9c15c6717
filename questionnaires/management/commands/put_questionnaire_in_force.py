"""`put_questionnaire_in_force CODE@VERSION COUNTRY DAY`: let a version begin in one country on a day of its own."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from journal.commands import Unchanged
from journal.refusals import Refused
from questionnaires import commands


class Command(BaseCommand):
    help = "Let a loaded questionnaire begin in one country on a day of its own; elsewhere it begins as released."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Version, country and day."""
        parser.add_argument("version", metavar="CODE@VERSION")
        parser.add_argument("country", metavar="COUNTRY", help="two letters, as KH")
        parser.add_argument("day", type=_day, metavar="DAY", help="as 2027-01-01")

    def handle(self, *args: Any, version: str, country: str, day: date, **options: Any) -> None:  # noqa: ARG002
        """Decide, and say what holds now."""
        try:
            done = commands.put_in_force(
                version, country=country, from_on=day, actor=None, now=timezone.now()
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        state = "was in force already" if isinstance(done, Unchanged) else "is in force"
        self.stdout.write(f"{version} {state} in {country} from {day}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise ArgumentTypeError(f'"{text}" is no day; write it as 2027-01-01') from wrong
