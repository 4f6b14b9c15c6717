"""A table from a CSV or XLSX file that anybody may have made: every way it can be unreadable has a sentence.

What a file is, is told by its content, not by its name. Nothing is computed: a formula is handed on as its own text,
and every reader of a cell refuses it.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from files.domain.cells import FormulaText, unguarded
from files.domain.problems import ImportProblem, Unreadable
from files.workbook.sheets import (
    Formulas,
    extent,
    formulas,
    is_workbook,
    promises_too_much,
    repeated_text,
    sheet_content,
)

Row = dict[str, str]

MAX_BYTES = 50 * 1024 * 1024
MAX_RATIO = 200
MAX_ROWS = 2_000_000
MAX_COLUMNS = 2_000
MAX_SHEET_COLUMNS = 16_384  # what XLSX knows
MAX_CELL = 32_767
EXACT = 1e15  # floats hold whole numbers exactly below


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may take of memory: bytes unpacked (a small ZIP may hold gigabytes), cells of a sheet."""

    unpacked: int
    cells: int


BY_HAND = Limits(400 * 1024 * 1024, 12_000_000)  # whoever operates the product knows the machine
UPLOADED = Limits(120 * 1024 * 1024, 3_000_000)

BROKEN = (CalamineError, OSError, zipfile.BadZipFile)

csv.field_size_limit(1_000_000)


@dataclass(frozen=True, slots=True)
class FileTable:
    """Column names in order, and numbered rows (the head is row 1) of text by column; empty rows are left out.

    `lines` is about how many rows there are: known before they are read.
    """

    columns: tuple[str, ...]
    rows: Iterable[tuple[int, Row]]
    lines: int = 0


