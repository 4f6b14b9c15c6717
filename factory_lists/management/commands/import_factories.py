"""`import_factories FILE`: a factory list into the registry: all of it or, with `--partial`, the right rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from countries.queries.local_time import latest_day
from factories.policies.lists import MayNotImport
from factory_lists.commands.importing import import_factories
from factory_lists.commands.list_layouts import remember_list_layout
from factory_lists.domain.days import day_in_name
from factory_lists.domain.mapping import How
from factory_lists.workbook.importing import Mapped, ReadList, head_digest, mapped, opened, read_rows_of
from factory_lists.workbook.lists import FactoryList, FileOptions, file_content
from factory_lists.workbook.rejected_rows import rest_head, rest_rows
from files.domain.problems import ImportOutcome, ImportProblem, Unreadable, render
from files.domain.text_formats import ENCODINGS
from files.exports import ExportTable, write_table
from files.management.imports import ImportCommand
from files.workbook.tables import BY_HAND
from journal.commands import value_of


class Command(ImportCommand):
    """Registers and corrects factories."""

    help = "Import a factory list. The same list again changes nothing."
    formats = "CSV in any usual encoding, XLSX or XLS"

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, how to read it, and what to do with rows that are not right."""
        super().add_arguments(parser)
        parser.add_argument("--partial", action="store_true", help="import the rows without problems")
        parser.add_argument(
            "--rest", type=Path, metavar="FILE", help="write the rows with problems there (CSV or XLSX)"
        )
        parser.add_argument(
            "--source", default="", metavar="NAME", help="whose list it is: read as the last one was"
        )
        parser.add_argument(
            "--day", type=_day, metavar="DATE", help="the day the list is of, such as 2024-05-31"
        )
        parser.add_argument(
            "--encoding", default="", choices=["", *ENCODINGS], metavar="NAME", help=", ".join(ENCODINGS)
        )
        parser.add_argument("--sheet", default="", metavar="NAME", help="the sheet of a workbook")
        parser.add_argument(
            "--as", dest="as_email", default="", metavar="EMAIL", help="import as this person"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Read, map, compare, write, report."""
        now, file = timezone.now(), options["file"]
        actor = _person(options["as_email"])
        day = options["day"] or _day_of_name(file.name, now)
        if day is not None and day > latest_day(now):
            raise CommandError("--day is in the future; give the day that the list is of")
        layout = FileOptions(encoding=options["encoding"], sheet=options["sheet"])
        try:
            content = file_content(file)
            listed, before = opened(
                content, source=options["source"], reader=actor, given=layout, limits=BY_HAND
            )
            how = mapped(listed, before)
        except Unreadable as unreadable:
            self.report(
                file, ImportOutcome(problems=unreadable.problems), as_json=options["json"], dry_run=True
            )
            return
        self._tell_mapping(file, listed, how)
        read = read_rows_of(listed, how.columns, confirmed=options["partial"])
        try:
            outcome = self._written(read, actor=actor, now=now, day=day, options=options)
        except MayNotImport as refused:
            raise CommandError(str(refused)) from None
        if outcome.changed and not options["dry_run"] and options["source"]:
            _remember(options["source"], listed, how, actor=actor, now=now)
        if options["rest"] and not read.broken:
            self._write_rest(options["rest"], listed, outcome.problems)
        self.report(
            file, outcome, as_json=options["json"], dry_run=options["dry_run"], partial=options["partial"]
        )

    def _written(
        self, read: ReadList, *, actor: User | None, now: datetime, day: date | None, options: dict[str, Any]
    ) -> ImportOutcome:
        """The outcome of the command, with what the reading found."""
        problems, notes = tuple(read.problems), tuple(read.notes)
        if problems and (not options["partial"] or not read.rows):
            outcome = ImportOutcome(rows=read.count)
        else:
            done = import_factories(
                read.rows,
                actor=actor,
                now=now,
                day=day,
                partial=options["partial"],
                dry_run=options["dry_run"],
            )
            value = value_of(done)
            assert isinstance(value, ImportOutcome)  # noqa: S101  # the value of Unchanged is untyped
            outcome = value
        return replace(
            outcome,
            rows=max(read.count, outcome.rows),
            problems=tuple(sorted((*problems, *outcome.problems))),
            notes=tuple(sorted((*notes, *outcome.notes))),
            ignored_columns=read.ignored,
        )

    def _tell_mapping(self, file: Path, listed: FactoryList, how: Mapped) -> None:
        """How the file is read, where that is not by the programme's own names."""
        head = listed.layout.head_row
        if listed.guessed:
            self.stderr.write(
                f"{file.name}:0:: is read as {listed.layout.encoding}; give --encoding if names look wrong"
            )
        if len(listed.sheets) > 1:
            self.stderr.write(
                f"{file.name}:0:: the sheet {listed.layout.sheet!r} is read; give --sheet for another"
            )
        for proposal in how.proposals:
            if proposal.how is How.REFERENCE:
                self.stderr.write(
                    f"{file.name}:{head}:{proposal.column}: is not read, since its values are not the programme's codes"
                )
            if proposal.target and proposal.target != proposal.column.casefold():
                self.stderr.write(f"{file.name}:{head}:{proposal.column}: is read as {proposal.target}")

    def _write_rest(self, path: Path, listed: FactoryList, problems: Sequence[ImportProblem]) -> None:
        count = write_table(ExportTable("rest", rest_head(listed), rest_rows(listed, problems)), path)
        self.stderr.write(f"{count} rows with problems are in {path}; mend them and import that file.")

    def report(
        self, file: Path, outcome: ImportOutcome, *, as_json: bool, dry_run: bool, partial: bool = False
    ) -> None:
        """Print notes, then the outcome; exit 1 on any problem."""
        for note in outcome.notes:
            self.stderr.write(render(file.name, note))
        super().report(file, outcome, as_json=as_json, dry_run=dry_run, partial=partial)


def _remember(source: str, listed: FactoryList, how: Mapped, *, actor: User | None, now: datetime) -> None:
    layout = listed.layout
    remember_list_layout(
        source,
        head_digest=head_digest(listed.columns),
        columns=how.columns,
        encoding=layout.encoding,
        separator=layout.separator,
        sheet=layout.sheet,
        head_row=layout.head_row,
        actor=actor,
        now=now,
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _day_of_name(name: str, now: datetime) -> date | None:
    day = day_in_name(name)
    return day if day is not None and day <= latest_day(now) else None


def _person(email: str) -> User | None:
    if not email:
        return None
    found = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        raise CommandError(f"no active account has the address {email}; check --as")
    return found
