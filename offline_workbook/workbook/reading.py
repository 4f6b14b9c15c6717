"""An assessor's form as it came back: read within bounds, nothing computed, nothing trusted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

from django.conf import settings
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_range

from files.domain.problems import ImportProblem, Unreadable
from files.workbook.sheets import Formulas, formulas, sheet_content
from files.workbook.tables import check_promises, check_repeated_text
from files.workbook.unpacking import Bounds, checked_workbook, repacked
from offline_workbook.domain.layout import COLUMNS, FILLED_IN, CellProblem, FilledRow, hash_of
from offline_workbook.workbook.sheet import HEAD_ROW, SHAPE, TECHNICAL, Technical, technical_of

MOST_UNPACKED = 20 * 1024 * 1024  # a full form has a fiftieth of it
MOST_MEMBERS = 200
MOST_ROWS, MOST_COLUMNS = 4_000, 400
MOST_MERGED = 50
_BROKEN = (CalamineError, OSError, zipfile.BadZipFile, ValueError, KeyError, RuntimeError)


class NotAForm(Unreadable):
    """A workbook, but not one that went out from here, or one whose hidden sheet was changed."""


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """What came back.

    Attributes:
        technical: which form it is, and what it went out with.
        rows: those below the head.
        problems: what is wrong with the sheet itself (a moved head, merged cells).
        ignored: sheets that nobody reads.
    """

    technical: Technical
    rows: tuple[FilledRow, ...]
    problems: tuple[CellProblem, ...]
    ignored: tuple[str, ...]


def read_form(content: bytes) -> ReturnedForm:
    """The form in the bytes of an upload.

    Raises:
        NotAForm: it is a workbook, and no form of ours.
        Unreadable: it cannot be read at all; with a code that says why.
    """
    bounds = Bounds(
        settings.FORM_MAX_MB * 2**20, MOST_UNPACKED, MOST_MEMBERS, rows=MOST_ROWS, columns=MOST_COLUMNS
    )
    parts = checked_workbook(content, bounds)
    try:
        return _read(parts)
    except Unreadable:
        raise
    except _BROKEN:
        raise _unreadable("broken_workbook", "is not a whole workbook; save it again as .xlsx") from None


def _read(parts: dict[str, bytes]) -> ReturnedForm:
    packed = repacked(parts)
    with zipfile.ZipFile(packed) as opened:
        check_promises(opened)
    packed.seek(0)
    book = CalamineWorkbook.from_filelike(packed)
    names = [str(name) for name in book.sheet_names]
    if TECHNICAL not in names:
        raise NotAForm(
            [ImportProblem(0, "", "no_form", "is no form of this programme; download one and fill it in")]
        )
    technical = technical_of(_grid(book, TECHNICAL, packed))
    if technical is None or technical.facts["shape"] != SHAPE:
        raise NotAForm(
            [ImportProblem(0, "", "form_changed", "has a changed hidden sheet; download a new form")]
        )
    answers = technical.facts["answers"]
    if answers not in names:
        raise NotAForm(
            [ImportProblem(0, "", "sheet_missing", "its first sheet is gone or renamed; name it as it was")]
        )
    with zipfile.ZipFile(packed) as opened:
        stored = sheet_content(opened, answers) or b""
    rows = _grid(book, answers, packed)
    known = {TECHNICAL, answers, technical.facts["instructions"]}
    return ReturnedForm(
        technical,
        tuple(_filled_rows(rows, formulas(stored))),
        (
            *_head_problems(rows, technical),
            *_merged(book.get_sheet_by_name(answers).merged_cell_ranges or ()),
        ),
        tuple(name for name in names if name not in known),
    )


def _grid(book: Any, name: str, packed: BytesIO) -> list[list[object]]:
    """Every cell from the first of the sheet on, row by row."""
    with zipfile.ZipFile(packed) as opened:
        check_repeated_text(opened, sheet_content(opened, name) or b"", MOST_UNPACKED)
    found: list[list[object]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return found


def _filled_rows(rows: list[list[object]], found: Formulas) -> list[FilledRow]:
    filled = []
    for number, cells in enumerate(rows[HEAD_ROW:], start=HEAD_ROW + 1):
        here = frozenset(column for column in found.get(number, ()) if column in FILLED_IN)
        code = str(cells[0]).strip() if cells else ""
        filled_in = {column: cells[column] for column in FILLED_IN if column < len(cells)}
        filled.append(FilledRow(number, code, filled_in, here))
    return filled


def _head_problems(rows: list[list[object]], technical: Technical) -> list[CellProblem]:
    head = rows[HEAD_ROW - 1][:COLUMNS] if len(rows) >= HEAD_ROW else []
    if hash_of("\n".join(str(cell) for cell in head)) == technical.facts["head"]:
        return []
    return [CellProblem(HEAD_ROW, 0, "columns_moved")]


def _merged(ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> list[CellProblem]:
    """Merged cells that reach into the answers: what they hide is lost."""
    problems = []
    for (top, left), (bottom, right) in islice(ranges, MOST_MERGED):  # counting from 0
        touched = [column for column in FILLED_IN if left <= column <= right]
        if touched and bottom >= HEAD_ROW:
            name = xl_range(top, left, bottom, right)
            problems.append(CellProblem(max(top, HEAD_ROW) + 1, touched[0], "merged", name))
    return problems


def _unreadable(code: str, message: str) -> Unreadable:
    return Unreadable([ImportProblem(0, "", code, message)])
