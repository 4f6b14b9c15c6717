"""Files of assessments, in any of their three layouts, into their command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from assessment_files.commands import import_assessments
from assessment_files.workbook.assessments import checked_assessments, has_attributions
from files.domain.problems import ImportOutcome, ImportProblem, Unreadable
from files.workbook.tables import FileTable
from journal.commands import Unchanged, value_of

if TYPE_CHECKING:
    from accounts.models import User


def _no_callback() -> None:
    """Nobody waits for the writing."""


def import_assessment_table(
    table: FileTable,
    *,
    actor: User | None,
    now: datetime,
    dry_run: bool = False,
    revision_reason: str = "",
    dates_reason: str = "",
    before_writing: Callable[[], None] = _no_callback,
) -> ImportOutcome:
    """Check the rows and hand them to their command, unless anything is wrong. Never raises `Unreadable`.

    Args:
        table: the file's rows.
        actor: who imports; None for the system.
        now: the moment of recording.
        dry_run: check and count, write nothing.
        revision_reason: why final assessments change; "" when they may not.
        dates_reason: why days before the programme began are taken; "" when they are problems.
        before_writing: called when all is read and checked.
    """
    try:
        checked = checked_assessments(table, now=now, since_began=not dates_reason)
    except Unreadable as unreadable:
        return ImportOutcome(problems=unreadable.problems)
    if checked.problems:
        return faulty_file(checked.lines, checked.problems, checked.ignored_columns)
    before_writing()
    done = import_assessments(
        checked.rows,
        lines=checked.lines,
        has_attributions=has_attributions(checked, table.columns),
        revision_reason=revision_reason,
        dates_reason=dates_reason,
        actor=actor,
        now=now,
        dry_run=dry_run,
    )
    return outcome_of(done, checked.ignored_columns)


def faulty_file(rows: int, problems: Sequence[ImportProblem], ignored: tuple[str, ...]) -> ImportOutcome:
    """The outcome of a file with problems: nothing is written."""
    return ImportOutcome(rows=rows, problems=tuple(sorted(problems)), ignored_columns=ignored)


def outcome_of(done: ImportOutcome | Unchanged, ignored: tuple[str, ...]) -> ImportOutcome:
    """The outcome of a command, with the columns that were not read."""
    outcome = value_of(done)
    assert isinstance(outcome, ImportOutcome)  # noqa: S101  # the value of Unchanged is untyped
    return replace(outcome, ignored_columns=ignored)
