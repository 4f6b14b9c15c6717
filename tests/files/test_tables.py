"""Files of any make become tables, or tell what to do: never a traceback, never a silently wrong value."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from factory_lists.domain.factory_rows import read_rows
from files.domain.problems import ImportProblem, Unreadable
from files.exports import ExportTable as Exported
from files.exports import write_table
from files.workbook.books import open_book
from files.workbook.sheets import extent
from files.workbook.tables import UPLOADED, read_table, table_of

LISTS = Path(__file__).resolve().parents[2] / "data" / "factory-lists"


def workbook(fill) -> bytes:
    """The bytes of a workbook whose first sheet `fill` has filled."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    fill(book.add_worksheet(), book)
    book.close()
    return target.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one of its parts edited."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as was,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in was.namelist():
            kept = was.read(name)
            made.writestr(name, kept.replace(old, new) if name == part else kept)
    return target.getvalue()


def told(content: bytes) -> list[tuple[int, str]]:
    """Row and code of every problem of a table."""
    with pytest.raises(Unreadable) as unreadable:
        list(table_of(content).rows)
    assert all(";" in problem.message for problem in unreadable.value.problems)
    return [(problem.row, problem.code) for problem in unreadable.value.problems]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_csv_of_any_program_is_the_same_table(mark, end, between):
    content = mark + end.join(
        between.join(row) for row in [["name", "country"], ["Lotus", "KH"], ["Orchid", "VN"]]
    )

    table = table_of(content.encode())

    assert table.columns == ("name", "country")
    assert list(table.rows) == [
        (2, {"name": "Lotus", "country": "KH"}),
        (3, {"name": "Orchid", "country": "VN"}),
    ]


def test_rows_are_numbered_as_the_file_numbers_them_over_blank_rows_and_broken_lines():
    table = table_of(b'name,address\n\nLotus,"1 Mill Road\nDhaka"\n , \nOrchid,x\n')

    assert [(number, row["name"]) for number, row in table.rows] == [(3, "Lotus"), (6, "Orchid")]


def test_every_row_that_is_too_wide_or_too_long_is_told_and_not_the_first_alone():
    content = b"a,b\n1,2,3\n1,2\n1,2,3\n" + b"1," + b"x" * 40_000 + b"\n"

    assert told(content) == [(2, "extra_cells"), (4, "extra_cells"), (5, "too_long")]


def test_problems_of_cells_and_of_rows_are_told_together():
    table = table_of(b"name,country,workers\nLotus,Atlantis,many\nOrchid,KH,1,2\n")

    _, problems, _ = read_rows(table.columns, table.rows)

    assert [(p.row, p.code) for p in problems] == [
        (2, "not_a_number"),
        (2, "no_such_country"),
        (3, "extra_cells"),
    ]


