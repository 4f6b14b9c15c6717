"""What the worker does with factory lists that a person uploaded: read, compare, write. Each step is a job."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from accounts.models import User
from countries.queries.local_time import LocalDays
from factories.policies.lists import countries_for_lists
from factory_lists.commands.import_diff import Differ
from factory_lists.commands.importing import import_factories
from factory_lists.domain.jobs import CHECK, NOTED, READ, WRITE
from factory_lists.domain.outcomes import RowKind, RowOutcome
from factory_lists.workbook.importing import ReadList, mapped, opened, read_rows_of
from factory_lists.workbook.lists import FactoryList, FileOptions, open_list
from factory_lists.workbook.preview import PreviewWriter
from factory_lists.workbook.rejected_rows import rest_head, rest_rows
from files.domain.problems import ImportOutcome, ImportProblem, Unreadable
from files.exports import FORMATS, ExportTable, write_table
from files.workbook.tables import UPLOADED
from files.workbook.uploads import UploadGone, forget_beside, keep_beside, stored_upload
from journal.commands import value_of
from journal.jobs import RunningJob, job
from journal.queries import job_parameters_before

RETENTION = timedelta(days=7)
_WRITING = timedelta(minutes=15)  # longer than any list takes
_FILE_PROBLEMS = 50
_BRANDS_NAMED = 20


@job(READ)
def read_factory_list(running: RunningJob) -> dict[str, Any]:
    """What the file is, where its table stands, and what its columns are proposed to hold."""
    for old in job_parameters_before(READ, running.clock() - RETENTION):
        forget_beside(old["file"])
    parameters = running.parameters
    content = _content(parameters)
    running.progress(0, 1)
    try:
        listed, before = opened(
            content,
            source=parameters["source"],
            reader=User.objects.get(pk=parameters["actor"]),
            given=FileOptions(**parameters["layout"]),
            limits=UPLOADED,
        )
        how = mapped(listed, before)
    except Unreadable as unreadable:
        return {"file_problems": [problem.as_json() for problem in unreadable.problems]}
    return {
        "kind": listed.kind,
        "layout": asdict(listed.layout),
        "guessed": listed.guessed,
        "sheets": list(listed.sheets),
        "lines": listed.lines,
        "top": [[number, cells] for number, cells in listed.top],
        "remembered": how.remembered,
        "columns": [
            {"column": p.column, "target": p.target, "how": p.how, "samples": how.samples.get(p.column, ())}
            for p in how.proposals
        ],
    }


@job(CHECK)
def check_factory_list(running: RunningJob) -> dict[str, Any]:
    """Review changes, row by row; nothing is written."""
    try:
        listed, read = _read(running)
    except Unreadable as unreadable:
        return {"file_problems": [problem.as_json() for problem in unreadable.problems]}
    with closing(PreviewWriter()) as writer:
        return _compared(running, listed, read, _OutcomeGathering(read, writer))


def _compared(
    running: RunningJob, listed: FactoryList, read: ReadList, preview: _OutcomeGathering
) -> dict[str, Any]:
    parameters = running.parameters
    diff = Differ(
        LocalDays(running.clock()),
        day=date.fromisoformat(parameters["day"]),
        countries=countries_for_lists(User.objects.get(pk=parameters["actor"])),
        row_done=preview.add,
        progress=lambda done, all_: running.progress(read.count + done, read.count + all_),
    ).of(read.rows)
    problems = [*read.problems, *diff.problems]
    outcome = ImportOutcome(
        created=len(diff.made),
        updated=len(diff.touched),
        unchanged=diff.unchanged,
        suspected=len(diff.likes),
    )
    pages = preview.keep(parameters["file"], str(running.id))
    rest = _keep_rest(running, listed, read, problems)
    added = {"brands": len(diff.new_brands), "brand_names": [*diff.new_brands.values()][:_BRANDS_NAMED]}
    return {**_counts(read, outcome, problems), **added, "pages": pages, "rest": rest}


@job(WRITE)
def write_factory_list(running: RunningJob) -> dict[str, Any]:
    """Write the list as the register is now: all of it, or the rows without problems."""
    parameters = running.parameters
    try:
        listed, read = _read(running)
    except Unreadable as unreadable:
        return {"file_problems": [problem.as_json() for problem in unreadable.problems]}
    outcome = ImportOutcome(rows=read.count)
    if parameters["partial"] or not read.problems:
        running.progress(read.count, read.count, lease=_WRITING)
        outcome = _written(running, read)
    problems = [*read.problems, *outcome.problems]
    rest = _keep_rest(running, listed, read, problems)
    applied = parameters["partial"] or not problems
    if applied:
        forget_beside(parameters["file"], but=rest.values())
    return {**_counts(read, outcome, problems), "applied": applied, "rest": rest}


def _written(running: RunningJob, read: ReadList) -> ImportOutcome:
    parameters = running.parameters
    done = import_factories(
        read.rows,
        actor=User.objects.get(pk=parameters["actor"]),
        now=running.clock(),
        day=date.fromisoformat(parameters["day"]),
        partial=parameters["partial"],
        before_writing=running.still_mine,
    )
    value = value_of(done)
    assert isinstance(value, ImportOutcome)  # noqa: S101  # the value of Unchanged is untyped
    return value


def _content(parameters: dict[str, Any]) -> bytes:
    try:
        return stored_upload(parameters["file"], parameters["digest"])
    except UploadGone:
        raise RuntimeError("The file is not kept any more. Upload it again.") from None


def _read(running: RunningJob) -> tuple[FactoryList, ReadList]:
    """The list's rows through the columns that the person chose."""
    parameters = running.parameters
    listed = open_list(_content(parameters), FileOptions(**parameters["layout"]), UPLOADED)
    total = max(listed.lines, 1)
    read = read_rows_of(
        listed,
        parameters["columns"],
        confirmed=True,
        gone_by=lambda rows: running.progress(rows, 2 * max(total, rows)),
    )
    return listed, read


