"""`verify`: whether what is stored is what was recorded. Exit 1 when not.

evaluations: criteria texts have their digests; each verdict has its event, comes out the same when it is judged
    again, and rests on evidence that is as it was.
sheets: each revision and each draft has the digest that its last event tells.
scores: each is what its sheet gives.
journal: each event's hash covers its words and the event before; the heads are the last events; the digests of rows
    that an event carries are those that its hash covers.
seals: each day's seal is what the chains give, follows the one before, is signed by a known key, and is as published.
copies: listings, reports, progress, priorities, words and sector counts are what a rebuild makes.
rows: each row of a covered table is what the last event about it recorded.
recognitions: each is in the state that its last event says.

What none of this finds: docs/seals.md, "What stays possible" and "What verify does not cover".
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assessments.queries.verification import AssessmentFault, score_faults, sheet_faults
from betterwork.projection_checks import copy_faults, stale_copies
from criteria.queries.verification import VerdictFault, evaluation_faults
from journal.chains.faults import Break, run_check
from journal.chains.verification import walk
from journal.row_digests.verification import digest_faults, row_faults
from journal.seals.anchors import anchors_in
from journal.seals.verification import seal_faults
from recognition.queries.recognition_faults import recognition_faults

Problem = dict[str, str]


class Command(BaseCommand):
    """Verifies."""

    help = (
        "Judge every stored verdict again; recompute the digests of criteria, of sheets and of the evidence that "
        "verdicts rest on; compare scores with their sheets, recognitions with their events, every row of a covered "
        "table with what its last event recorded, and the copies for readers with a rebuild; walk the journal's "
        "chains; check the seals, their signatures and what was published of them. What was corrected is no problem; "
        "what was altered is. What is not covered: docs/seals.md."
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
            "journal": _breaks("journal", walk(), problems),
            "seals": _breaks("journal", seal_faults(_anchors(options["anchors"])), problems),
            "copies": _breaks("copies", copy_faults(timezone.now()), problems),
            "rows": _breaks("rows", row_faults(), problems),
        }
        further = (*digest_faults(), *_own_anchors_gone(checked["seals"]))
        problems += [_problem("journal", found) for found in further]
        problems += [_problem_of(fault) for fault in recognition_faults()]
        # rows come as a database keeps them: two runs over the same facts say the same
        problems.sort(key=lambda problem: (problem["kind"], problem["id"], problem["code"]))
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


def _gathered(check: Generator[VerdictFault | AssessmentFault, None, int], problems: list[Problem]) -> int:
    """Faults into `problems`; how many things were checked."""
    result = run_check(check)
    problems += [_problem_of(fault) for fault in result.faults]
    return result.checked


def _breaks(kind: str, check: Generator[Break, None, int], problems: list[Problem]) -> int:
    """The same of a check that does not name the kind of its faults."""
    result = run_check(check)
    problems += [_problem(kind, found) for found in result.faults]
    return result.checked


def _problem_of(fault: VerdictFault | AssessmentFault) -> Problem:
    return {"kind": fault.kind, "id": fault.id, "code": fault.code, "message": fault.message}


def _problem(kind: str, found: Break) -> Problem:
    return {"kind": kind, "id": found.subject, "code": found.code, "message": found.message}


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
