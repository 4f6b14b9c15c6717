"""Read files as an upload is read, in a process of its own: how much memory that takes. Used by test_hostile_forms.

    python -m tests.offline_workbook.reading_hostile FOLDER

writes one JSON document: by file the sentence or the number of problems, read as a form and as a bulk file; and the
growth of this process in MB.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import UploadedFile  # noqa: E402

from files.domain.problems import Unreadable  # noqa: E402
from files.workbook.tables import UPLOADED, table_of  # noqa: E402
from offline_workbook.forms import FormSheetForm  # noqa: E402
from offline_workbook.workbook.preview import UnfitWorkbook, preview_of  # noqa: E402
from tests.offline_workbook.hostile_files import empty_form, standing  # noqa: E402


def told(path: Path) -> str:
    """What somebody who uploads the file is told."""
    with path.open("rb") as file:
        form = FormSheetForm({}, {"file": UploadedFile(file, name=path.name, size=path.stat().st_size)})
        if not form.is_valid():
            return str(form.errors["file"][0])
        try:
            checked = preview_of(form.cleaned_data["file"], standing()).checked
        except UnfitWorkbook as unfit:
            return str(unfit)
    return f"{len(checked.problems)} problems, {len(checked.changes)} changes"


def told_of_table(path: Path) -> str:
    """The same for a bulk file."""
    if path.stat().st_size > settings.IMPORT_MAX_MB * 2**20:
        return "too large"
    try:
        return f"{sum(1 for _ in table_of(path.read_bytes(), UPLOADED).rows)} rows"
    except Unreadable as unreadable:
        return str(unreadable)


def most() -> int:
    """The most memory that this process ever had, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    preview_of(empty_form(), standing())
    before = most()
    files = sorted(Path(sys.argv[1]).iterdir())
    answers = {path.name: told(path) for path in files}
    tables = {path.name: told_of_table(path) for path in files}
    sys.stdout.write(json.dumps({"told": answers, "tables": tables, "grown": (most() - before) // 1024}))
