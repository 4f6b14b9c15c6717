"""`verify`: whether verdicts, answer sheets, scores and the journal are what was recorded. Exit 1 when not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessments.queries.verification import score_faults, sheet_faults
from criteria.queries.verification import evaluation_faults
from journal import sealing
from recognition.queries.recognition_faults import recognition_faults

Problem = dict[str, str]


class Command(BaseCommand):
    """Verifies."""

    help = (
        "Judge every stored verdict again, recompute the digests of sheets and of the evidence verdicts rest on, "
        "compare scores with their sheets, and walk the journal. What was corrected is no problem; what was altered is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How to tell."""
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Check and tell."""
        problems: list[Problem] = []
        checked = {
            "evaluations": _gathered(evaluation_faults(), problems),
            "sheets": _gathered(sheet_faults(), problems),
            "scores": _gathered(score_faults(), problems),
            "journal": _gathered(_journal_faults(), problems),
        }
        problems += [_told(fault) for fault in recognition_faults()]
        if options["json"]:
            self.stdout.write(json.dumps({"checked": checked, "problems": problems}, ensure_ascii=False))
        else:
            counted = ", ".join(f"{number} {name}" for name, number in checked.items())
            self.stdout.write(f"Checked: {counted}. Problems: {len(problems)}.")
        for problem in problems:
            self.stderr.write("{kind}:{id}:{code}: {message}".format(**problem))
        if problems:
            raise SystemExit(1)


def _gathered(found: Iterable[Any], problems: list[Problem]) -> int:
    """Faults into `problems`; the number that ends the walk."""
    checked = 0
    for each in found:
        if isinstance(each, int):
            checked = each
        else:
            problems.append(_told(each))
    return checked


def _told(fault: Any) -> Problem:
    return {"kind": fault.kind, "id": fault.id, "code": fault.code, "message": fault.message}


class _JournalFault:
    kind = "journal"

    def __init__(self, found: sealing.Break) -> None:
        self.id, self.code, self.message = found.subject, found.code, found.message


def _journal_faults() -> Iterator[_JournalFault | int]:
    for found in sealing.walk():
        yield found if isinstance(found, int) else _JournalFault(found)
