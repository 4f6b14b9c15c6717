"""Files that somebody might upload as an assessor's form, by name: not forms at all, or made to do harm."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from uuid import UUID

from assessments.queries.answering.workspace import Draft
from offline_workbook.domain.layout import WorkbookAnswer
from offline_workbook.queries import DraftSnapshot
from offline_workbook.workbook.writing import form_workbook
from questionnaires.queries.questionnaires import QuestionWords, Words
from tests.offline_workbook.form_files import ANSWERS, exchanged, packed, parts_of
from tests.questionnaires.released import cat

MB = 2**20
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


@cache
def standing() -> DraftSnapshot:
    """A draft of Cambodia on which nothing is answered, without a database."""
    layout = cat().layouts["KH"]
    draft = Draft(
        UUID(int=7),
        1,
        "KH-00001",
        "Fictional Mill",
        "KH",
        date(2018, 3, 1),
        1,
        1,
        layout.digest,
        layout.empty_sheet,
        files_version=0,
        is_returned=False,
    )
    return DraftSnapshot(draft, 0, layout, {code: WorkbookAnswer() for code in layout.codes})


@cache
def empty_form() -> bytes:
    """Its form as it goes out."""
    return form_workbook(standing(), words(), language="en")


def words() -> Words:
    """Its questions."""
    asked = cat().questionnaire
    spoken = asked.wording("KH")
    return {
        question.code: QuestionWords(
            question.code, question.cluster, question.cluster, question.point, question.point,
            spoken[question.code].text, spoken[question.code].legal_reference, "", "", question.compliant_answer,
            "ils", question.scored,
        )
        for question in asked.asked_in("KH")
    }  # fmt: skip


def with_sheet(text: bytes) -> bytes:
    """The form with its first sheet exchanged."""
    return packed(parts_of(empty_form()) | {ANSWERS: text})


def with_part(name: str, text: bytes) -> bytes:
    """The form with a file more, or another."""
    return packed(parts_of(empty_form()) | {name: text})


def _pictures() -> bytes:
    """50 MB that no packing makes smaller."""
    out = io.BytesIO(empty_form())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as made:
        made.writestr("xl/media/image1.png", random.Random(1).randbytes(50 * MB))
    return out.getvalue()


def _many_files() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for place in range(3_000):
            made.writestr(f"xl/a{place}.xml", b"<a/>")
    return out.getvalue()


def _packed_otherwise(how: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as made:
        for name, text in parts_of(empty_form()).items():
            made.writestr(name, text)
    return out.getvalue()


def _lying() -> bytes:
    """A part that says it is small and unpacks to 30 MB, whose sum fits what it says."""
    honest = with_sheet(b"<a/>" + bytes(30 * MB))
    short = with_sheet(b"<a/>")
    with zipfile.ZipFile(io.BytesIO(honest)) as long_one, zipfile.ZipFile(io.BytesIO(short)) as short_one:
        was, says = long_one.getinfo(ANSWERS), short_one.getinfo(ANSWERS)
    old = (
        was.CRC.to_bytes(4, "little")
        + was.compress_size.to_bytes(4, "little")
        + was.file_size.to_bytes(4, "little")
    )
    new = (
        says.CRC.to_bytes(4, "little")
        + was.compress_size.to_bytes(4, "little")
        + says.file_size.to_bytes(4, "little")
    )
    assert old in honest
    return honest.replace(old, new)


def _twice() -> bytes:
    out = io.BytesIO(empty_form())
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("XL/workbook.xml", b"<workbook/>")
    return out.getvalue()


def _laughs() -> bytes:
    lines = [b'<!ENTITY a0 "ha">']
    lines += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)]
    return with_sheet(
        b"<!DOCTYPE w [" + b"".join(lines) + b"]>" + HEAD + b"<row><c><v>&a9;</v></c></row>" + TAIL
    )


def _far_corner() -> bytes:
    return with_sheet(HEAD + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + TAIL)


def _unnumbered() -> bytes:
    """Rows and cells that do not say where they are: a rectangle of 10 billion cells around them."""
    wide = b"<row>" + b"<c><v>1</v></c>" * 100_000 + b"</row>"
    return with_sheet(HEAD + wide + b"<row><c><v>1</v></c></row>" * 100_000 + TAIL)


def _half_numbered() -> bytes:
    """The same, with one attribute that looks like a number and is none."""
    wide = b"<row x=\" r='1'\">" + b"<c x=\" r='A1'\"><v>1</v></c>" * 100_000 + b"</row>"
    return with_sheet(HEAD + wide + b"<row x=\" r='1'\"><c x=\" r='A1'\"><v>1</v></c></row>" * 50_000 + TAIL)


def _strings() -> bytes:
    """As many texts as fit into what may be unpacked."""
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return with_part("xl/sharedStrings.xml", head + b"<si><t/></si>" * (18 * MB // 13) + b"</sst>")


def _full_grid() -> bytes:
    """A cell in each place that may be used, and more problems than anybody reads."""
    row = b"".join(b'<c r="%s%%d" t="b"><v>1</v></c>' % letter for letter in (b"A", b"E", b"F", b"G", b"H"))
    rows = b"".join(b'<row r="%d">' % n + row.replace(b"%d", b"%d" % n) + b"</row>" for n in range(4, 4_000))
    return with_sheet(HEAD + rows + TAIL)


def _merged() -> bytes:
    cells = b"".join(b'<mergeCell ref="E%d:H%d"/>' % (n, n + 1) for n in range(4, 100_000, 2))
    return exchanged(
        empty_form(), ANSWERS, b"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>"
    )


def _deep() -> bytes:
    return with_sheet(HEAD + b"<row>" * 1_000_000 + TAIL)


FILES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "blanks": lambda: b" \r\n" * 10,
    "text": lambda: b"code,answer\nOS-8-06,N\n",
    "other script": lambda: "សំណួរ,ចម្លើយ\n".encode() * 100,
    "page": lambda: b"<html><table><tr><td>OS-8-06</td></tr></table></html>",
    "picture": lambda: b"\xff\xd8\xff\xe0" + bytes(500),
    "old or locked": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "half": lambda: empty_form()[: len(empty_form()) // 2],
    "no parts": lambda: packed({}),
    "another zip": lambda: packed({"readme.txt": b"Hello"}),
    "another workbook": lambda: packed(
        {name: text for name, text in parts_of(empty_form()).items() if "sheet3" not in name}
    ),
    "50 MB of noise": lambda: random.Random(2).randbytes(50 * MB),
    "50 MB of pictures": _pictures,
    "bomb": lambda: with_part("xl/media/bomb.xml", bytes(64 * MB)),
    "bomb of many files": _many_files,
    "bomb that lies": _lying,
    "macros": lambda: with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open()"),
    "for macros": lambda: exchanged(
        empty_form(),
        "[Content_Types].xml",
        b"spreadsheetml.sheet.main+xml",
        b"sheet.macroEnabled.main+xml",
    ),
    "packed otherwise": lambda: _packed_otherwise(zipfile.ZIP_LZMA),
    "a name twice": _twice,
    "billion laughs": _laughs,
    "far corner": _far_corner,
    "unnumbered": _unnumbered,
    "half numbered": _half_numbered,
    "texts": _strings,
    "full grid": _full_grid,
    "merged": _merged,
    "deep": _deep,
    "other encoding": lambda: with_sheet((HEAD + TAIL).decode().encode("utf-16")),
    "no cells": lambda: with_sheet(HEAD + TAIL),
    "no sheet": lambda: with_sheet(b""),
}
