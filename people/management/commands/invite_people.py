"""`invite_people FILE --as EMAIL`: a list of people to invite, by the same rules as the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from factory_lists.workbook.lists import file_content
from files.domain.problems import ImportOutcome, Unreadable
from files.management.imports import ImportCommand
from files.workbook.tables import BY_HAND
from journal.commands import value_of
from people.commands import invite_people
from people.policies import keeps_people
from people.workbook import people_list


class Command(ImportCommand):
    """Invites everybody in the list, or nobody if anything is wrong."""

    help = "Invite a list of people in somebody's name. The same list again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE, --as, --dry-run and --json."""
        super().add_arguments(parser)
        parser.add_argument("--as", dest="actor", required=True, metavar="EMAIL", help="in whose name")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Read the file, invite its people, print the outcome; exit 1 on any problem."""
        actor = User.objects.filter(email=options["actor"].casefold(), is_active=True).first()
        if actor is None or not keeps_people(actor):
            raise CommandError(f"{options['actor']}: nobody with this address may invite; check the address.")
        outcome = _outcome(options["file"], actor, dry_run=options["dry_run"])
        self.report(options["file"], outcome, as_json=options["json"], dry_run=options["dry_run"])


def _outcome(file: Path, actor: User, *, dry_run: bool) -> ImportOutcome:
    try:
        read = people_list(file_content(file), BY_HAND)
    except Unreadable as unreadable:
        return ImportOutcome(problems=unreadable.problems)
    if read.problems:
        count = len(read.rows) + len({problem.row for problem in read.problems if problem.row > 1})
        return ImportOutcome(rows=count, problems=read.problems, ignored_columns=read.ignored)
    done = invite_people(read.rows, actor=actor, now=timezone.now(), dry_run=dry_run)
    outcome = value_of(done)
    assert isinstance(outcome, ImportOutcome)  # noqa: S101  # what the command gives
    return ImportOutcome(
        rows=outcome.rows, created=outcome.created, updated=outcome.updated, unchanged=outcome.unchanged,
        problems=outcome.problems, ignored_columns=read.ignored,
    )  # fmt: skip
