"""Workbooks of Excel before 2007 (.xls), read in a process of their own.

The reader takes a damaged file's word for how much memory it needs and ends its whole process when there is not so
much. The child has bounds of memory and time; whatever happens to it, the caller gets rows or a sentence. This module
is the child's program too: it imports nothing of Django.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from datetime import date, datetime, time

_MEMORY = 1_500 * 2**20
_SECONDS = 120
_DAMAGED = 3  # the child's exit code for a file that is no whole workbook
_TOO_LARGE = 4  # … and for sheets that reach too far
_EXACT = 1e15  # floats hold whole numbers exactly below

Sheets = dict[str, list[list[str]]]


class UnreadableWorkbook(Exception):
    """The file is damaged, has a password, or asks for more memory than any list needs."""


class TooLarge(Exception):  # what is wrong
    """The sheets together have more cells than the caller has memory for."""


def read_sheets(content: bytes, *, most_cells: int) -> Sheets:
    """Texts of every visible sheet, by its name and in order; every row is as wide as its sheet.

    Raises:
        UnreadableWorkbook, TooLarge.
    """
    try:
        done = subprocess.run(  # noqa: S603  # this very program
            [sys.executable, "-m", __name__, str(most_cells)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "RUST_BACKTRACE": "0"},
        )
    except subprocess.TimeoutExpired:
        raise UnreadableWorkbook from None
    if done.returncode == _TOO_LARGE:
        raise TooLarge
    if done.returncode:
        raise UnreadableWorkbook
    read: Sheets = json.loads(done.stdout)
    return read


def _cell(value: object) -> str:
    """A cell as it would stand in a CSV."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _child(most_cells: int) -> int:
    from io import BytesIO  # noqa: PLC0415  # only the child needs them

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        sheets: Sheets = {}
        cells = 0
        for shown in book.sheets_metadata:
            if shown.visible != SheetVisibleEnum.Visible or shown.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(shown.name)
            last_row, last_column = sheet.end or (0, 0)
            cells += (last_row + 1) * (last_column + 1)  # the whole rectangle, however few are filled
            if cells > most_cells:
                return _TOO_LARGE
            sheets[shown.name] = [[_cell(value) for value in row] for row in sheet.iter_rows()]
    except Exception:  # noqa: BLE001  # whatever is wrong with it, the parent says so
        return _DAMAGED
    json.dump(sheets, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(_child(int(sys.argv[1])))
