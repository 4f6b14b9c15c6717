"""The priority list: of one's own country, with reasons and numbers."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse

from factories.models import Factory
from portal.projections import refresh_priorities
from tests import make
from tests.portal.world import TODAY

pytestmark = pytest.mark.django_db


def main_part(client):
    """The priority list without what differs at every rendering."""
    return text(client.get(reverse("priority"))).partition("<main")[2].partition("</main>")[0]


def text(response):
    return response.content.decode()


@pytest.fixture
def priorities(db):
    """Six Cambodian factories of which one stands out, and one Vietnamese with an open case."""
    everywhere = make.layout("KH").codes
    for number in range(12):
        factory = make.factory(f"KH-1000{number:02}", name=f"Plain {number}")
        findings = everywhere[:120] if number == 0 else everywhere[:4]
        make.assessment(factory, assessed_on=date(2018, 3, 1), cycle=1, findings=findings)
    make.case(make.factory("VN-00001", country="VN", name="Case Mill"), trigger="SECRET-TRIGGER")
    refresh_priorities(TODAY)


def test_an_inspector_sees_the_own_country_with_reasons_in_numbers(client, priorities):
    client.force_login(make.user("inspector", country="KH"))

    page = text(client.get(reverse("priority")))

    assert "Plain 0" in page
    assert re.search(r"1[12]\d of \d+ questions; standard deviation", page)
    assert "over 12 factories" in page
    assert "Case Mill" not in page


def test_a_case_is_a_reason_without_a_word_of_it_for_those_who_may_know_of_cases(client, priorities):
    client.force_login(make.user("manager", country="VN"))

    page = text(client.get(reverse("priority")))

    assert "Case Mill" in page
    assert "SECRET-TRIGGER" not in page


@pytest.mark.parametrize("role", ["inspector", "adviser"])
def test_who_may_not_know_of_cases_reads_the_list_that_there_would_be_without_any(client, priorities, role):
    outstanding = Factory.objects.get(name="Plain 0")
    client.force_login(make.user(role, country="KH"))
    before = main_part(client)
    make.case(outstanding)
    make.case(Factory.objects.get(name="Plain 7"))
    refresh_priorities(TODAY)

    assert main_part(client) == before
    assert "Plain 7" not in before


@pytest.mark.parametrize(
    "asked", [{}, {"reason": "cases"}, {"q": "case"}, {"q": "nothing"}, {"reason": "rate"}]
)
def test_the_file_has_the_rows_of_the_page(client, priorities, asked):
    client.force_login(make.user("global"))

    page = client.get(reverse("priority"), asked)
    told = b"".join(client.get(reverse("priority_export"), {**asked, "format": "csv"}).streaming_content)

    rows = list(csv.DictReader(io.StringIO(told.decode("utf-8-sig"))))
    assert [row["factory"] for row in rows] == [one.code for one in page.context["entries"]]


@pytest.mark.parametrize("role", ["brand", "factory", "worker", "group", "admin"])
@pytest.mark.parametrize("route", ["priority", "priority_export"])
def test_the_priority_list_does_not_exist_for_others(client, db, role, route):
    client.force_login(make.user(role))

    assert client.get(reverse(route)).status_code == 404


def test_without_priorities_the_page_says_so(client, db):
    client.force_login(make.user("inspector"))

    assert "No priority factories" in text(client.get(reverse("priority")))