def read_table(path: Path) -> FileTable:
    """Read a file as a table.

    Raises:
        Unreadable: with every problem that can be told before the rows are looked at. Iterating the rows may raise
            it too, for what stands deep in the file.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as failure:
        raise unreadable("not_found", f"cannot be opened ({failure.strerror}); check the path") from None
    if size > MAX_BYTES:
        raise unreadable("too_large", f"is larger than {MAX_BYTES // 2**20} MB; cut it into several files")
    return table_of(content)


def table_of(content: bytes, limits: Limits = BY_HAND) -> FileTable:
    """The same from bytes in hand (an upload)."""
    if not content.strip():
        raise unreadable("empty", "the file is empty; put a head row and at least one row below it")
    if content.startswith(b"PK"):
        return _tabled(*_workbook_rows(content, limits))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise unreadable(
            "old_format", "is an old Excel file or has a password; save it as .xlsx without a password"
        )
    return _tabled(_csv_rows(_decoded(content)), content.count(b"\n"))


def _tabled(rows: Iterator[tuple[int, list[str]]], lines: int) -> FileTable:
    head = next(rows, None)
    if head is None:
        raise unreadable("empty", "the file is empty; put a head row and at least one row below it")
    columns = [name.strip() for name in head[1]]
    while columns and not columns[-1]:
        columns.pop()
    _check_columns(columns)
    return FileTable(tuple(columns), _by_column(columns, rows), lines)


def _check_columns(columns: list[str]) -> None:
    problems = [
        ImportProblem(1, name, "column_twice", "stands twice in the head row; remove or rename one")
        for name, times in Counter(c for c in columns if c).items()
        if times > 1
    ]
    problems += [
        ImportProblem(
            1, f"column {place}", "column_unnamed", "has no name in the head row; name or remove it"
        )
        for place, name in enumerate(columns, start=1)
        if not name
    ]
    if len(columns) > MAX_COLUMNS:
        problems.append(
            ImportProblem(
                1, "", "too_many_columns", f"has over {MAX_COLUMNS} columns; remove those not needed"
            )
        )
    if not columns:
        problems.append(ImportProblem(1, "", "no_head", "the first row is empty; put the column names there"))
    if problems:
        raise Unreadable(problems)


def _by_column(columns: list[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, Row]]:
    """Rows by column. What is wrong with single rows is told behind the last one, all of it at once."""
    width = len(columns)
    problems = []
    for count, (number, cells) in enumerate(rows, start=1):
        if count > MAX_ROWS:
            raise unreadable("too_many_rows", f"has over {MAX_ROWS:,} rows; cut it into several files")
        texts = [cell.strip() for cell in cells]
        if not any(texts):
            continue
        wrong = _wrong_with_row(number, texts, width)
        if wrong is not None:
            problems.append(wrong)
            continue
        texts += [""] * (width - len(texts))
        yield number, dict(zip(columns, texts, strict=False))
    if problems:
        raise Unreadable(problems)


def _wrong_with_row(number: int, texts: list[str], width: int) -> ImportProblem | None:
    if any(texts[width:]):
        return ImportProblem(
            number, "", "extra_cells", "has more cells than the head row; quote cells that hold a comma"
        )
    if max(map(len, texts)) > MAX_CELL:
        return ImportProblem(number, "", "too_long", f"has a cell of over {MAX_CELL} characters; shorten it")
    return None


# --- CSV ------------------------------------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise unreadable("encoding", "is UTF-16; save it as “CSV UTF-8”")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        row = content[: failure.start].count(b"\n") + 1
        raise Unreadable(
            [
                ImportProblem(
                    row, "", "encoding", "holds a character that is not UTF-8; save the file as “CSV UTF-8”"
                )
            ]
        ) from None
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise Unreadable(
            [ImportProblem(row, "", "not_text", "holds a NUL character; save the file as “CSV UTF-8”")]
        )
    return text


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    began = 1
    try:
        for cells in reader:
            yield began, [unguarded(cell) for cell in cells]
            began = reader.line_num + 1
    except csv.Error as failure:
        raise Unreadable(
            [
                ImportProblem(
                    began, "", "quotes", f"cannot be read as CSV ({failure}); check its quotation marks"
                )
            ]
        ) from None


# --- XLSX -----------------------------------------------------------------------------------------------------------


def _workbook_rows(content: bytes, limits: Limits) -> tuple[Iterator[tuple[int, list[str]]], int]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            check_unpacked(packed, len(content), limits)
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            name = _first_sheet(book)
            stored = sheet_content(packed, name)
            if stored is None:
                raise zipfile.BadZipFile("its first sheet is missing")
            rows, columns = extent(stored)
            check_extent(rows, columns, limits)
            check_repeated_text(packed, stored, limits.unpacked)
            found = formulas(stored)
            sheet = book.get_sheet_by_name(name)
    except Unreadable:
        raise
    except (*BROKEN, zlib.error, ValueError, NotImplementedError, RuntimeError) as failure:
        raise unreadable(
            "broken_workbook", f"is not a whole workbook ({str(failure)[:80]}); save it again as .xlsx"
        ) from None
    first_column = sheet.start[1] if sheet.start else 0
    return sheet_rows(sheet.iter_rows(), found, first_column), rows


def check_unpacked(packed: zipfile.ZipFile, size: int, limits: Limits) -> None:
    """Refuse a small file that holds gigabytes, and one that lies about what it holds (its sums do not fit)."""
    unpacked = sum(entry.file_size for entry in packed.infolist())
    if unpacked > limits.unpacked or unpacked > MAX_RATIO * max(size, 50_000):
        raise unreadable("too_large", "unpacks to far more than it weighs; save only the table as .xlsx")
    damaged = packed.testzip()
    if damaged:
        raise zipfile.BadZipFile(f"{damaged} is damaged")
    check_promises(packed)


def check_promises(packed: zipfile.ZipFile) -> None:
    """Refuse what is no XLSX, and one that promises texts which it does not hold: a reader aborts the whole process."""
    if not is_workbook(packed) or promises_too_much(packed):
        raise zipfile.BadZipFile("what it says of itself does not fit")


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """The whole rectangle is kept in memory: a stray cell far out must not take all of it."""
    if rows > MAX_ROWS or columns > MAX_SHEET_COLUMNS or rows * columns > limits.cells:
        raise unreadable(
            "too_large",
            f"the sheet reaches to row {rows:,} and column {columns:,}; delete what stands outside the table",
        )


def check_repeated_text(packed: zipfile.ZipFile, stored: bytes, most: int) -> None:
    """A long text that the file holds once must not be written a hundred thousand times into memory."""
    if repeated_text(packed, stored, enough=most) > most:
        raise unreadable("too_large", "repeats long texts in very many cells; shorten them or cut the table")


def _first_sheet(book: CalamineWorkbook) -> str:
    for sheet in book.sheets_metadata:
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
            return str(sheet.name)
    raise unreadable("no_sheet", "has no visible sheet; put the table on the first sheet")


def sheet_rows(
    rows: Iterable[Sequence[object]], found: Formulas, first_column: int
) -> Iterator[tuple[int, list[str]]]:
    """Rows of a sheet as numbered texts; a formula stands as its own text."""
    for number, row in enumerate(rows, start=1):
        texts = [cell_text(cell) for cell in row]
        for column, formula in found.get(number, {}).items():
            if first_column <= column < first_column + len(texts):
                texts[column - first_column] = FormulaText(formula)
        yield number, texts


def cell_text(cell: object) -> str:
    """A cell as it would stand in a CSV: days as ISO, whole numbers without a point."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def unreadable(code: str, message: str) -> Unreadable:
    """One problem of the file as a whole."""
    return Unreadable([ImportProblem(0, "", code, message)])
