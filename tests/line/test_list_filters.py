"""Filters of lists: a value that nobody knows is answered with a sentence, on the page and by the API."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from accounts.models import Role
from tests import make

pytestmark = pytest.mark.django_db


def client_of(role: Role) -> APIClient:
    client = APIClient()
    client.force_login(make.user(role))
    return client


@pytest.mark.parametrize(
    ("address", "asked", "field"),
    [
        ("factories", "country=XX", "country"),
        ("factories", "state=nonsense", "state"),
        ("factories", f"q={'a' * 81}", "q"),
        ("assessments", "state=nonsense", "state"),
        ("assessments", "kind=nonsense", "kind"),
        ("sector-tables", "level=nonsense", "level"),
        ("sector-tables", "year=nonsense", "year"),
        ("sector-tables", "country=XX", "country"),
        ("evaluations", "outcome=nonsense", "outcome"),
        ("recognitions", "state=nonsense", "state"),
        ("listings", "country=XX", "country"),
        ("listings", "recognised_from=nonsense", "recognised_from"),
    ],
)
def test_the_api_refuses_an_unknown_value_and_names_its_field(address, asked, field):
    answer = client_of(Role.GLOBAL).get(f"/api/v1/{address}/?{asked}")

    assert answer.status_code == 400
    assert answer["content-type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [field]


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/factories/", "state=nonsense"),
        ("/factories/duplicates/", "state=nonsense"),
        ("/assessments/", "kind=nonsense"),
        ("/people/", "role=nonsense"),
        ("/recognition/", "adviser=nonsense"),
    ],
)
def test_a_page_shows_the_error_beside_the_field_and_the_whole_list(address, asked):
    client = client_of(Role.GLOBAL)

    page = client.get(f"{address}?{asked}").content.decode()
    name, value = asked.split("=")

    assert f"{value} is not one of the available choices" in page
    assert f'id="filter_{name}_error"' in page
    assert "is not one of the available choices" not in client.get(address).content.decode()


def test_a_filter_narrows_the_page_and_the_api_alike():
    mill = make.factory("KH-1", name="Lotus")
    make.factory("KH-2", name="Orchid", is_closed=True)
    client = client_of(Role.GLOBAL)

    by_api = client.get("/api/v1/factories/?state=open&q=lotus").json()["results"]
    by_page = client.get("/factories/?state=open&q=lotus").context["factories"]

    assert [row["code"] for row in by_api] == [row.code for row in by_page] == [mill.code]
    assert len(client.get("/api/v1/factories/").json()["results"]) == 2


def test_who_is_no_staff_learns_of_no_suspicion_from_the_api():
    assert client_of(Role.BRAND).get("/api/v1/factories/?state=suspected").status_code == 400
    assert client_of(Role.GLOBAL).get("/api/v1/factories/?state=suspected").status_code == 200


def test_who_reads_the_schema_changes_nothing_of_what_others_are_offered():
    assert client_of(Role.GLOBAL).get("/api/v1/schema/").status_code == 200
    assert client_of(Role.GLOBAL).get("/api/v1/factories/?state=suspected").status_code == 200
