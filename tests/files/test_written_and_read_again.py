"""What a list says in any characters leaves as a file that no spreadsheet runs, and comes back as it was."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.domain.cells import guarded, unguarded
from files.exports import ExportTable, write_table
from files.workbook.tables import read_table
from tests.architecture.reading import calls, sources

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TEXTS = [
    "- Treze de Maio",
    "=> exit 3",
    "= 12",
    "@Mill",
    "+84",
    "'-x",
    "''=x",
    " =1+1",
    "\t=1",
    "＝1",
    "-5",
    "plain",
    "x;=1+1",
    "x;'=1",
    "x; -5;+2;@y",
    "; ＝1",
    "x\ty",
    " \t=1",
    "a, b",
]
LINES = ["x\n=1+1", "x\r\n\n @SUM(1)", "\n\n=1", "- one\n- two"]
"""What notes may hold too; a list read again has each cell on one line."""


def written(path: Path, texts: list[str]) -> Path:
    write_table(ExportTable("list", ("head", "name"), [("x", text) for text in texts]), path)
    return path


def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path):
    text = written(tmp_path / "list.csv", TEXTS).read_text("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if cell.lstrip(" ").startswith(SIGNS)] == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("quotes", ['"', "\0"])
def test_no_cell_begins_like_a_formula_wherever_a_spreadsheet_parts_the_file(separator, quotes, tmp_path):
    """Many countries' spreadsheets part cells at semicolons; a quote inside what is a cell to them means nothing."""
    text = written(tmp_path / "list.csv", TEXTS + LINES).read_text("utf-8-sig")

    lines = re.split("[\r\n]+", text) if quotes == "\0" else io.StringIO(text, newline="")
    quoting = csv.QUOTE_NONE if quotes == "\0" else csv.QUOTE_MINIMAL
    cells = [cell for row in csv.reader(lines, delimiter=separator, quoting=quoting) for cell in row]
    if quotes == "\0" and separator == ",":
        return  # to a spreadsheet of commas quotes do mean something
    assert [cell for cell in cells if cell.lstrip(" ").startswith(SIGNS)] == []


def test_heads_are_guarded_as_cells_are(tmp_path):
    write_table(ExportTable("list", ["=1+1", "x;@y", "plain"], []), tmp_path / "list.csv")

    assert (tmp_path / "list.csv").read_text("utf-8-sig") == "'=1+1,x;'@y,plain\n"


@given(st.text(st.sampled_from("'=+-@;,\t\r\n \u00a0\uff1dxy"), max_size=12))
def test_what_is_guarded_is_read_as_it_was(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text) == text or "'" in guarded(text)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_list_is_read_again_as_it_was(tmp_path, name):
    path = written(tmp_path / name, TEXTS)

    table = read_table(path)
    assert [cells["name"] for _, cells in table.rows] == [text.strip() for text in TEXTS]


WRITERS = {"files/exports.py", "offline_workbook/workbook/writing.py"}


def test_there_are_no_other_writers_than_those_that_guard():
    found = {
        str(path)
        for path in sources()
        for call, name in calls(path)
        if name in {"writer", "DictWriter", "Workbook", "to_csv", "to_excel"}
    }

    assert found - WRITERS == set()
