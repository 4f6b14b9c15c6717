"""`verify`: whether verdicts, answer sheets, scores and the journal are what was recorded. Exit 1 when not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assessments.queries.verification import score_faults, sheet_faults
from betterwork.projection_checks import copy_faults, stale_copies
from criteria.queries.verification import evaluation_faults
from journal.chains.faults import Break
from journal.chains.verification import walk
from journal.row_digests.verification import digest_faults, row_faults
from journal.seals.anchors import anchors_in
from journal.seals.verification import seal_faults
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
        parser.add_argument(
            "--anchors",
            action="append",
            default=[],
            metavar="FILE",
            help="seals as they were published (the feed's document, or one JSON object a line), to compare with",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Check and tell."""
        problems: list[Problem] = []
        checked = {
            "evaluations": _gathered(evaluation_faults(), problems),
            "sheets": _gathered(sheet_faults(), problems),
            "scores": _gathered(score_faults(), problems),
            "journal": _gathered(_of_kind("journal", walk()), problems),
            "seals": _gathered(_of_kind("journal", seal_faults(_anchors(options["anchors"]))), problems),
            "copies": _gathered(_of_kind("copies", copy_faults(timezone.now())), problems),
            "rows": _gathered(_of_kind("rows", row_faults()), problems),
        }
        _gathered(_of_kind("journal", digest_faults()), problems)
        _gathered(_of_kind("journal", _own_anchors_gone(checked["seals"])), problems)
        problems += [_problem_of(fault) for fault in recognition_faults()]
        behind = stale_copies()
        if options["json"]:
            document = {"checked": checked, "problems": problems, "behind": behind}
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            counted = ", ".join(f"{number} {name}" for name, number in checked.items())
            self.stdout.write(f"Checked: {counted}. Problems: {len(problems)}.")
            if behind:
                self.stdout.write(f"Not compared, since a worker is behind with them: {', '.join(behind)}.")
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
            problems.append(_problem_of(each))
    return checked


def _problem_of(fault: Any) -> Problem:
    return {"kind": fault.kind, "id": fault.id, "code": fault.code, "message": fault.message}


class _JournalFault:
    def __init__(self, kind: str, found: Break) -> None:
        self.kind, self.id, self.code, self.message = kind, found.subject, found.code, found.message


def _of_kind(kind: str, found: Iterable[Break | int]) -> Iterator[_JournalFault | int]:
    for each in found:
        yield each if isinstance(each, int) else _JournalFault(kind, each)


def _own_anchors_gone(seals: int) -> Iterator[Break]:
    """The programme's own file of published seals is set and is not there, though days were sealed."""
    name = settings.SEAL_ANCHOR_PATH
    if name and seals and not Path(name).exists():
        yield Break(f"file:{name}", "anchors_missing", "the published seals are gone; bring the file back")


def _anchors(files: list[str]) -> list[dict[str, Any]]:
    """Published seals to compare with: those of the programme's own file, and of others kept elsewhere."""
    own = Path(settings.SEAL_ANCHOR_PATH) if settings.SEAL_ANCHOR_PATH else None
    if own is not None and not own.exists():
        own = None  # told by `_own_anchors_gone`
    return [
        anchor
        for path in [*([own] if own else []), *(Path(name) for name in files)]
        for anchor in anchors_in(path)
    ]
