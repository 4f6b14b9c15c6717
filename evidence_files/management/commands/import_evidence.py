"""`import_evidence KIND FILE`: visits, plans, committees and the rest, all of a file or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from evidence_files.workbook.importing import EVIDENCE_KINDS, FileImport
from files.domain.problems import ImportOutcome, Unreadable
from files.management.imports import ImportCommand
from files.workbook.tables import read_table


class Command(ImportCommand):
    """Records evidence of one kind."""

    help = "Import one kind of evidence. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The kind comes before what every import takes."""
        parser.add_argument("kind", metavar="KIND", choices=EVIDENCE_KINDS, help=", ".join(EVIDENCE_KINDS))
        super().add_arguments(parser)
        parser.add_argument(
            "--dates-reason",
            default="",
            metavar="TEXT",
            help="take days before the programme began, for this reason",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Read, check, write, tell."""
        kind, file, dry_run = options["kind"], options["file"], options["dry_run"]
        outcome = _imported(kind, file, dates_reason=options["dates_reason"].strip(), dry_run=dry_run)
        self.report(file, outcome, as_json=options["json"], dry_run=dry_run)


def _imported(kind: str, file: Path, *, dates_reason: str, dry_run: bool) -> ImportOutcome:
    now = timezone.now()
    try:
        return FileImport(kind, actor=None, now=now, dry_run=dry_run, dates_reason=dates_reason).of(
            read_table(file)
        )
    except Unreadable as unreadable:
        return ImportOutcome(problems=unreadable.problems)
