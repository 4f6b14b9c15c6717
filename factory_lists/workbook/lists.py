"""A factory list from a file of any usual make: what it is, where its table is, and its rows as they stand.

Everything that is guessed (encoding, separator, sheet, head row) can be said instead; what was taken is told.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from factory_lists.domain.head import LOOKED_AT, NumberedCells, column_names, find_head, head_score
from files.domain.cells import unguarded
from files.domain.problems import ImportProblem, Unreadable
from files.domain.text_formats import SEPARATORS
from files.workbook.books import Book, is_book, open_book
from files.workbook.encodings import decoded
from files.workbook.tables import BY_HAND, MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Limits, unreadable

_WIDEST = 60  # cells of a row that are shown for choosing the head
_LONGEST = 120  # characters of a cell that are shown
_EMPTY = "the file is empty; put a head row and at least one row below it"


@dataclass(frozen=True, slots=True)
class FileOptions:
    """How a file is to be read; "" and 0 leave it to be found out."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    head_row: int = 0


@dataclass(frozen=True, slots=True)
class FactoryList:
    """A list that can be read, as often as needed.

    Attributes:
        kind: "csv", "xlsx" or "xls".
        layout: how it is read, complete.
        guessed: the encoding might be another.
        sheets: names of a workbook's visible sheets.
        columns: a name for each column, each once; the head's texts where they are such.
        repeated: names that stand twice in the head.
        lines: about how many rows there are.
        top: the first rows of the sheet, cut to what can be shown.
    """

    kind: str
    layout: FileOptions
    guessed: bool
    sheets: tuple[str, ...]
    columns: tuple[str, ...]
    repeated: tuple[str, ...]
    lines: int
    top: tuple[NumberedCells, ...]
    source: _TextLines | _OpenSheet

    def rows(self) -> Iterator[NumberedCells]:
        """Rows below the head that are not empty, as stripped texts.

        Raises:
            Unreadable: there are too many, or the quotation marks of a CSV do not fit, deep in the file.
        """
        count = 0
        for number, cells in self.source.rows():
            if number <= self.layout.head_row:
                continue
            texts = [cell.strip() for cell in cells]
            if not any(texts):
                continue
            count += 1
            if count > MAX_ROWS:
                raise unreadable("too_many_rows", f"has over {MAX_ROWS:,} rows; cut it into several files")
            yield number, texts


