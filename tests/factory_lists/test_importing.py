"""A factory list comes in: every row accounted for, every problem told at once, all of it or nothing."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.domain.os_id import check_character
from factories.exports import factories_table
from factories.models import Brand, DuplicatePair, Factory, FormerName, Identifier, Sourcing, Workforce
from files.exports import write_table
from journal.models import Event
from tests import make

CASES = Path(__file__).parent / "cases"
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
    assert first.json["suspected"] == DuplicatePair.objects.values("second").distinct().count() > 0


@pytest.mark.parametrize(
    ("name", "rows", "created", "suspected"),
    [
        # Bai Na Shoes twice and Baina Shoes, all at Oubei in Yongjia; Wenzhou Jietu twice at 8 Shuangbao West Road
        ("contributor-2.csv", 83, 79, 3),
        ("contributor-3.csv", 19, 19, 0),
        # Epyllion Style and Eypllion Style, both in Mirzapur, Gazipur Sadar
        ("contributor-4.csv", 81, 81, 1),
        ("contributor-5.csv", 64, 64, 0),  # Glory Industrial at Bawen and its plant at Demak are two
        ("contributor-10.csv", 54, 54, 0),
        ("contributor-11.csv", 55, 55, 0),
        ("12.xls", 15, 15, 0),
        ("12.xlsx", 15, 15, 0),
    ],
)
def test_lists_of_real_contributors_come_in_and_every_row_is_accounted_for(name, rows, created, suspected):
    told = Told(LISTS / name)

    assert told.code == 0
    assert told.counts == (rows, created, 0, rows - created)
    assert told.json["suspected"] == suspected
    assert told.json["ignored_columns"] == ["sector"]
    assert Told(LISTS / name).counts == (rows, 0, 0, rows)


def test_an_old_excel_file_gives_the_same_factories_as_the_new_one():
    Told(LISTS / "12.xlsx")

    assert Told(LISTS / "12.xls").counts == (15, 0, 0, 15)


def test_one_row_twice_with_a_stray_character_is_one_factory():
    told = Told(CASES / "08-list.csv")

    assert told.counts == (3, 2, 0, 1)
    assert told.code == 0


def test_rows_of_one_factory_that_differ_are_told_and_the_first_counts(listed):
    told = Told(listed("code,name,country,workers\nKH-7,Lotus,KH,977\nKH-7,Lotus,KH,980\nKH-8,Orchid,KH,5\n"))

    assert told.counts == (3, 2, 0, 1)
    assert told.code == 0
    assert "list.csv:3:workers: differs from row 2 of the same factory" in told.errors[0]
    assert Factory.objects.get(code="KH-7").workers == 977


def test_every_usual_way_of_writing_a_country_is_known():
    told = Told(CASES / "01-list.csv")

    assert told.counts == (9, 9, 0, 0)
    assert told.code == 0
    assert dict(Factory.objects.values_list("name", "country")) == {
        "Case One A": "KR", "Case One B": "BA", "Case One C": "HK", "Case One D": "TW", "Case One E": "US",
        "Case One F": "LK", "Case One G": "PH", "Case One H": "BD", "Case One I": "VN",
    }  # fmt: skip
    assert [line for line in told.errors if "did you mean" in line] == [
        "list.csv:8:country: 'Phillipines' is read as Philippines; did you mean it?".replace(
            "list", "01-list"
        ),
        "list.csv:9:country: 'Bangaldesh' is read as Bangladesh; did you mean it?".replace("list", "01-list"),
    ]


def test_a_country_that_may_be_two_is_asked_for(listed):
    told = Told(listed("name,country\nLotus,Nigera\n"))

    assert told.codes == ["no_such_country"]
    assert "did you mean Niger (NE) or Nigeria (NG)?" in told.errors[0]


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "empty", 0),
        (b"\n\n", "empty", 0),
        (b"name,country\nLo\0tus,KH\n", "not_text", 2),
        (b"name\nLotus\n", "column_missing", 1),
        (b"name,country,name\nLotus,KH,x\n", "column_twice", 1),
        (b"name,country\nLotus,KH,extra\n", "extra_cells", 2),
        (b'name,country\n"Lotus,KH\n', "quotes", 2),
        (b"name,country\nLotus,Atlantis\n", "no_such_country", 2),
        (b"name,country\n#REF!,KH\n", "formula", 2),
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
    assert DuplicatePair.objects.get().second.address == "Another street 9"


@pytest.mark.long
def test_a_hundred_thousand_rows_are_read_matched_and_counted(tmp_path):
    path = tmp_path / "many.csv"
    with path.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["name", "country", "address"])
        writer.writerows([f"Factory {i}", "VN", f"{i} Long Street, Binh Duong"] for i in range(100_000))

    told = Told(path, "--dry-run")

    assert told.counts == (100_000, 100_000, 0, 0)


def test_an_interrupted_import_leaves_nothing_behind(listed, monkeypatch):
    from factory_lists.commands import importing

    def fail(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "apply_starts", fail)  # the last that is written
    with pytest.raises(KeyboardInterrupt):
        Told(listed("name,country\nLotus,KH\n"))

    assert not Factory.objects.exists()


def test_a_row_with_an_os_id_finds_the_factory_registered_before_it_had_one(listed):
    Told(listed("code,name,country,address\nKH-7,Lotus,KH,1 Mill Road\n"))

    told = Told(listed(f"os_id,name,country,address\nKH2019085{good_tail()},LOTUS LTD,KH,1 mill road\n"))

    assert told.counts == (1, 0, 1, 0)
    assert Identifier.objects.get().factory.code == "KH-7"


def test_two_os_ids_are_two_factories_however_alike(listed):
    other = "KH2020001AAAAA"
    told = Told(
        listed(
            "os_id,name,country,address\n"
            f"KH2019085{good_tail()},Lotus,KH,1 Mill Road\n"
            f"{other}{check_character(other)},Lotus,KH,1 Mill Road\n"
        )
    )

    assert told.counts == (2, 2, 0, 0)
    assert told.json["suspected"] == 1


def test_an_os_id_replaced_since_still_finds_its_factory_and_does_not_come_back(listed):
    old, new = f"KH2019085{good_tail()}", "KH2020001AAAAA"
    new += check_character(new)
    first = listed(f"os_id,name,country\n{old},Lotus,KH\n", "first.csv")
    Told(first)
    code = Factory.objects.get().code
    renamed = Told(listed(f"code,os_id,name,country\n{code},{new},Lotus,KH\n"))

    again = Told(first)

    assert renamed.counts == (1, 0, 1, 0)
    assert again.counts == (1, 0, 0, 1)
    assert Factory.objects.count() == 1
    assert Identifier.objects.get(until_on__isnull=True).value == new
    assert Identifier.objects.get(until_on__isnull=False).value == old


def test_a_code_of_a_later_row_is_given_to_no_earlier_one(listed):
    told = Told(listed("code,name,country\n,Lotus,KH\nKH-00001,Orchid,KH\n,Jasmine,KH\n"))

    assert told.counts == (3, 3, 0, 0)
    assert dict(Factory.objects.values_list("name", "code")) == {
        "Lotus": "KH-00002",
        "Orchid": "KH-00001",
        "Jasmine": "KH-00003",
    }


def test_rows_of_one_factory_add_to_each_other(listed):
    told = Told(
        listed(
            "name,country,address,workers,brands\n"
            "Lotus,KH,1 Mill Road,,Northlight\n"
            "Lotus,KH,1 Mill Road,977,Orrery\n"
        )
    )

    assert told.counts == (2, 1, 0, 1)
    assert Factory.objects.get().workers == 977
    assert Workforce.objects.get().workers == 977
    assert Sourcing.objects.count() == 2


def test_a_second_row_may_change_what_the_first_left_alone(listed):
    Told(listed("code,name,country\nKH-7,Lotus,KH\n"))

    told = Told(listed("code,name,country,workers\nKH-7,Lotus,KH,\nKH-7,Lotus,KH,977\nKH-7,Lotus,KH,\n"))

    assert told.counts == (3, 0, 1, 2)
    assert Factory.objects.get().workers == 977


def test_a_new_brand_updates_a_factory_and_one_that_was_ended_stays_ended(listed):
    path = listed("code,name,country,brands,joined_on\nKH-7,Lotus,KH,Northlight,2017-03-01\n")
    Told(path)
    Sourcing.objects.update(until_on="2018-06-01")

    again = Told(path)
    more = Told(listed("code,name,country,brands\nKH-7,Lotus,KH,Northlight; Orrery\n"))

    assert again.counts == (1, 0, 0, 1)
    assert more.counts == (1, 0, 1, 0)
    assert sorted(Sourcing.objects.values_list("brand__name", "until_on__year")) == [
        ("Northlight", 2018),
        ("Orrery", None),
    ]


def test_a_list_may_close_a_factory_and_open_it_again(listed):
    Told(listed("code,name,country\nKH-7,Lotus,KH\n"))

    closed = Told(listed("code,name,country,is_closed\nKH-7,Lotus,KH,yes\n"))
    after_closing = Factory.objects.get()
    opened = Told(listed("code,name,country,is_closed\nKH-7,Lotus,KH,no\n"))
    after_opening = Factory.objects.get()

    assert (closed.json["updated"], opened.json["updated"]) == (1, 1)
    assert after_closing.is_closed
    assert after_closing.closed_on is not None
    assert not after_opening.is_closed
    assert after_opening.closed_on is None
    assert list(Event.objects.order_by("id").values_list("kind", flat=True)) == [
        "factory.registered",
        "factory.closed",
        "factory.reopened",
    ]


def test_what_changed_and_why_it_may_be_a_duplicate_is_in_the_journal(listed):
    Told(listed("code,name,country,address\nKH-1,Lotus Garments,KH,12 Mill Road Meanchey Phnom Penh\n"))
    Told(listed("code,name,country,address\nKH-2,Lotus Garment,KH,No. 12 Mill Rd Meanchey Phnom Penh\n"))
    Told(listed("code,name,country,workers\nKH-1,Lotus Fashions,KH,50\n"))

    said = dict(Event.objects.order_by("id").values_list("subject", "data"))

    assert said["factory:KH-2"] == {"by": "list", "perhaps": "KH-1", "because": "alike"}
    assert said["factory:KH-1"] == {"by": "list", "fields": ["name", "workers"]}


@pytest.mark.parametrize(
    ("head", "cells", "field"),
    [
        ("country,country_name", "KH,Viet Nam", "country_name"),
        ("country_code,country_name", "KH,Viet Nam", "country_name"),
        ("country_name,country_code,country", "KH,KH,VN", "country"),
    ],
)
def test_a_country_said_twice_must_be_one_country(listed, head, cells, field):
    told = Told(listed(f"name,{head}\nLotus,{cells}\n"))

    assert [(p["field"], p["code"]) for p in told.json["problems"]] == [(field, "countries_differ")]


def test_a_country_may_be_said_in_whichever_of_its_columns(listed):
    told = Told(listed("name,country_code,country_name\nLotus,,Cambodia\nOrchid,VN,Some Place\n"))

    assert told.counts == (2, 2, 0, 0)
    assert set(Factory.objects.values_list("name", "country")) == {("Lotus", "KH"), ("Orchid", "VN")}


def test_a_known_factory_does_not_move_to_another_country(listed):
    Told(listed("code,name,country\nKH-7,Lotus,KH\n"))

    told = Told(listed("code,name,country\nKH-7,Lotus,VN\n"))

    assert told.codes == ["country_differs"]


def test_a_total_without_women_is_a_total_without_women(listed):
    Told(listed("code,name,country,workers,women_workers\nKH-7,Lotus,KH,100,80\n"))

    told = Told(listed("code,name,country,workers\nKH-7,Lotus,KH,50\n"))

    assert told.counts == (1, 0, 1, 0)
    assert Factory.objects.values_list("workers", "women_workers").get() == (50, None)


def test_more_women_alone_than_the_workers_recorded_are_a_problem(listed):
    Told(listed("code,name,country,workers\nKH-7,Lotus,KH,100\n"))

    told = Told(listed("code,name,country,women_workers\nKH-7,Lotus,KH,101\n"))

    assert told.codes == ["more_women_than_workers"]
    assert "give the number of workers too" in told.errors[0]


@pytest.mark.parametrize("code", ["KH-²", "KH 7", "ខ្មែរ", "KH_7;", "NW-17", "K" * 21])
def test_a_column_of_codes_that_are_not_the_programme_s_is_their_own_reference(listed, code):
    told = Told(listed(f"code,name,country\n{code},Lotus,KH\n"))

    assert told.counts == (1, 1, 0, 0)
    assert told.json["ignored_columns"] == ["code"]
    assert "its values are not the programme's codes" in told.errors[0]
    assert Factory.objects.get().code == "KH-00001"


@pytest.mark.parametrize("code", ["KH-²", "=KH", "K" * 21])
def test_a_code_with_signs_that_codes_do_not_have_is_a_problem_among_codes(listed, code):
    rows = "".join(f"KH-{n},Lotus {n},KH\n" for n in range(1, 9))
    told = Told(listed(f"code,name,country\n{rows}{code},Orchid,KH\n"))

    assert told.code == 1
    assert told.json["problems"][0]["field"] == "code"


def test_a_code_that_a_factory_has_is_the_programme_s_whatever_its_form(listed):
    make.factory("LOTUS1", name="Lotus")

    assert Told(listed("code,name,country\nLOTUS1,Lotus Garments,KH\n")).counts == (1, 0, 1, 0)


def test_the_export_of_the_register_changes_nothing_when_it_comes_in_again(listed, tmp_path):
    Told(
        listed(
            "code,os_id,name,country,address,lat,lng,workers,women_workers,products,brands,joined_on,is_closed\n"
            f"KH-7,KH2019085{good_tail()},- Lotus,KH,+1 Mill Road,11.5564,-104.9282,977,800,"
            "Shirts;Socks,Northlight;Orrery,2017-03-01,no\nKH-8,,Orchid,KH,,,,,,,,,yes\n"
        )
    )

    for suffix in ("csv", "xlsx"):
        path = tmp_path / f"out.{suffix}"
        written = write_table(factories_table(Factory.objects.all(), date(2020, 1, 1)), path)
        told = Told(path)

        assert written == 2
        assert told.counts == (2, 0, 0, 2)


def test_an_import_reads_the_register_in_the_same_number_of_statements_however_long_the_list(listed):
    rows = "".join(f"KH-{n},Lotus {n},KH,Northlight\n" for n in range(1, 301))
    Told(listed(f"code,name,country,brands\n{rows}"))

    with CaptureQueriesContext(connection) as one:
        Told(listed("code,name,country,brands\nKH-1,Lotus 1,KH,Northlight\n"))
    with CaptureQueriesContext(connection) as many:
        Told(listed(f"code,name,country,brands\n{rows}"))

    assert len(one) == len(many) < 12


def test_nor_does_writing_ask_for_each_row_whatever_the_rows_change(listed):
    head = "code,name,country,brands,workers,women_workers\n"
    rows = [f"KH-{number},Lotus {number},KH,Northlight,{number},1\n" for number in range(1, 301)]
    Told(listed(head + "".join(rows)))
    changed = [row.replace("Lotus", "Orchid").replace("Northlight", "Orrery; Tenfold") for row in rows]
    changed = [row.replace(",1\n", ",0\n") for row in changed]

    with CaptureQueriesContext(connection) as one:
        assert Told(listed(head + changed[0])).json["updated"] == 1
    with CaptureQueriesContext(connection) as many:
        assert Told(listed(head + "".join(changed[1:]))).json["updated"] == 299

    assert FormerName.objects.count() == 300
    assert len(many) < len(one) + 10  # in batches
