"""What a list says in any characters leaves as a file that no spreadsheet runs, and comes back as it was."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

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
]


def written(path: Path, texts: list[str]) -> Path:
    write_table(ExportTable("list", ("head", "name"), [("x", text) for text in texts]), path)
    return path


def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path):
    text = written(tmp_path / "list.csv", TEXTS).read_text("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if cell.lstrip(" ").startswith(SIGNS)] == []


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
