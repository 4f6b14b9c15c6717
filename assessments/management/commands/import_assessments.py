"""`import_assessments FILE`: answer sheets in the long, wide or export layout, all of them or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from assessments import commands
from assessments.workbook.assessments import checked_assessments, tells_attributions
from factories.domain.problems import Outcome, Unreadable
from factories.management.imports import ImportCommand
from factories.workbook.tables import read_table
from journal.commands import Unchanged


class Command(ImportCommand):
    """Records assessments."""

    help = "Import assessments (long, wide or the programme's export). The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Besides what every import takes: why final assessments may change."""
        super().add_arguments(parser)
        parser.add_argument(
            "--revision-reason", default="", metavar="TEXT", help="correct final assessments, for this reason"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Read, check, write, tell."""
        outcome = _imported(options["file"], reason=options["revision_reason"], dry_run=options["dry_run"])
        self.tell(options["file"], outcome, as_json=options["json"], dry_run=options["dry_run"])


def _imported(file: Path, *, reason: str, dry_run: bool) -> Outcome:
    now = timezone.now()
    try:
        table = read_table(file)
        checked = checked_assessments(table, today=timezone.localdate(now))
    except Unreadable as unreadable:
        return Outcome(problems=unreadable.problems)
    if checked.problems:
        return Outcome(rows=checked.lines, problems=checked.problems, ignored_columns=checked.ignored_columns)
    done = commands.import_assessments(
        checked.rows,
        lines=checked.lines,
        attributions_told=tells_attributions(checked, table.columns),
        revision_reason=reason.strip(),
        actor=None,
        now=now,
        dry_run=dry_run,
    )
    outcome = done.value if isinstance(done, Unchanged) else done
    assert isinstance(outcome, Outcome)  # noqa: S101  # the value of Unchanged is untyped
    return replace(outcome, ignored_columns=checked.ignored_columns)
