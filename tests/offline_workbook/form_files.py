"""Assessors' forms as people and hostile programs hand them back: cells typed over, parts exchanged."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook

ANSWERS = "xl/worksheets/sheet1.xml"
TECHNICAL = "xl/worksheets/sheet3.xml"


class Formula(str):
    """Text that a cell computes from."""

    __slots__ = ()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every file in a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The workbook of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def exchanged(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something in one of its files replaced."""
    parts = parts_of(content)
    assert old in parts[part]
    return packed(parts | {part: parts[part].replace(old, new)})


def typed(content: bytes, cells: Mapping[str, object], part: str = ANSWERS) -> bytes:
    """The workbook after somebody typed into cells of a sheet: text, numbers, yes and no, formulas; None empties."""
    parts = parts_of(content)
    sheet = parts[part].decode()
    for place, value in cells.items():
        cell = re.compile(rf'<c r="{place}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
        assert cell.search(sheet), place
        sheet = cell.sub(
            lambda found, value=value, place=place: _cell(place, found[1] or "", value), sheet, 1
        )
    return packed(parts | {part: sheet.encode()})


def _cell(place: str, style: str, value: object) -> str:
    if value is None:
        return f'<c r="{place}"{style}/>'
    if isinstance(value, bool):
        return f'<c r="{place}"{style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Formula):
        return f'<c r="{place}"{style} t="str"><f>{escape(value)}</f><v>Compliant</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"{style}><v>{value}</v></c>'
    said = escape(str(value))
    return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def rows_of(content: bytes, sheet: int = 0) -> list[list[object]]:
    """A sheet's cells, from the first on."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def row_of(content: bytes, question: str) -> int:
    """In which row a question stands, counting from 1."""
    return next(number for number, row in enumerate(rows_of(content), start=1) if row[0] == question)
