"""A workbook's sheets as rows of text: XLSX and XLS."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from files.domain.problems import Unreadable
from files.workbook import old_excel
from files.workbook.sheets import extent, formulas, sheet_content
from files.workbook.tables import (
    BROKEN,
    Limits,
    check_extent,
    check_repeated_text,
    check_unpacked,
    sheet_rows,
    unreadable,
)
from files.workbook.unpacking import OLD_OR_LOCKED

NumberedCells = tuple[int, list[str]]
_LOCKED = "EncryptedPackage".encode("utf-16-le")


@dataclass(slots=True)
class Book:
    """A workbook: what its visible sheets are called, and their rows (numbered from 1, as the program shows them)."""

    kind: str
    content: bytes
    limits: Limits
    sheets: tuple[str, ...] = ()
    _old: old_excel.Sheets = field(default_factory=dict)
    _read: CalamineWorkbook | None = None

    def rows(self, sheet: str) -> Iterator[NumberedCells]:
        """The rows of a sheet.

        Raises:
            Unreadable: it is damaged, or reaches too far.
        """
        if self.kind == "xls":
            rows = self._old[sheet]
            check_extent(len(rows), max(map(len, rows), default=0), self.limits)
            return iter(enumerate(rows, start=1))
        try:
            return self._xlsx_rows(sheet)
        except Unreadable:
            raise
        except (*BROKEN, zlib.error, ValueError, NotImplementedError, RuntimeError) as failure:
            raise _broken(str(failure)) from None

    def height(self, sheet: str) -> int:
        """About how many rows a sheet has."""
        if self.kind == "xls":
            return len(self._old[sheet])
        with zipfile.ZipFile(io.BytesIO(self.content)) as packed:
            stored = sheet_content(packed, sheet)
        return extent(stored)[0] if stored else 0

    def _xlsx_rows(self, name: str) -> Iterator[NumberedCells]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as packed:
            stored = sheet_content(packed, name)
            if stored is None:
                raise zipfile.BadZipFile(f"its sheet {name} is missing")
            check_extent(*extent(stored), self.limits)
            check_repeated_text(packed, stored, self.limits.unpacked)
        assert self._read is not None  # noqa: S101  # opened with the book
        sheet = self._read.get_sheet_by_name(name)
        return sheet_rows(sheet.iter_rows(), formulas(stored), sheet.start[1] if sheet.start else 0)


def open_book(content: bytes, limits: Limits) -> Book:
    """A workbook by its content.

    Raises:
        Unreadable: it is damaged, has a password, is too large or has no visible sheet.
    """
    book = _opened(content, limits)
    if not book.sheets:
        raise unreadable("no_sheet", "has no visible sheet; put the table on the first sheet")
    return book


def is_book(content: bytes) -> bool:
    """Whether the content is a workbook and not text."""
    return content.startswith((b"PK", OLD_OR_LOCKED))


def _opened(content: bytes, limits: Limits) -> Book:
    if content.startswith(OLD_OR_LOCKED):
        return _old_book(content, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            check_unpacked(packed, len(content), limits)
        read = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except Unreadable:
        raise
    except (*BROKEN, zlib.error, ValueError, NotImplementedError, RuntimeError) as failure:
        raise _broken(str(failure)) from None
    names = tuple(
        str(sheet.name)
        for sheet in read.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    )
    return Book("xlsx", content, limits, names, _read=read)


def _old_book(content: bytes, limits: Limits) -> Book:
    if _LOCKED in content:
        raise unreadable("password", "has a password; save it without one")
    try:
        sheets = old_excel.read_sheets(content, most_cells=limits.cells)
    except old_excel.TooLarge:
        message = "its sheets reach too far; delete what stands outside the table, or save it as .xlsx"
        raise unreadable("too_large", message) from None
    except old_excel.UnreadableWorkbook:
        message = "is not a whole Excel file or has a password; save it again as .xlsx without a password"
        raise unreadable("broken_workbook", message) from None
    return Book("xls", content, limits, tuple(sheets), _old=sheets)


def _broken(why: str) -> Unreadable:
    return unreadable("broken_workbook", f"is not a whole workbook ({why[:80]}); save it again as .xlsx")
