"""Bulk files of every kind into their command: the assessments' three layouts, all other evidence, and links."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from advisory.commands.importing_evidence import import_evidence
from assessment_files.workbook.assessment_import import faulty_file, import_assessment_table, outcome_of
from evidence_files.workbook.evidence import KINDS, checked_evidence
from factory_lists.commands.link_lists import import_consents, import_sourcing
from factory_lists.domain.link_rows import CONSENTS, SOURCING, read_links
from files.domain.problems import ImportOutcome, ImportProblem, Unreadable
from files.workbook.tables import FileTable

if TYPE_CHECKING:
    from accounts.models import User

IMPORT_FILE = "import-file"  # the kind of job that reads them
ASSESSMENTS = "assessments"
# the registry's own kinds, offered beside the evidence
_LINKS = {"sourcing": (SOURCING, import_sourcing), "consents": (CONSENTS, import_consents)}
EVIDENCE_KINDS = (*KINDS, *_LINKS)


def _no_callback() -> None:
    """Nobody waits for the writing."""


@dataclass(frozen=True, slots=True)
class FileImport:
    """One file on its way in.

    Attributes:
        kind: ASSESSMENTS, or one of EVIDENCE_KINDS.
        actor: who imports; None for the system.
        now: the moment of recording: what has happened where a factory is cannot be later.
        dry_run: check and count, write nothing.
        revision_reason: why final assessments change; "" when they may not.
        dates_reason: why days before the programme began are right; "" when they are problems.
        before_writing: called when all is read and checked.
    """

    kind: str
    actor: User | None
    now: datetime
    dry_run: bool = False
    revision_reason: str = ""
    dates_reason: str = ""
    before_writing: Callable[[], None] = _no_callback

    def of(self, table: FileTable) -> ImportOutcome:
        """Check the rows and hand them to their command, unless anything is wrong. Never raises `Unreadable`."""
        try:
            if self.kind == ASSESSMENTS:
                return self._assessments(table)
            return self._links(table) if self.kind in _LINKS else self._evidence(table)
        except Unreadable as unreadable:
            return ImportOutcome(problems=unreadable.problems)

    def _assessments(self, table: FileTable) -> ImportOutcome:
        return import_assessment_table(
            table,
            actor=self.actor,
            now=self.now,
            dry_run=self.dry_run,
            revision_reason=self.revision_reason,
            dates_reason=self.dates_reason,
            before_writing=self.before_writing,
        )

    def _evidence(self, table: FileTable) -> ImportOutcome:
        checked = checked_evidence(self.kind, table, now=self.now, since_began=not self.dates_reason)
        if checked.problems:
            return faulty_file(
                _rows(checked.rows, checked.problems), checked.problems, checked.ignored_columns
            )
        self.before_writing()
        done = import_evidence(
            self.kind,
            checked.rows,
            columns=table.columns,
            dates_reason=self.dates_reason,
            actor=self.actor,
            now=self.now,
            dry_run=self.dry_run,
        )
        return outcome_of(done, checked.ignored_columns)

    def _links(self, table: FileTable) -> ImportOutcome:
        columns, write = _LINKS[self.kind]
        rows, problems, ignored = read_links(columns, table.columns, table.rows)
        if problems:
            return faulty_file(_rows(rows, problems), problems, ignored)
        self.before_writing()
        return outcome_of(write(rows, actor=self.actor, now=self.now, dry_run=self.dry_run), ignored)


def _rows(read: Collection[object], problems: Sequence[ImportProblem]) -> int:
    return len(read) + len({problem.row for problem in problems if problem.row > 1})
