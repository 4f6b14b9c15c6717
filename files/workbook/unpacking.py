"""The parts of a workbook that anybody may have made, unpacked within bounds before any reader sees them.

A workbook is a ZIP: a small one may hold gigabytes, name one size and unpack to another, carry macros, or send a cell
to the last corner so that the grid around it takes all memory. What passes is packed anew from its checked parts alone.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from posixpath import basename

from files.domain.problems import ImportProblem, Unreadable
from files.workbook.sheets import extent

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # Excel before 2007, and every workbook with a password
_READ = (".xml", ".rels")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a workbook may at most be: bytes packed and unpacked, files in it, and each sheet's rows and columns."""

    packed: int
    unpacked: int
    members: int
    rows: int
    columns: int


def checked_workbook(content: bytes, bounds: Bounds) -> dict[str, bytes]:
    """The texts that a workbook is made of, by their names; pictures and the like are left out.

    Raises:
        Unreadable: it is no workbook, a broken one, too large, has a password or macros; with the code of which.
    """
    if len(content) > bounds.packed:
        raise _refused("too_large", f"is larger than {bounds.packed // 2**20} MB; send the form alone")
    if not content.strip():
        raise _refused("empty", "the file is empty; choose another")
    if content.startswith(OLD_OR_LOCKED):
        raise _refused("old_format", "is an old Excel file or has a password; save it as .xlsx without one")
    if not content.startswith(b"PK"):
        raise _refused("no_workbook", "is no workbook; choose the .xlsx file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = _parts(packed, bounds)
    except Unreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        raise _refused("broken_workbook", "is not a whole workbook; save it again as .xlsx") from None
    _check_texts(parts, bounds)
    return parts


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """A plain workbook of these parts alone, for a reader."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    out.seek(0)
    return out


def _parts(packed: zipfile.ZipFile, bounds: Bounds) -> dict[str, bytes]:
    entries = packed.infolist()
    names = [entry.filename.casefold() for entry in entries]
    if len(entries) > bounds.members or sum(entry.file_size for entry in entries) > bounds.unpacked:
        raise _refused("too_large", "unpacks to far more than it weighs; save it again as .xlsx")
    if any(basename(name).startswith("vbaproject") for name in names):
        raise _refused("macros", "carries macros; save it as .xlsx, which has none")
    if len(set(names)) < len(names):
        raise zipfile.BadZipFile("a name stands twice")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise _refused("old_format", "has a password; save it without one")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise zipfile.BadZipFile("packed in another way than workbooks are")
    # reading gives at most the size that was named, and fails when the sum does not fit
    return {
        entry.filename: packed.read(entry) for entry in entries if entry.filename.casefold().endswith(_READ)
    }


def _check_texts(parts: dict[str, bytes], bounds: Bounds) -> None:
    if b"macroenabled" in parts.get(_CONTENT_TYPES, b"").lower():
        raise _refused("macros", "is a workbook for macros; save it as .xlsx, which has none")
    for text in parts.values():
        if b"\0" in text[:400] or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise _refused("broken_workbook", "is not written as workbooks are; save it again as .xlsx")
        if b"sheetData" not in text:
            continue
        rows, columns = extent(text)
        if rows > bounds.rows or columns > bounds.columns:
            raise _refused(
                "too_large",
                f"a sheet reaches to row {rows:,} and column {columns:,}; delete what stands outside the form",
            )


def _refused(code: str, message: str) -> Unreadable:
    return Unreadable([ImportProblem(0, "", code, message)])