def file_content(path: Path) -> bytes:
    """The bytes of a file that is not too large.

    Raises:
        Unreadable.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as failure:
        raise unreadable("not_found", f"cannot be opened ({failure.strerror}); check the path") from None
    if size > MAX_BYTES:
        raise unreadable("too_large", f"is larger than {MAX_BYTES // 2**20} MB; cut it into several files")
    return content


def open_list(content: bytes, layout: FileOptions | None = None, limits: Limits = BY_HAND) -> FactoryList:
    """A list from bytes in hand.

    Raises:
        Unreadable: no table can be made of it; every reason has a sentence.
    """
    if not content.strip(b" \t\r\n\0"):
        raise unreadable("empty", _EMPTY)
    layout = layout or FileOptions()
    return _of_book(content, layout, limits) if is_book(content) else _of_text(content, layout)


# --- CSV ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _TextLines:
    text: str
    separator: str

    def rows(self) -> Iterator[NumberedCells]:
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator, strict=True)
        began = 1
        try:
            for cells in reader:
                yield began, [unguarded(cell) for cell in cells]
                began = reader.line_num + 1
        except csv.Error as failure:
            message = f"cannot be read as CSV ({failure}); check its quotation marks"
            raise Unreadable([ImportProblem(began, "", "quotes", message)]) from None


def _of_text(content: bytes, layout: FileOptions) -> FactoryList:
    found = decoded(content, layout.encoding)
    separator = layout.separator or _separator(found.text)
    source = _TextLines(found.text, separator)
    layout = replace(layout, encoding=found.encoding, separator=separator, sheet="")
    return _laid_out("csv", source, layout, (), lines=found.text.count("\n"), guessed=found.guessed)


def _separator(text: str) -> str:
    """The sign between the cells: the one that makes the likeliest head, else the most even rows."""
    return max(SEPARATORS, key=lambda sign: _evenness(text, sign))


def _evenness(text: str, separator: str) -> tuple[int, int, int]:
    """How well the first rows read with a separator: what the head names, rows as wide as the widest, its width."""
    rows = _first(_TextLines(text, separator))
    widths = [len(cells) for _number, cells in rows if len(cells) > 1]
    widest = max(widths, default=0)
    return head_score(rows), sum(1 for width in widths if width == widest), min(widest, MAX_COLUMNS)


# --- workbooks ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _OpenSheet:
    """A sheet of a workbook that was opened."""

    book: Book
    name: str

    def rows(self) -> Iterator[NumberedCells]:
        return self.book.rows(self.name)


def _of_book(content: bytes, layout: FileOptions, limits: Limits) -> FactoryList:
    book = open_book(content, limits)
    if layout.sheet and layout.sheet not in book.sheets:
        message = f"has no sheet {layout.sheet[:60]!r}; choose one of {', '.join(book.sheets)[:200]}"
        raise unreadable("no_such_sheet", message)
    name = layout.sheet or _likeliest(book)
    layout = replace(layout, encoding="", separator="", sheet=name)
    return _laid_out(book.kind, _OpenSheet(book, name), layout, book.sheets, lines=book.height(name))


def _likeliest(book: Book) -> str:
    """The sheet whose first rows look most like a factory list; of equals the first that holds anything."""
    if len(book.sheets) == 1:
        return book.sheets[0]
    tops: dict[str, list[NumberedCells]] = {}
    failures = []
    for sheet in book.sheets:
        try:
            tops[sheet] = _first(_OpenSheet(book, sheet))
        except Unreadable as unread:
            failures.append(unread)
    if not tops:
        raise failures[0]
    return max(tops, key=lambda sheet: (head_score(tops[sheet]), bool(find_head(tops[sheet]))))


# --- both -----------------------------------------------------------------------------------------------------------


def _first(source: _TextLines | _OpenSheet) -> list[NumberedCells]:
    """The first rows, as far as they can be read: what is wrong with them is told when the list is read."""
    rows: list[NumberedCells] = []
    try:
        rows += islice(source.rows(), LOOKED_AT)
    except Unreadable:
        if isinstance(source, _OpenSheet):
            raise
    return rows


def _laid_out(
    kind: str,
    source: _TextLines | _OpenSheet,
    layout: FileOptions,
    sheets: tuple[str, ...],
    *,
    lines: int,
    guessed: bool = False,
) -> FactoryList:
    first = _first(source)
    head_row = layout.head_row or find_head(first)
    if head_row is None:
        raise unreadable("empty", _EMPTY)
    head = next((cells for number, cells in source.rows() if number == head_row), [])
    _check_width(head, head_row)
    names, repeated = column_names(head)
    return FactoryList(
        kind=kind,
        layout=replace(layout, head_row=head_row),
        guessed=guessed,
        sheets=sheets,
        columns=tuple(names),
        repeated=tuple(repeated),
        lines=lines,
        top=tuple((number, [cell[:_LONGEST] for cell in cells[:_WIDEST]]) for number, cells in first),
        source=source,
    )


def _check_width(head: list[str], head_row: int) -> None:
    """A head has a name at least, and no more than any table needs."""
    filled = sum(1 for cell in head if cell.strip())
    if not filled:
        message = f"row {head_row} is empty; choose the row where the column names stand"
        raise Unreadable([ImportProblem(head_row, "", "no_head", message)])
    last = max(place for place, cell in enumerate(head, start=1) if cell.strip())
    if last > MAX_COLUMNS:
        message = f"has over {MAX_COLUMNS:,} columns; remove those not needed"
        raise Unreadable([ImportProblem(head_row, "", "too_many_columns", message)])
