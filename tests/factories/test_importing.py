"""A factory list comes in: every row accounted for, every problem told at once, all of it or nothing."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command

from factories.models import Brand, Factory, Identifier, Sourcing, Workforce
from journal.models import Event

LISTS = Path(__file__).resolve().parents[2] / "data" / "factory-lists"
REAL = LISTS / "oshub_facilities_5444_2023.csv"
pytestmark = pytest.mark.django_db


class Told:
    """What a command printed."""

    def __init__(self, path: Path, *flags: str) -> None:
        out, err = io.StringIO(), io.StringIO()
        self.code = 0
        try:
            call_command("import_factories", str(path), "--json", *flags, stdout=out, stderr=err)
        except SystemExit as ended:
            self.code = int(ended.code or 0)
        self.json = json.loads(out.getvalue())
        self.errors = err.getvalue().splitlines()

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return self.json["rows"], self.json["created"], self.json["updated"], self.json["unchanged"]

    @property
    def codes(self) -> list[str]:
        return [problem["code"] for problem in self.json["problems"]]


@pytest.fixture
def listed(tmp_path):
    def write(text: str | bytes, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_the_recorded_facilities_come_in_once_and_the_second_time_nothing_changes():
    first = Told(REAL)
    events = Event.objects.count()
    second = Told(REAL)

    assert first.counts == (5444, 5444, 0, 0)
    assert first.code == 0
    assert Factory.objects.count() == 5444
    assert Identifier.objects.filter(scheme="os_id").count() == 5444
    assert second.counts == (5444, 0, 0, 5444)
    assert Event.objects.count() == events
    assert first.json["suspected"] == Factory.objects.filter(suspected_duplicate_of__isnull=False).count() > 0


@pytest.mark.parametrize("name", ["contributor-3.csv", "contributor-4.csv", "contributor-10.csv", "12.xlsx"])
def test_lists_of_real_contributors_come_in_and_every_row_is_accounted_for(name):
    told = Told(LISTS / name)

    rows, created, updated, unchanged = told.counts
    assert told.code == 0
    assert rows == created + updated + unchanged > 10
    assert "sector" in told.json["ignored_columns"]
    assert Told(LISTS / name).counts == (rows, 0, 0, rows)


def test_one_factory_with_two_addresses_in_one_list_is_a_problem_that_names_both_rows():
    told = Told(LISTS / "contributor-2.csv")

    assert told.codes == ["said_twice"]
    assert told.errors[-1].startswith("contributor-2.csv:83:address: says otherwise than row 3")
    assert not Factory.objects.exists()


def test_an_old_excel_file_is_refused_with_what_to_do():
    told = Told(LISTS / "12.xls")

    assert told.codes == ["old_format"]
    assert "save it as .xlsx" in told.errors[0]


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "empty", 0),
        (b"\n\n", "empty", 0),
        ("code,name\nKH-1,Lotus\n".encode("utf-16"), "encoding", 0),
        ("name,country\nLotus,KH\nCaf\xe9,KH\n".encode("latin-1"), "encoding", 3),
        (b"name,country\nLo\0tus,KH\n", "not_text", 2),
        (b"name\nLotus\n", "column_missing", 1),
        (b"name,country,name\nLotus,KH,x\n", "column_twice", 1),
        (b"name,,country\nLotus,,KH\n", "column_unnamed", 1),
        (b"name,country\nLotus,KH,extra\n", "extra_cells", 2),
        (b'name,country\n"Lotus,KH\n', "quotes", 2),
        (b"name,country\nLotus,Atlantis\n", "no_such_country", 2),
        (b'name,country\n"=HYPERLINK(""x"")",KH\n', "formula", 2),
        (b"name,country\n\"@SUM(1+1)*cmd|' /C calc'!A0\",KH\n", "formula", 2),
        (b"name,country,lat\nLotus,KH,91\n", "out_of_range", 2),
        (b"name,country,lat\nLotus,KH,11.5\n", "half_a_place", 2),
        (b"name,country,workers\nLotus,KH,many\n", "not_a_number", 2),
        (b"name,country,workers,women_workers\nLotus,KH,10,11\n", "more_women_than_workers", 2),
        (b"name,country,os_id\nLotus,KH,KH2019085ABCDE1\n", "bad_os_id", 2),
        (b"name,country,joined_on\nLotus,KH,31/31/2018\n", "not_a_day", 2),
        (b"name,country\n,KH\n", "blank", 2),
        (b"PK\x03\x04 not really a workbook", "broken_workbook", 0),
    ],
)
def test_bad_files_get_a_sentence_with_row_and_mend_and_nothing_is_written(listed, content, code, row):
    told = Told(listed(content))

    assert told.code == 1
    assert code in told.codes
    assert told.json["problems"][0]["row"] == row
    assert all(";" in problem["message"] for problem in told.json["problems"])
    assert not Factory.objects.exists()
    assert not Event.objects.exists()


def test_every_problem_is_told_at_once(listed):
    told = Told(listed("name,country,workers\nLotus,Atlantis,many\nOrchid,KH,12\n,KH,-3\n"))

    assert [(p["row"], p["field"]) for p in told.json["problems"]] == [
        (2, "country"),
        (2, "workers"),
        (4, "name"),
        (4, "workers"),
    ]
    assert told.json["created"] == 0
    assert not Factory.objects.exists()


def test_a_zip_bomb_is_refused_unopened(listed):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)

    assert Told(listed(packed.getvalue(), "bomb.xlsx")).codes == ["too_large"]


def test_a_workbook_and_a_csv_with_the_same_cells_give_the_same_factories(tmp_path, listed):
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    sheet = book.add_worksheet()
    for place, row in enumerate(
        [["name", "country", "workers"], ["Lotus", "Cambodia", 977], ["Orchid", "VN", 1750]]
    ):
        sheet.write_row(place, 0, row)
    book.close()
    Told(tmp_path / "list.xlsx")

    again = Told(listed("name;country;workers\nLotus;KH;977\nOrchid;Vietnam;1,750\n"))

    assert again.counts == (2, 0, 0, 2)


def test_a_row_is_found_again_by_code_then_os_id_then_name_and_place(listed):
    Told(listed(f"code,os_id,name,country,address\nKH-7,KH2019085{good_tail()},Lotus,KH,1 Mill Road\n"))
    os_id = Identifier.objects.get().value

    by_code = Told(listed("code,name,country\nKH-7,Lotus Garments,KH\n"))
    by_os_id = Told(listed(f"os_id,name,country\n{os_id},Lotus Garments Ltd,KH\n"))
    by_place = Told(listed("name,country,address\nLOTUS GARMENTS CO. LTD.,Cambodia,1 mill road\n"))

    assert (by_code.json["updated"], by_os_id.json["updated"]) == (1, 1)
    assert by_place.json["created"] == 0
    assert Factory.objects.count() == 1


def good_tail() -> str:
    from factories.domain.os_id import check_character

    stem = "KH2019085BAZP1"
    return f"BAZP1{check_character(stem)}"


def test_a_blank_cell_takes_nothing_away(listed):
    Told(listed("code,name,country,workers,address\nKH-7,Lotus,KH,977,1 Mill Road\n"))

    told = Told(listed("code,name,country,workers,address\nKH-7,Lotus,KH,,\n"))

    assert told.counts == (1, 0, 0, 1)
    assert Factory.objects.get().workers == 977


def test_an_os_id_of_another_factory_is_a_problem(listed):
    tail = good_tail()
    Told(listed(f"code,os_id,name,country\nKH-7,KH2019085{tail},Lotus,KH\n"))

    told = Told(listed(f"code,os_id,name,country\nKH-8,KH2019085{tail},Orchid,KH\n"))

    assert told.codes == ["os_id_taken"]
    assert "KH-7" in told.errors[0]


def test_brands_of_a_list_become_sourcing_links_once(listed):
    rows = "KH-7,Lotus,KH,Northlight; Orrery,50\nKH-8,Orchid,KH,northlight,60\n"
    path = listed(f"code,name,country,brands,workers\n{rows}")
    Told(path)
    again = Told(path)

    assert sorted(Brand.objects.values_list("name", flat=True)) == ["Northlight", "Orrery"]
    assert Sourcing.objects.count() == 3
    assert Workforce.objects.count() == 2
    assert again.counts == (2, 0, 0, 2)


def test_a_dry_run_counts_and_writes_nothing(listed):
    told = Told(listed("name,country\nLotus,KH\n"), "--dry-run")

    assert told.counts == (1, 1, 0, 0)
    assert not Factory.objects.exists()


def test_a_likely_duplicate_is_imported_and_flagged(listed):
    told = Told(
        listed(
            "name,country,address\nLotus Garments,KH,1 Mill Road\nLotus Garments Ltd.,KH,Another street 9\n"
        )
    )

    assert told.json["suspected"] == 1
    assert Factory.objects.get(suspected_duplicate_of__isnull=False).address == "Another street 9"


def test_a_hundred_thousand_rows_are_read_matched_and_counted(tmp_path):
    path = tmp_path / "many.csv"
    with path.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["name", "country", "address"])
        writer.writerows([f"Factory {i}", "VN", f"{i} Long Street, Binh Duong"] for i in range(100_000))

    told = Told(path, "--dry-run")

    assert told.counts == (100_000, 100_000, 0, 0)


def test_an_interrupted_import_leaves_nothing_behind(listed, monkeypatch):
    from factories.commands import importing

    def fail(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "_tell", fail)
    with pytest.raises(KeyboardInterrupt):
        Told(listed("name,country\nLotus,KH\n"))

    assert not Factory.objects.exists()
