"""`import_evidence KIND FILE`: visits, plans, committees and the rest, all of a file or nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from assessments import commands
from assessments.workbook.evidence import KINDS, checked_evidence
from factories.commands import import_consents, import_sourcing
from factories.domain.link_rows import CONSENTS, SOURCING, read_links
from factories.domain.problems import Outcome, Unreadable
from factories.management.imports import ImportCommand, carried_out
from factories.workbook.tables import read_table
from journal.commands import Unchanged

# the registry's own kinds, offered under the same command
_LINKS = {"sourcing": (SOURCING, import_sourcing), "consents": (CONSENTS, import_consents)}


class Command(ImportCommand):
    """Records evidence of one kind."""

    help = "Import one kind of evidence. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The kind comes before what every import takes."""
        parser.add_argument(
            "kind", metavar="KIND", choices=[*KINDS, *_LINKS], help=", ".join([*KINDS, *_LINKS])
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Read, check, write, tell."""
        kind, file, dry_run = options["kind"], options["file"], options["dry_run"]
        outcome = (
            _links(kind, file, dry_run=dry_run) if kind in _LINKS else _evidence(kind, file, dry_run=dry_run)
        )
        self.tell(file, outcome, as_json=options["json"], dry_run=dry_run)


def _links(kind: str, file: Path, *, dry_run: bool) -> Outcome:
    columns, write = _LINKS[kind]
    return carried_out(
        file, partial(read_links, columns), partial(write, actor=None, now=timezone.now(), dry_run=dry_run)
    )


def _evidence(kind: str, file: Path, *, dry_run: bool) -> Outcome:
    now = timezone.now()
    try:
        table = read_table(file)
        checked = checked_evidence(kind, table, today=timezone.localdate(now))
    except Unreadable as unreadable:
        return Outcome(problems=unreadable.problems)
    if checked.problems:
        rows = len(checked.rows) + len({problem.row for problem in checked.problems if problem.row > 1})
        return Outcome(rows=rows, problems=checked.problems, ignored_columns=checked.ignored_columns)
    done = commands.import_evidence(
        kind, checked.rows, columns=table.columns, actor=None, now=now, dry_run=dry_run
    )
    outcome = done.value if isinstance(done, Unchanged) else done
    assert isinstance(outcome, Outcome)  # noqa: S101  # the value of Unchanged is untyped
    return replace(outcome, ignored_columns=checked.ignored_columns)
