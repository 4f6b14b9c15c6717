"""Columns of the list of factories: each shows what is known today, sorts, and goes into the export."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from tests import make
from tests.portal.world import NOW, TODAY, world

pytestmark = pytest.mark.django_db
ADDRESS = "/factories/"
STAFF_COLUMNS = {
    "country", "products", "workers", "joined", "assigned", "assessed", "rate", "change", "adviser", "recognition",
    "open_items", "overdue_items", "items_to_verify",
}  # fmt: skip


@pytest.fixture
def programme():
    with time_machine.travel(NOW, tick=False):
        yield world()


@pytest.fixture
def manager(client, programme):
    client.force_login(make.user(Role.GLOBAL))
    return client


def rows_of(client, *columns, **query):
    """{factory's name: {column's label: value as shown}} in the order of the page."""
    answer = client.get(ADDRESS, {"columns": list(columns), **query})
    assert answer.status_code == 200
    return {
        row.name: {label: value for _shown, label, value, _numeric in row.cells}
        for row in answer.context["factories"]
    }


def offered(client):
    return {key for key, _label in client.get(ADDRESS).context["form"].fields["columns"].choices}


def test_who_decides_may_choose_more_columns_than_who_advises(client):
    client.force_login(make.user(Role.ADVISER))
    assert offered(client) == STAFF_COLUMNS
    client.force_login(make.user(Role.REVIEWER))
    assert offered(client) == STAFF_COLUMNS | {"verdict", "rules"}
    client.force_login(make.user(Role.MANAGER))
    assert offered(client) == STAFF_COLUMNS | {"verdict", "rules", "next_due"}


def test_a_column_that_a_reader_may_not_choose_does_not_exist_for_them(client, programme):
    client.force_login(make.user(Role.ADVISER, country=programme.supplier.country_id))
    shown = client.get(ADDRESS, {"columns": ["verdict", "next_due"], "sort": "verdict"})
    usual = client.get(ADDRESS)
    assert [column.key for column in shown.context["columns"]] == [
        column.key for column in usual.context["columns"]
    ]
    assert [row.pk for row in shown.context["factories"]] == [row.pk for row in usual.context["factories"]]


def test_the_plan_of_each_factory_is_counted_as_it_stands_today(manager, programme):
    make.plan_item(programme.supplier, "P-1", due_on=TODAY - timedelta(1))
    make.plan_item(programme.supplier, "P-2", due_on=TODAY)
    make.plan_item(programme.supplier, "P-3", status="done", due_on=TODAY - timedelta(9), done_on=TODAY)
    make.plan_item(programme.supplier, "P-4", status="verified", done_on=TODAY, verified_on=TODAY)

    shown = rows_of(manager, "open_items", "overdue_items", "items_to_verify")
    assert shown[programme.supplier.name] == {"Open items": 2, "Overdue": 1, "To verify": 1}
    assert next(iter(rows_of(manager, "open_items", sort="-open_items"))) == programme.supplier.name


def test_the_latest_final_assessment_counts_and_the_one_before_is_what_it_is_compared_with(client):
    lotus, orchid = make.factory(name="Lotus"), make.factory(name="Orchid")
    lead = make.user(Role.ADVISER, name="Lead Adviser")
    early, late = [f"OS-8-0{n}" for n in range(1, 5)], ["OS-8-01"]
    make.assessment(lotus, assessed_on=date(2017, 3, 1), cycle=1, findings=dict.fromkeys(early, "Seen."))
    make.assessment(
        lotus, assessed_on=date(2018, 3, 1), cycle=2, findings=dict.fromkeys(late, "Seen."), team=[lead]
    )
    make.assessment(
        lotus, assessed_on=date(2018, 5, 1), cycle=3, state="draft", team=[make.user(Role.ADVISER)]
    )
    client.force_login(lead)

    shown = rows_of(client, "assessed", "rate", "change", "adviser", sort="assessed")
    assert list(shown) == [orchid.name, lotus.name]  # never assessed comes before
    assert shown[orchid.name] == {
        "Last assessed": None, "Non-compliance": None, "Trend, in percentage points": None, "Assessed last by": None,
    }  # fmt: skip
    assert shown[lotus.name]["Last assessed"] == date(2018, 3, 1)
    assert shown[lotus.name]["Assessed last by"] == "Lead Adviser"
    assert shown[lotus.name]["Trend, in percentage points"].startswith("−")  # fewer findings
    assert list(rows_of(client, whose="me")) == [lotus.name]


@pytest.mark.parametrize("descending", [False, True])
def test_every_column_sorts_through_all_pages_and_back_again(client, programme, descending):
    client.force_login(make.user(Role.GLOBAL))
    for number in range(60):
        make.factory(name=f"Mill {number:02}", workers=900 + number % 7)
    for key in sorted(offered(client)):
        seen, address = [], f"{ADDRESS}?sort={'-' if descending else ''}{key}"
        while address and len(seen) < 5:
            answer = client.get(address)
            seen.append([row.pk for row in answer.context["factories"]])
            address = answer.context["next_url"] and ADDRESS + answer.context["next_url"]
        everything = [pk for page in seen for pk in page]
        assert len(everything) == len(set(everything)) == answer.context["counted"].number, key
        back = client.get(ADDRESS + answer.context["previous_url"])
        assert [row.pk for row in back.context["factories"]] == seen[-2], key


def test_the_export_holds_the_columns_shown(manager, programme):
    make.plan_item(programme.supplier, "P-1", due_on=TODAY - timedelta(1))
    answer = manager.get(
        reverse("factory_table:export"), {"columns": ["overdue_items", "rate", "recognition"]}
    )
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    [supplier] = [row for row in rows if row["code"] == programme.supplier.code]

    assert list(rows[0])[-3:] == ["rate", "recognition", "overdue_items"]
    assert supplier["overdue_items"] == "1"


def test_the_columns_that_are_shown_are_ticked_so_that_one_more_leaves_them(client):
    client.force_login(make.user(Role.ADVISER))
    for asked in ({}, {"columns": ["rate", "no such column"]}):
        answer = client.get(ADDRESS, asked)
        boxes = [box for box in answer.context["form"]["columns"].subwidgets if box.data["selected"]]
        assert [str(box.choice_label) for box in boxes] == [
            str(one.label) for one in answer.context["columns"]
        ]


def test_who_chose_nothing_sees_what_an_adviser_asks_first(client):
    make.factory(name="Lotus")
    client.force_login(make.user(Role.ADVISER))
    assert list(rows_of(client)["Lotus"]) == [
        "Country",
        "Workers",
        "Last assessed",
        "Non-compliance",
        "Overdue",
    ]
    assert list(rows_of(client, "no such column")["Lotus"]) == list(rows_of(client)["Lotus"])
