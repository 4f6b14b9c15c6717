"""Bulk files that a person uploaded, read by a worker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from accounts.models import User
from evidence_files.workbook.importing import IMPORT_FILE, FileImport
from files.domain.problems import ImportOutcome, Unreadable
from files.workbook.tables import UPLOADED, FileTable, table_of
from files.workbook.uploads import UploadGone, forget_upload, stored_upload
from journal.jobs import RunningJob, job
from journal.queries import job_parameters_before

ROWS_A_STEP = 2_000


MOST_PROBLEMS = 500


RETENTION = timedelta(days=1)


@job(IMPORT_FILE)
def import_file(running: RunningJob) -> dict[str, Any]:
    """Check a bulk file that a person uploaded, or write it; how it came out, with the first problems."""
    parameters = running.parameters
    _forget_old(running)
    outcome = _imported(running)
    if parameters["write"] or outcome.problems or not outcome.changed:
        forget_upload(parameters["file"])
    result = outcome.as_json()
    return {
        **result,
        "problems": result["problems"][:MOST_PROBLEMS],
        "problem_count": len(outcome.problems),
    }


def _imported(running: RunningJob) -> ImportOutcome:
    parameters = running.parameters
    try:
        table = table_of(stored_upload(parameters["file"], parameters["digest"]), UPLOADED)
    except Unreadable as unreadable:
        return ImportOutcome(problems=unreadable.problems)
    except UploadGone:
        raise RuntimeError("The file is not kept any more. Upload it again.") from None
    read, now = _Counted(running, table), running.clock()
    how = FileImport(
        parameters["kind"],
        actor=User.objects.get(pk=parameters["actor"]),
        now=now,
        dry_run=not parameters["write"],
        dates_reason=parameters.get("dates_reason", ""),
        before_writing=read.over,
    )
    return how.of(replace(table, rows=read))


class _Counted:
    """Rows that tell the job's bar how many have gone by."""

    def __init__(self, running: RunningJob, table: FileTable) -> None:
        self.running, self.rows = running, table.rows
        self.count, self.total = 0, table.lines

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        for count, row in enumerate(self.rows, start=1):
            self.count = count
            if self.count % ROWS_A_STEP == 0:
                self._tell()
            yield row

    def over(self) -> None:
        """All is read: what follows is compared and written in one go."""
        self.total = self.count
        self._tell()

    def _tell(self) -> None:
        self.running.progress(self.count, max(self.total, self.count))


def _forget_old(running: RunningJob) -> None:
    """Uploads that were checked and never confirmed."""
    for old in job_parameters_before(IMPORT_FILE, running.clock() - RETENTION):
        forget_upload(old["file"])
