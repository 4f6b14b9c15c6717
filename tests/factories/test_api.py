"""Factories over the API: only one's own, in the fields of a factory list, in few statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import Role
from factories.models import Identifier
from tests import make

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/factories/"


def client(user=None) -> APIClient:
    made = APIClient()
    if user is not None:
        made.force_authenticate(user)
    return made


def test_a_factory_comes_in_the_fields_of_its_list():
    lotus = make.factory(
        "KH-7", name="Lotus", latitude="11.5564", longitude="104.9282", products="Shirts; Socks"
    )
    Identifier.objects.create(factory=lotus, scheme="os_id", value="KH2019085AAAAA7", from_on=make.TODAY)

    answer = client(make.user(Role.REVIEWER)).get(f"{ADDRESS}KH-7/")

    assert answer.json() == {
        "code": "KH-7",
        "os_id": "KH2019085AAAAA7",
        "name": "Lotus",
        "country": "KH",
        "address": "",
        "lat": "11.556400",
        "lng": "104.928200",
        "workers": 800,
        "women_workers": 600,
        "products": "Shirts; Socks",
        "joined_on": None,
        "is_closed": False,
    }


def test_what_is_not_one_s_own_does_not_exist():
    make.factory("KH-7")
    make.factory("VN-7", country="VN")
    adviser = client(make.user(Role.ADVISER))

    assert [row["code"] for row in adviser.get(ADDRESS).json()["results"]] == ["KH-7"]
    assert adviser.get(f"{ADDRESS}VN-7/").status_code == 404
    assert adviser.get(f"{ADDRESS}VN-7/").json() == adviser.get(f"{ADDRESS}VN-8/").json()
    assert client().get(ADDRESS).json()["results"] == []
    assert client().get(f"{ADDRESS}KH-7/").status_code == 404


def test_the_list_is_cut_into_pages_and_narrowed_by_country():
    for number in range(1, 8):
        make.factory(f"KH-{number}")
    make.factory("VN-1", country="VN")
    everybody = client(make.user(Role.GLOBAL))

    first = everybody.get(ADDRESS, {"page_size": 5}).json()
    second = everybody.get(first["next"]).json()

    assert [row["code"] for row in first["results"] + second["results"]] == [
        *(f"KH-{number}" for number in range(1, 8)),
        "VN-1",
    ]
    assert (first["previous"], second["next"]) == (None, None)
    assert [row["code"] for row in everybody.get(ADDRESS, {"country": "vn"}).json()["results"]] == ["VN-1"]


def test_the_list_takes_the_same_statements_however_long_it_is():
    everybody = client(make.user(Role.GLOBAL))
    make.factory()
    with CaptureQueriesContext(connection) as short:
        everybody.get(ADDRESS)
    for _ in range(20):
        make.factory()
    with CaptureQueriesContext(connection) as long:
        everybody.get(ADDRESS)

    assert len(long) == len(short) <= 3


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_factory_is_neither_replaced_nor_deleted_over_the_api(method):
    make.factory("KH-7")
    everybody = client(make.user(Role.GLOBAL))

    assert getattr(everybody, method)(f"{ADDRESS}KH-7/").status_code == 405
