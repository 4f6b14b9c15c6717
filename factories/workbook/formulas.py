"""Formulas of a workbook's sheet, found without computing any.

A reader of values sees only what a formula last gave, and 0 or nothing when the program that wrote the file never
computed it. So each formula is handed on as its own text, which the readers of cells refuse with what to do.
"""

from __future__ import annotations

import re
import zipfile
from html import unescape
from posixpath import join, normpath

Formulas = dict[int, dict[int, str]]  # row (counting from 1) → column (counting from 0) → "=…"

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""(?:\w+:)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ANY = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELL_OR_FORMULA = re.compile(rb"<(?:\w+:)?(c|f)(?:\s([^>]*?))?/?>([^<]*)")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")


def formulas_of(packed: zipfile.ZipFile, sheet: str) -> Formulas:
    """Every formula of the sheet of that name; none when the sheet has none."""
    part = _part_of(packed, sheet)
    if part not in packed.namelist():
        return {}
    content = packed.read(part)
    return _found(content) if _ANY.search(content) else {}


def _part_of(packed: zipfile.ZipFile, sheet: str) -> str:
    """The name of the file, inside the workbook, that holds the sheet."""
    names = set(packed.namelist())
    if not {_WORKBOOK, _RELATIONS} <= names:
        return ""
    key = next(
        (s["id"] for s in _tags(_SHEET, packed.read(_WORKBOOK)) if s.get("name") == sheet and "id" in s), ""
    )
    targets = (
        r["Target"] for r in _tags(_RELATION, packed.read(_RELATIONS)) if r.get("Id") == key and "Target" in r
    )
    target = next(targets, "")
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _tags(pattern: re.Pattern[bytes], content: bytes) -> list[dict[str, str]]:
    """Attributes of every tag that the pattern finds."""
    return [
        {
            name.decode(): unescape((one or other).decode(errors="replace"))
            for name, one, other in _ATTRIBUTE.findall(tag)
        }
        for tag in pattern.findall(content)
    ]


def _found(content: bytes) -> Formulas:
    found: Formulas = {}
    row, column = 0, 0
    for tag in _CELL_OR_FORMULA.finditer(content):
        if tag[1] == b"c":
            place = _PLACE.search(tag[2] or b"")
            row, column = (int(place[2]), _column(place[1])) if place else (row, column + 1)
        else:
            source = unescape(tag[3].decode(errors="replace")) or "(formula)"
            found.setdefault(row, {})[column] = f"={source}"
    return found


def _column(letters: bytes) -> int:
    """A → 0, B → 1, … AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
