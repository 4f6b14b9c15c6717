"""What every import command does with its arguments and its outcome."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from files.domain.problems import ImportOutcome, render


class ImportCommand(BaseCommand):
    """FILE [--dry-run] [--json]; problems on standard error, one a line; exit 0 only if all went well."""

    # they import every page of every app, longer than reading 5,000 rows; serving and migrating run them
    requires_system_checks = ()
    formats = "CSV (UTF-8) or XLSX"

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE, --dry-run and --json."""
        parser.add_argument("file", type=Path, metavar="FILE", help=self.formats)
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def report(
        self, file: Path, outcome: ImportOutcome, *, as_json: bool, dry_run: bool, partial: bool = False
    ) -> None:
        """Print the outcome; exit 1 on any problem."""
        for column in outcome.ignored_columns:
            self.stderr.write(
                f"{file.name}:1:{column}: the column is not read; remove it if that surprises you"
            )
        for problem in outcome.problems:
            self.stderr.write(render(file.name, problem))
        if as_json:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
        elif outcome.problems:
            written = _sentence(outcome, dry_run=dry_run) if partial else "nothing was written."
            self.stderr.write(f"{len(outcome.problems)} problems in {outcome.rows} rows; {written}")
        else:
            self.stdout.write(_sentence(outcome, dry_run=dry_run))
        if outcome.problems:
            raise SystemExit(1)


def _sentence(outcome: ImportOutcome, *, dry_run: bool) -> str:
    would = " (dry run: nothing was written)" if dry_run else ""
    suspects = (
        f", {outcome.suspected} perhaps registered already under another name" if outcome.suspected else ""
    )
    return (
        f"{outcome.rows} rows: {outcome.created} created, {outcome.updated} updated, "
        f"{outcome.unchanged} unchanged{suspects}.{would}"
    )
