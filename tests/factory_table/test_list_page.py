"""The list of factories: search, filters, order, pages, export; only for staff, in few statements."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from factories.exports import FACTORY_HEAD
from factories.models import DuplicatePair, Factory, Identifier
from journal.models import Access
from tests import make

pytestmark = pytest.mark.django_db
ADDRESS = "/factories/"


@pytest.fixture
def staff(client):
    """The client of an adviser of Cambodia."""
    client.force_login(make.user(Role.ADVISER))
    return client


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer
    return [one.name for one in answer.context["factories"]]


def register(*names_of: str, **said) -> list[Factory]:
    return [make.factory(name=name, **said) for name in names_of]


def test_the_list_holds_the_open_factories_of_one_s_country_by_name(staff):
    register("Orchid", "Lotus")
    register("Jasmine", country="VN")
    register("Closed", is_closed=True)

    answer = staff.get(ADDRESS)

    assert names(answer) == ["Lotus", "Orchid"]
    assert answer.context["counted"].number == 2
    assert "Jasmine" not in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "lotus"}, ["Lotus Garments"]),
        ({"q": "LOTUS ltd"}, ["Lotus Garments"]),
        ({"q": "kh-8"}, ["Orchid Knitting"]),
        ({"q": "KH2019085AAAAAF"}, []),
        ({"q": "knit"}, ["Orchid Knitting"]),
        ({"q": "%"}, []),
        ({"q": "_"}, []),
        ({"country": "KH"}, ["Lotus Garments", "Orchid Knitting"]),
        ({"country": "VN"}, ["Lotus Garments", "Orchid Knitting"]),  # not one of one's own: asks nothing
        ({"state": "closed"}, ["Old Mill"]),
        ({"state": "suspected"}, []),
        ({"state": "all"}, ["Lotus Garments", "Old Mill", "Orchid Knitting"]),
        ({"state": "nonsense"}, ["Lotus Garments", "Orchid Knitting"]),
        ({"sort": "-name"}, ["Orchid Knitting", "Lotus Garments"]),
        ({"sort": "code"}, ["Lotus Garments", "Orchid Knitting"]),
        ({"sort": "-workers"}, ["Orchid Knitting", "Lotus Garments"]),
        ({"sort": "workers"}, ["Lotus Garments", "Orchid Knitting"]),
        ({"sort": "nonsense"}, ["Lotus Garments", "Orchid Knitting"]),
        ({"page": "nonsense"}, ["Lotus Garments", "Orchid Knitting"]),
    ],
)
def test_the_address_narrows_and_orders_the_list(staff, asked, found):
    make.factory("KH-7", name="Lotus Garments", workers=None, women_workers=None)
    make.factory("KH-8", name="Orchid Knitting", workers=900)
    make.factory("KH-9", name="Old Mill", is_closed=True)

    assert names(staff.get(ADDRESS, asked)) == found


def test_an_identifier_of_today_or_of_old_finds_its_factory(staff):
    [lotus, _] = register("Lotus", "Orchid")
    Identifier.objects.create(
        factory=lotus, scheme="os_id", value="KH2019085AAAAA7", from_on=make.TODAY, until_on=make.TODAY
    )

    assert names(staff.get(ADDRESS, {"q": "kh 2019085-aaaaa7"})) == ["Lotus"]


@pytest.mark.parametrize("sort", ["name", "-name", "code", "workers", "-workers"])
def test_pages_follow_each_other_there_and_back_without_a_gap(staff, sort):
    for number in range(120):
        make.factory(name=f"Mill {number % 7}", workers=number % 5, women_workers=0)

    seen, back, address = [], [], f"{ADDRESS}?sort={sort}"
    while address:
        answer = staff.get(address)
        seen.append([one.pk for one in answer.context["factories"]])
        last, address = answer, answer.context["next_url"] and ADDRESS + answer.context["next_url"]
    address = ADDRESS + last.context["previous_url"]
    while address:
        answer = staff.get(address)
        back.insert(0, [one.pk for one in answer.context["factories"]])
        address = answer.context["previous_url"] and ADDRESS + answer.context["previous_url"]

    assert [len(page) for page in seen] == [50, 50, 20]
    assert len({pk for page in seen for pk in page}) == 120
    assert [pk for page in back for pk in page] == [pk for page in seen[:2] for pk in page]


def test_a_head_tells_its_order_and_turns_it_round(staff):
    register("Lotus")

    page = staff.get(ADDRESS, {"sort": "workers"}).content.decode()

    [head] = re.findall(r"<th[^>]*aria-sort=\"(\w+)\"[^>]*><a href=\"([^\"]*)\"", page)
    assert head == ("ascending", "?sort=-workers")


def test_the_export_is_exactly_what_the_list_shows(staff):
    register("Lotus", "Orchid", "Lotus Two")
    register("Lotus Abroad", country="VN")

    shown = names(staff.get(ADDRESS, {"q": "lotus", "sort": "name"}))
    answer = staff.get(ADDRESS + "export/", {"q": "lotus"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="factories.csv"'
    assert tuple(rows[0]) == (*FACTORY_HEAD, "assessed", "rate", "overdue_items")
    assert sorted(row["name"] for row in rows) == sorted(shown) == ["Lotus", "Lotus Two"]


def test_the_export_comes_as_a_workbook_too_and_in_no_other_format(staff):
    register("Lotus")

    workbook = b"".join(staff.get(ADDRESS + "export/", {"format": "xlsx"}).streaming_content)

    assert workbook.startswith(b"PK")
    assert staff.get(ADDRESS + "export/", {"format": "exe"}).status_code == 404


def test_the_factories_ticked_are_downloaded_from_wherever_they_were_ticked(staff):
    first, second, third = register("Lotus", "Orchid", "Jasmine")

    ticks = [first.code, f"{second.code}\r\n{third.code}"]  # boxes of the page, and those of its other pages
    answer = staff.post(
        ADDRESS + "export/chosen/?q=lotus&columns=joined", {"factory": ticks, "format": "csv"}
    )
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert [row["name"] for row in csv.DictReader(io.StringIO(text))] == ["Lotus", "Orchid", "Jasmine"]
    assert set(Access.objects.values_list("factory_id", "kind")) == {
        (one.pk, Access.Kind.EXPORT) for one in (first, second, third)
    }


def test_the_factories_ticked_come_as_a_workbook_too_and_in_no_other_format(staff):
    [lotus] = register("Lotus")

    answer = staff.post(ADDRESS + "export/chosen/", {"factory": lotus.code, "format": "xlsx"})

    assert b"".join(answer.streaming_content).startswith(b"PK")
    ticks = {"factory": lotus.code, "format": "exe"}
    assert staff.post(ADDRESS + "export/chosen/", ticks).status_code == 404


def test_a_ticked_factory_out_of_reach_is_refused_by_its_code_and_nothing_is_given(staff):
    [lotus] = register("Lotus")
    [abroad] = register("Jasmine", country="VN")

    answer = staff.post(ADDRESS + "export/chosen/", {"factory": [lotus.code, abroad.code, "KH-404"]})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"{', '.join(sorted([abroad.code, 'KH-404']))}: No factory has this code." in page
    assert "Jasmine" not in page
    assert not Access.objects.exists()


def test_nothing_ticked_is_said(staff):
    answer = staff.post(ADDRESS + "export/chosen/")

    assert answer.status_code == 409
    assert "Nothing is chosen" in answer.content.decode()


def test_many_ticks_take_the_statements_of_a_few(staff):
    made = [make.factory(name=f"Mill {number}") for number in range(60)]
    counts = []
    for some in (made[:2], made):
        with CaptureQueriesContext(connection) as taken:
            answer = staff.post(ADDRESS + "export/chosen/", {"factory": "\n".join(one.code for one in some)})
            b"".join(answer.streaming_content)
        counts.append(len(taken))

    assert counts[0] == counts[1]


def test_one_factory_is_not_called_factories(staff):
    register("Lotus")

    assert "<strong>1</strong> factory<" in staff.get(ADDRESS).content.decode()


def test_an_empty_list_says_what_to_do(staff):
    page = staff.get(ADDRESS, {"q": "nobody"}).content.decode()

    assert "No factory here" in page
    assert "import a factory list" in page


def test_a_factory_perhaps_registered_twice_says_so(staff):
    [lotus] = register("Lotus")
    [again] = register("Lotus Ltd")
    DuplicatePair.objects.create(first=lotus, second=again, because="same_name", found_at=make.NOW)

    assert names(staff.get(ADDRESS, {"state": "suspected"})) == ["Lotus", "Lotus Ltd"]
    assert "perhaps registered twice" in staff.get(ADDRESS).content.decode()


def test_a_name_that_looks_like_markup_is_shown_as_text(staff):
    register("<script>alert(1)</script>")

    page = staff.get(ADDRESS).content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_list_takes_the_same_statements_however_long_it_is(staff):
    register("Lotus")
    staff.get(ADDRESS)  # what a process keeps is there from now on
    with CaptureQueriesContext(connection) as short:
        staff.get(ADDRESS)
    for number in range(60):
        make.factory(name=f"Mill {number}")
    with CaptureQueriesContext(connection) as long:
        staff.get(ADDRESS)

    assert len(long) == len(short) <= 11


@pytest.mark.parametrize(
    "role", [role for role in Role.values if role not in {"adviser", "reviewer", "manager", "global"}]
)
def test_who_is_not_staff_finds_no_list(client, role):
    client.force_login(make.user(role))

    assert client.get(ADDRESS).status_code == 404
    assert client.get(ADDRESS + "export/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(ADDRESS).status_code == 302
    assert client.get(ADDRESS + "export/").status_code == 302
