"""A workbook's sheet as the XML it is stored as: how far it reaches and where its formulas are.

A reader of values makes a full grid of a sheet, so one stray cell in the last corner would take all memory; and it sees
only what a formula last gave, which is 0 or nothing when the program that wrote the file never computed it. Both are
told here before any reader opens the sheet.
"""

from __future__ import annotations

import re
import zipfile
from html import unescape
from itertools import pairwise
from posixpath import join, normpath

Formulas = dict[int, dict[int, str]]  # row (counting from 1) → column (counting from 0) → "=…"

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHARED = "xl/sharedstrings.xml"  # readers find it in capitals or not
_PROMISED = re.compile(rb"""uniqueCount\s*=\s*["']([^"']*)["']""")
_MOST_PROMISED = 1_000_000
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""(?:\w+:)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,9})([0-9]{0,12})["']""")  # of a row or a cell
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])")
_ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_SHARED_TEXT = re.compile(rb"<(?:[^\s<>/:]+:)?si(?=[\s/>])")
_VALUE = re.compile(rb"<(?:[^\s<>/:]+:)?v(?=[\s/>])")
_PLAIN_VALUE = re.compile(rb"""<(?:[^\s<>/:]+:)?v(?: xml:space="preserve")?>([^<&]*)</""")
_CELL_OR_FORMULA = re.compile(rb"<(?:\w+:)?(c|f)(?:\s([^>]*?))?/?>([^<]*)")


def sheet_content(packed: zipfile.ZipFile, sheet: str) -> bytes | None:
    """The XML of the sheet of that name; None when the workbook does not say where it is."""
    names = set(packed.namelist())
    if not {_WORKBOOK, _RELATIONS} <= names:
        return None
    sheets = {s.get("name"): s.get("id") for s in _tags(_SHEET, packed.read(_WORKBOOK))}
    targets = {r.get("Id"): r.get("Target", "") for r in _tags(_RELATION, packed.read(_RELATIONS))}
    target = targets.get(sheets.get(sheet)) or ""
    part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return packed.read(part) if part in names else None


def repeated_text(packed: zipfile.ZipFile, content: bytes, *, enough: int) -> int:
    """At most how many bytes of text the sheet's cells have, which name texts that the workbook stores once.

    A reader of values writes such a text anew for each cell: a file of half a megabyte may be gigabytes then.

    Args:
        content: of the sheet.
        enough: below this, a coarse and higher number may be told.
    """
    stored = _shared(packed)
    starts = [found.start() for found in _SHARED_TEXT.finditer(stored)]
    lengths = [after - start for start, after in pairwise([*starts, len(stored)])]
    longest = max(lengths, default=0)
    values = len(_VALUE.findall(content))
    if longest * values <= enough or b"<!" in stored:  # a comment may hold what only looks like a text
        return longest * values
    named = [value.strip().removeprefix(b"+") for value in _PLAIN_VALUE.findall(content)]
    places = (int(value) for value in named if value.isdigit() and len(value) < len("1000000000"))
    # a number counts as a place too, and what is not said plainly as the longest: rather too much than too little
    return sum(lengths[place] for place in places if place < len(lengths)) + longest * (values - len(named))


def promises_too_much(packed: zipfile.ZipFile) -> bool:
    """Whether the workbook promises far more texts than it stores: a reader takes the memory for them at once."""
    stored = _shared(packed)
    most = max(_MOST_PROMISED, len(_SHARED_TEXT.findall(stored)))
    return any(
        not number.isdigit() or len(number) > len(str(most)) or int(number) > most
        for number in _PROMISED.findall(stored)
    )


def is_workbook(packed: zipfile.ZipFile) -> bool:
    """Whether it says which sheets it has, as XLSX does; readers would take it for other kinds of file."""
    return {_WORKBOOK, _RELATIONS} <= set(packed.namelist())


def _shared(packed: zipfile.ZipFile) -> bytes:
    names = [name for name in packed.namelist() if name.replace("\\", "/").lower() == _SHARED]
    return b"".join(map(packed.read, names))


def extent(content: bytes) -> tuple[int, int]:
    """The last row and the last column that the sheet may reach, counting from 1.

    A row or cell that does not say first where it is may stand behind the one before it, so those are added.
    """
    columns: set[bytes] = set()
    last = 0
    for reference in _REFERENCE.finditer(content):
        columns.add(reference[1])
        last = max(last, int(reference[2] or 0))
    furthest = max((_column(letters) for letters in columns if letters), default=-1) + 1
    starts = content.count(b'<c r="') + content.count(b'<row r="')
    if starts == sum(1 for _ in _ROW_OR_CELL.finditer(content)):
        return last, furthest
    rows, longest = _counted(content)
    return last + rows, furthest + longest


def _counted(content: bytes) -> tuple[int, int]:
    """How many rows there are, and the cells of the longest."""
    rows = cells = longest = 0
    for tag in _ROW_OR_CELL.finditer(content):
        if tag[1] == b"row":
            rows, cells = rows + 1, 0
        else:
            cells += 1
            longest = max(longest, cells)
    return rows, longest


def formulas(content: bytes) -> Formulas:
    """Every formula of the sheet, as its text; none is computed."""
    found: Formulas = {}
    if not _ANY_FORMULA.search(content):
        return found
    row, column = 0, 0
    for tag in _CELL_OR_FORMULA.finditer(content):
        if tag[1] == b"c":
            place = _REFERENCE.search(b" " + (tag[2] or b""))
            row, column = (int(place[2] or 0), _column(place[1])) if place else (row, column + 1)
        else:
            source = unescape(tag[3].decode(errors="replace")) or "(formula)"
            found.setdefault(row, {})[column] = f"={source}"
    return found


def _tags(pattern: re.Pattern[bytes], content: bytes) -> list[dict[str, str]]:
    """Attributes of every tag that the pattern finds."""
    return [
        {
            name.decode(): unescape((quoted or other).decode(errors="replace"))
            for name, quoted, other in _ATTRIBUTE.findall(tag)
        }
        for tag in pattern.findall(content)
    ]


def _column(letters: bytes) -> int:
    """A → 0, B → 1, … AA → 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number - 1
