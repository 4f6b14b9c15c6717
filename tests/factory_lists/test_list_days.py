"""A list has a day: what a newer one said stands, and former names and addresses keep finding the factory."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from factories.models import Factory, FormerName, Workforce
from journal.models import Event
from tests import make

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parent / "cases"


def run(path, *flags):
    """The JSON of an import; `code` beside it."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import_factories", str(path), "--json", *flags, stdout=out, stderr=err)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return {**json.loads(out.getvalue()), "code": code, "errors": err.getvalue()}


@pytest.fixture
def listed(tmp_path):
    def write(text, name="list.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def counts():
    return sorted(Workforce.objects.values_list("factory__name", "counted_on", "workers", "women_workers"))


def test_an_older_list_never_replaces_a_newer_head_count():
    assert run(CASES / "07-newer.csv", "--day", "2024-05-31")["created"] == 2

    older = run(CASES / "07-older.csv", "--day", "2022-05-31")

    assert (older["code"], older["updated"]) == (0, 2)
    assert set(Factory.objects.values_list("workers", "women_workers")) == {(1200, 900), (1200, 600)}
    assert counts() == [
        ("Case Seven B", date(2022, 5, 31), 800, None),
        ("Case Seven B", date(2024, 5, 31), 1200, 600),
        ("Case Seven Garment", date(2022, 5, 31), 800, None),
        ("Case Seven Garment", date(2024, 5, 31), 1200, 900),
    ]
    assert run(CASES / "07-older.csv", "--day", "2022-05-31")["unchanged"] == 2


def test_a_total_without_women_is_accepted_and_its_women_are_unknown():
    run(CASES / "07-newer.csv", "--day", "2024-05-31")

    later = run(CASES / "07-older.csv", "--day", "2025-05-31")

    assert later["updated"] == 2
    assert set(Factory.objects.values_list("workers", "women_workers")) == {(800, None)}


def test_two_lists_without_a_day_are_both_of_today_and_the_later_counts():
    run(CASES / "07-newer.csv")

    assert run(CASES / "07-older.csv")["code"] == 0
    assert set(Factory.objects.values_list("workers", "women_workers")) == {(800, None)}


def test_a_count_that_a_later_list_confirms_is_of_the_later_day(listed):
    path = listed("code,name,country,workers,women_workers\nKH-7,Lotus,KH,1200,900\n")
    run(path, "--day", "2022-01-01")
    run(path, "--day", "2024-01-01")

    run(listed("code,name,country,workers\nKH-7,Lotus,KH,800\n"), "--day", "2023-01-01")

    assert Factory.objects.get().workers == 1200


def test_an_older_list_never_replaces_a_newer_name_or_address_but_fills_what_is_blank(listed):
    run(
        listed("code,name,country,address\nKH-7,Lotus Two,KH,2 Mill Road\nKH-8,Orchid,KH,\n"),
        "--day",
        "2024-05-31",
    )

    rows = "KH-7,Lotus One,KH,1 Mill Road\nKH-8,Orchid,KH,9 River Street\n"
    older = run(listed(f"code,name,country,address\n{rows}"), "--day", "2022-05-31")

    assert older["code"] == 0
    assert dict(Factory.objects.values_list("name", "address")) == {
        "Lotus Two": "2 Mill Road",
        "Orchid": "9 River Street",
    }
    assert FormerName.objects.filter(factory__code="KH-7").values_list("name", "address", "until_on").get() == (
        "Lotus One", "1 Mill Road", date(2022, 5, 31),
    )  # fmt: skip
    assert run(listed(f"code,name,country,address\n{rows}"), "--day", "2022-05-31")["unchanged"] == 2


def test_a_factory_is_found_under_the_name_and_address_that_an_earlier_list_gave_it():
    assert run(CASES / "03-a.csv")["created"] == 1
    assert run(CASES / "03-b.csv")["updated"] == 1

    found = run(CASES / "03-c.csv")

    assert (found["created"], found["unchanged"]) == (0, 1)
    factory = Factory.objects.get()
    assert factory.name == "Renamed Apparel (Cambodia) Ltd"
    assert FormerName.objects.get().name == "Case Three Garment Co., Ltd"
    assert run(CASES / "03-a.csv")["unchanged"] == 1  # its OS ID and the old name of the same day


def test_a_factory_may_take_its_old_name_again_by_a_later_list(listed):
    for day, name in (("2022-01-01", "Lotus"), ("2023-01-01", "Orchid"), ("2024-01-01", "Lotus")):
        run(listed(f"code,name,country\nKH-7,{name},KH\n"), "--day", day)

    assert Factory.objects.get().name == "Lotus"
    assert sorted(FormerName.objects.values_list("name", "until_on")) == [
        ("Orchid", date(2024, 1, 1))
    ] or sorted(FormerName.objects.values_list("name", "until_on")) == [
        ("Lotus", date(2023, 1, 1)),
        ("Orchid", date(2024, 1, 1)),
    ]


def test_a_former_name_of_two_factories_finds_neither(listed):
    run(listed("code,name,country,address\nKH-7,Lotus,KH,1 Mill Road\n"), "--day", "2022-01-01")
    run(listed("code,name,country,address\nKH-7,Orchid,KH,2 Mill Road\n"), "--day", "2023-01-01")
    run(listed("code,name,country,address\nKH-8,Lotus,KH,1 Mill Road\n"), "--day", "2023-02-01")
    run(listed("code,name,country,address\nKH-8,Lily,KH,3 Mill Road\n"), "--day", "2023-03-01")

    assert run(listed("name,country,address\nLotus,KH,1 Mill Road\n"))["created"] == 1


def test_the_day_is_in_the_file_s_name_where_it_is_not_given(listed):
    run(listed("code,name,country,workers\nKH-7,Lotus,KH,5\n", "northwind-2023-05-14.csv"))

    assert Workforce.objects.get().counted_on == date(2023, 5, 14)
    assert Factory.objects.get().described_on == date(2023, 5, 14)


def test_a_day_that_has_not_come_is_refused(listed):
    with pytest.raises(CommandError, match="in the future"):
        run(listed("name,country\nLotus,KH\n"), "--day", "2999-01-01")


def test_the_right_rows_come_in_and_the_rest_is_given_back(listed, tmp_path):
    rest = tmp_path / "rest.csv"
    path = listed("Factory_Name;Country;Reference\nLotus;KH;a\nOrchid;Atlantis;b\n;VN;c\n")

    told = run(path, "--partial", "--rest", str(rest))

    assert (told["code"], told["rows"], told["created"]) == (1, 3, 1)
    assert [(p["row"], p["field"], p["code"]) for p in told["problems"]] == [
        (3, "Country", "no_such_country"),
        (4, "Factory_Name", "blank"),
    ]
    assert rest.read_text("utf-8-sig").splitlines()[:2] == [
        "Factory_Name,Country,Reference,problem",
        "Orchid,Atlantis,b,\"Country: 'Atlantis' is no country; write its ISO code, such as KH\"",
    ]
    mended = rest.read_text("utf-8-sig").replace("Atlantis", "Lesotho").replace("\n,VN", "\nJasmine,VN")
    again = run(listed(mended, "mended.csv"), "--partial")
    assert (again["code"], again["created"]) == (0, 2)


def test_without_partial_a_foreign_list_is_mapped_too_and_comes_in_whole_or_not_at_all(listed):
    text = "Factory Name;Country\nLotus;KH\nOrchid;{}\n"

    assert run(listed(text.format("Atlantis")))["created"] == 0
    assert not Factory.objects.exists()
    assert run(listed(text.format("Lesotho")))["created"] == 2


def test_the_document_has_the_keys_of_the_contract(listed):
    told = run(listed("Factory Name;Country\nLotus;KH\n"), "--partial", "--source", "Northwind")

    assert set(told) - {"code", "errors"} == {
        "rows", "created", "updated", "unchanged", "suspected", "problems", "ignored_columns",
    }  # fmt: skip


def test_a_source_is_remembered_by_the_command_too(listed):
    make.user("global")
    run(listed("Factory Name;Country\nLotus;KH\n"), "--source", "Northwind")

    assert Event.objects.filter(kind="list_layout.kept").count() == 1
    run(listed("Factory Name;Country\nOrchid;KH\n"), "--source", "northwind")
    assert Event.objects.filter(kind="list_layout.kept").count() == 1


def test_as_a_person_the_same_policy_holds_as_on_the_page(listed):
    manager = make.user("manager", country="KH")
    path = listed("name,country\nLotus,KH\nOrchid,VN\n")

    told = run(path, "--as", manager.email, "--partial")

    assert (told["created"], [p["code"] for p in told["problems"]]) == (1, ["not_yours"])
    assert Event.objects.get(kind="factory.registered").actor_id == manager.pk
    with pytest.raises(CommandError, match="brings in no factory lists"):
        run(path, "--as", make.user("adviser").email)
    with pytest.raises(CommandError, match="no active account"):
        run(path, "--as", "nobody@example.org")
