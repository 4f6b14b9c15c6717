"""Tables as files: CSV streamed row by row, XLSX written with constant memory."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from files.domain.cells import guarded

LONGEST_SHEET_NAME = 31
FORMATS = ("csv", "xlsx")


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """What a column holds, for the sheet that explains it, and how wide it is (in characters)."""

    name: str
    meaning: str
    unit: str = ""
    width: int = 12


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A list on its way out: a name for the file, the head, and rows of plain values.

    With `columns`, a workbook has their widths and a second sheet that explains them; `source`: the list's address.
    """

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]
    columns: Sequence[ExportColumn] = ()
    source: str = ""


def requested_format(request: HttpRequest, usual: str = "csv") -> str:
    """The format of FORMATS that an address asks for; another one does not exist.

    Raises:
        Http404.
    """
    file_format = request.GET.get("format", usual)
    if file_format not in FORMATS:
        raise Http404
    return file_format


def table_response(table: ExportTable, *, file_format: str) -> HttpResponseBase:
    """The table as a download. `file_format` is one of FORMATS."""
    return _xlsx(table) if file_format == "xlsx" else _csv(table)


class _Echo:
    """What csv.writer writes to: gives each line back at once."""

    def write(self, line: str) -> str:
        return line


def _csv(table: ExportTable) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table.name}.csv"'
    return response


def _lines(table: ExportTable) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # spreadsheets take the file for UTF-8 only when it says so
    yield writer.writerow([_plain(name) for name in table.head])
    for row in table.rows:
        yield writer.writerow([_plain(value) for value in row])


def _plain(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return guarded(value) if isinstance(value, str) else value


def _xlsx(table: ExportTable) -> FileResponse:
    made = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  # the response closes it
    _write_workbook(table, made)
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename=f"{table.name}.xlsx", content_type=XLSX_TYPE)


def _write_workbook(table: ExportTable, target: IO[bytes]) -> None:
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, explained in enumerate(table.columns):
        sheet.set_column(place, place, explained.width)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, table.head, bold)
    for place, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(place, column, value, day)
            elif value is not None:
                sheet.write(place, column, value)
    if table.columns:
        _explain_columns(book, table, bold)
    book.close()


def _explain_columns(book: xlsxwriter.Workbook, table: ExportTable, bold: Any) -> None:
    """A second sheet: a line a column, and the address of the list."""
    sheet = book.add_worksheet(_("Columns")[:LONGEST_SHEET_NAME])
    sheet.freeze_panes(1, 0)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate((22, 70, 22)):
        sheet.set_column(place, place, width, wrapped)
    sheet.write_row(0, 0, (_("Column"), _("Meaning"), _("Unit")), bold)
    for place, explained in enumerate(table.columns, start=1):
        sheet.write_row(place, 0, (explained.name, explained.meaning, explained.unit))
    if table.source:
        sheet.write_row(len(table.columns) + 2, 0, (_("Address of the list"), table.source))


def write_table(table: ExportTable, path: Path) -> int:
    """Write the table to a file, CSV or XLSX by its name; returns how many rows. Nothing is held in memory."""
    count = 0

    def counting() -> Iterator[Sequence[Any]]:
        nonlocal count
        for row in table.rows:
            count += 1
            yield row

    counted = ExportTable(table.name, table.head, counting())
    if path.suffix.casefold() == ".xlsx":
        with path.open("wb") as target:
            _write_workbook(counted, target)
    else:
        with path.open("w", encoding="utf-8", newline="") as target_text:
            target_text.writelines(_lines(counted))
    return count
