"""`import_assessments FILE`: answer sheets in the long, wide or export layout, all of them or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from assessment_files.workbook.assessment_import import import_assessment_table
from files.domain.problems import ImportOutcome, Unreadable
from files.management.imports import ImportCommand
from files.workbook.tables import read_table


class Command(ImportCommand):
    """Records assessments."""

    help = "Import assessments (long, wide or the programme's export). The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Besides what every import takes: why final assessments may change."""
        super().add_arguments(parser)
        parser.add_argument(
            "--revision-reason", default="", metavar="TEXT", help="correct final assessments, for this reason"
        )
        parser.add_argument(
            "--dates-reason",
            default="",
            metavar="TEXT",
            help="take days before the programme began, for this reason",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Read, check, write, tell."""
        outcome = _imported(
            options["file"],
            reason=options["revision_reason"],
            dates_reason=options["dates_reason"],
            dry_run=options["dry_run"],
        )
        self.report(options["file"], outcome, as_json=options["json"], dry_run=options["dry_run"])


def _imported(file: Path, *, reason: str, dates_reason: str, dry_run: bool) -> ImportOutcome:
    try:
        table = read_table(file)
        return import_assessment_table(
            table,
            actor=None,
            now=timezone.now(),
            dry_run=dry_run,
            revision_reason=reason.strip(),
            dates_reason=dates_reason.strip(),
        )
    except Unreadable as unreadable:
        return ImportOutcome(problems=unreadable.problems)