def test_a_workbook_s_values_read_as_a_csv_would_say_them():
    def fill(sheet, book):
        sheet.write_row(0, 0, ["text", "whole", "part", "day", "moment", "yes", "long"])
        sheet.write_row(1, 0, ["Lotus", 977, 11.5564])
        sheet.write_datetime(1, 3, date(2018, 6, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        moment = datetime(2018, 6, 1, 9, 30, tzinfo=UTC).replace(tzinfo=None)  # workbooks know no zones
        sheet.write_datetime(1, 4, moment, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        sheet.write_boolean(1, 5, boolean=True)
        sheet.write_string(1, 6, "0012")

    [(number, row)] = table_of(workbook(fill)).rows

    assert number == 2
    assert list(row.values()) == [
        "Lotus",
        "977",
        "11.5564",
        "2018-06-01",
        "2018-06-01T09:30:00",
        "yes",
        "0012",
    ]


def test_a_formula_in_a_workbook_is_told_where_it_stands_and_never_read_as_what_it_last_gave():
    def fill(sheet, _):
        sheet.write_row(0, 1, ["name", "country", "workers"])  # the table may stand away from the edge
        sheet.write_row(2, 1, ["Lotus", "KH"])
        sheet.write_formula(2, 3, "=500+477")  # written without a value: reads as 0
        sheet.write_formula(3, 1, '="Or"&"chid"', None, "Orchid")
        sheet.write(3, 2, "KH")

    table = table_of(workbook(fill))
    found, problems, _ = read_rows(table.columns, table.rows)

    assert found == []
    assert [(p.row, p.field, p.code) for p in problems] == [(3, "workers", "formula"), (4, "name", "formula")]
    assert "500+477" in problems[0].message


def test_a_formula_in_a_column_that_nobody_reads_hinders_nothing():
    def fill(sheet, _):
        sheet.write_row(0, 0, ["name", "country", "helper"])
        sheet.write_row(1, 0, ["Lotus", "KH"])
        sheet.write_formula(1, 2, "=LEN(A2)")

    table = table_of(workbook(fill))
    found, problems, ignored = read_rows(table.columns, table.rows)

    assert ([row.name for row in found], problems, ignored) == (["Lotus"], [], ("helper",))


def test_a_formula_of_another_sheet_is_not_this_one_s():
    def fill(sheet, book):
        sheet.write_row(0, 0, ["name", "country"])
        sheet.write_row(1, 0, ["Lotus", "KH"])
        book.add_worksheet("sums & more").write_formula(1, 0, "=1+1")

    table = table_of(workbook(fill))

    assert [row["name"] for _, row in table.rows] == ["Lotus"]


def test_the_first_visible_sheet_is_the_table():
    def fill(sheet, book):
        sheet.hide()
        sheet.write_row(0, 0, ["secret"])
        shown = book.add_worksheet("R&D <list>")
        shown.activate()
        shown.set_first_sheet()
        shown.write_row(0, 0, ["name", "country"])
        shown.write_row(1, 0, ["Lotus", "KH"])
        shown.write_formula(2, 0, "=A2")
        shown.write(2, 1, "KH")

    table = table_of(workbook(fill))

    assert table.columns == ("name", "country")
    assert [row["name"] for _, row in table.rows] == ["Lotus", "=A2"]


def test_one_stray_cell_in_the_last_corner_does_not_take_all_memory():
    def fill(sheet, _):
        sheet.write_row(0, 0, ["name", "country"])
        sheet.write(1_048_575, 16_383, "x")

    assert told(workbook(fill)) == [(0, "too_large")]


@pytest.mark.parametrize("value", ["<v>{}</v>", "<v>0{}</v>", "<v><!-- -->{}</v>", "<f/><v>{}</v>"])
def test_a_long_text_stored_once_and_named_by_very_many_cells_does_not_take_all_memory(value):
    def fill(sheet, _):
        sheet.write_row(0, 0, ["code", "note"])
        sheet.write_row(1, 0, ["x" * 30_000, "short"])

    whole = workbook(fill)
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        stored = packed.read("xl/sharedStrings.xml")
    place = "2" if stored.find(b"code") < stored.find(b"xxx") else "0"
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s">{value.format(place)}</c></row>' for n in range(3, 20_000)
    )
    bomb = changed(whole, "xl/worksheets/sheet1.xml", b"</sheetData>", cells.encode() + b"</sheetData>")
    assert len(bomb) < 300_000

    refused = told(bomb)

    assert [code for _row, code in refused] == ["too_large"]
    book = open_book(bomb, UPLOADED)
    with pytest.raises(Unreadable):
        book.rows(book.sheets[0])
    assert len(list(table_of(whole).rows)) == 1


@pytest.mark.parametrize("number", ["1000000000000", "400000000000000000", "+1000000000000", "2000000"])
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/SHAREDSTRINGS.xml"])
def test_a_workbook_that_promises_texts_which_it_does_not_hold_does_not_end_the_process(number, part):
    whole = workbook(lambda sheet, _: sheet.write_row(0, 0, ["code"]))
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for name in packed.namelist():
                kept = packed.read(name)
                promised = kept.replace(b'uniqueCount="1"', f'uniqueCount="{number}"'.encode())
                made.writestr(part if name == "xl/sharedStrings.xml" else name, promised)

    assert [code for _row, code in told(target.getvalue())] == ["broken_workbook"]
    with pytest.raises(Unreadable):
        open_book(target.getvalue(), UPLOADED)


def test_a_workbook_that_lies_about_its_size_is_refused():
    def fill(sheet, _):
        sheet.write_row(0, 0, ["name", "country"])

    content = workbook(fill)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        entry = packed.getinfo("xl/worksheets/sheet1.xml")
        said = entry.file_size.to_bytes(4, "little")
    lying = content.replace(said, (entry.file_size - 40).to_bytes(4, "little"))

    assert lying != content
    assert told(lying) == [(0, "broken_workbook")]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"),
        ("xl/workbook.xml", b"<sheet ", b"<shout "),
    ],
)
def test_a_damaged_workbook_is_told_as_one(part, old, new):
    content = workbook(lambda sheet, _: sheet.write_row(0, 0, ["name", "country"]))
    damaged = changed(content, part, old, new)

    assert damaged != content
    assert told(damaged)[0][1] in {"broken_workbook", "no_sheet"}


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xef\xbb\xbf", b"name,country\n"]),
)
def test_whatever_the_bytes_there_is_a_table_or_a_sentence(content, begin):
    problems: list[ImportProblem] = []
    try:
        rows = list(table_of(begin + content).rows)
    except Unreadable as unreadable:
        rows, problems = [], list(unreadable.problems)

    assert all(";" in problem.message for problem in problems)
    assert all(isinstance(number, int) for number, _ in rows)


@given(st.binary(max_size=200))
def test_whatever_a_sheet_holds_its_extent_is_two_numbers(content):
    rows, columns = extent(content)

    assert rows >= 0
    assert columns >= 0


_texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)


@given(st.lists(st.lists(_texts.filter(bool), min_size=3, max_size=3), min_size=1, max_size=4))
def test_a_table_written_as_csv_is_read_back_as_it_was(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("out") / "list.csv"

    written = write_table(Exported("list", ("a", "b", "c"), rows), path)

    assert written == len(rows)
    assert [list(row.values()) for _, row in read_table(path).rows] == rows


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "''-x", "-5", "+84 1", "@home", "- Treze de Maio"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_text_that_looks_like_a_formula_survives_the_way_out_and_in(tmp_path, text, suffix):
    path = tmp_path / f"list.{suffix}"
    write_table(Exported("list", ("a",), [[text]]), path)

    [(_, row)] = read_table(path).rows

    assert row == {"a": text}


def test_a_folder_or_nothing_is_told_with_a_sentence(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(Unreadable, match="check the path"):
            read_table(path)


def test_real_lists_of_contributors_are_tables():
    for path in sorted(LISTS.glob("contributor-*.csv")):
        table = read_table(path)

        assert table.columns == ("country", "name", "address", "sector")
        assert len(list(table.rows)) > 10