def _counts(read: ReadList, outcome: ImportOutcome, problems: Sequence[ImportProblem]) -> dict[str, Any]:
    return {
        "rows": read.count,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "suspected": outcome.suspected,
        "faulty": len({problem.row for problem in problems}),
        "file_problems": [p.as_json() for p in problems if p.row <= 1 or p in read.broken][:_FILE_PROBLEMS],
        "ignored": list(read.ignored),
    }


def _keep_rest(
    running: RunningJob, listed: FactoryList, read: ReadList, problems: Sequence[ImportProblem]
) -> dict[str, str]:
    """Files of the rows with problems beside the upload: format → name; none without such rows."""
    if read.broken or not any(problem.row > listed.layout.head_row for problem in problems):
        return {}
    stored = {}
    for suffix in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"rest.{suffix}"
            write_table(ExportTable("rest", rest_head(listed), rest_rows(listed, problems)), path)
            with path.open("rb") as content:
                stored[suffix] = keep_beside(
                    running.parameters["file"], f"{running.id}.rest.{suffix}", content
                )
    return stored


@dataclass(slots=True)
class _OutcomeGathering:
    """Gathers the rows' outcomes, those that could not be read among them."""

    read: ReadList
    writer: PreviewWriter
    problems: dict[int, RowOutcome] = field(default_factory=dict)
    notes: dict[int, list[ImportProblem]] = field(init=False)

    def __post_init__(self) -> None:
        self.notes = defaultdict(list)
        for note in self.read.notes:
            self.notes[note.row].append(note)

    def add(self, outcome: RowOutcome) -> None:
        """One more row."""
        if outcome.kind is RowKind.PROBLEM:
            self.problems[outcome.number] = outcome
            return
        row = outcome.as_json(tuple(self.notes.get(outcome.number, ())))
        self.writer.add(outcome.kind, row)
        if row["notes"]:
            self.writer.add(NOTED, row)

    def keep(self, upload: str, job_id: str) -> dict[str, dict[str, Any]]:
        """The pages, once every row has gone by."""
        unread: dict[int, list[ImportProblem]] = defaultdict(list)
        for problem in self.read.problems:
            if problem.row > 1:
                unread[problem.row].append(problem)
        for number, problems in unread.items():
            self.problems[number] = RowOutcome(
                number, RowKind.PROBLEM, self.read.names.get(number, ""), problems=tuple(problems)
            )
        for number in sorted(self.problems):
            self.writer.add(RowKind.PROBLEM, self.problems[number].as_json())
        return self.writer.keep(upload, job_id)
