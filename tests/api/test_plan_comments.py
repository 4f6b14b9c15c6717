"""The conversation on a shared plan, read and written by brands' and factories' systems."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine

from buyers.models import PlanComment
from factories.models import Consent
from journal.models import Access
from portal.projections import refresh_reports
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/plan-comments/"


@pytest.fixture
def here():
    """A mill whose plan two brands read, and one that reads findings alone."""
    with time_machine.travel(NOW):  # comments stand in the order in which they came
        mill = make.factory("KH-00041")
        make.assessment(mill)
        make.plan_item(mill, "exit", issue="Locked exit")
        people = {"adviser": make.user("adviser"), "factory": make.user("factory", factory=mill)}
        for name, scope in (("north", "plan"), ("south", "plan"), ("east", "findings")):
            brand = make.brand(f"{name.title()}wind")
            make.sourcing(brand, mill)
            make.consent(brand, mill)
            Consent.objects.filter(brand=brand).update(scope=scope)
            people[name] = make.user("brand", brand=brand)
        refresh_reports()
        yield SimpleNamespace(**people)


def sent(**more):
    return {"id": str(uuid4()), "factory": "KH-00041", "ref": "exit", "text": "Until when?", **more}


def texts(client):
    answer = client.get(f"{ADDRESS}?factory=KH-00041")
    assert answer.status_code == 200, answer.content
    return [(row["side"], row["brand"], row["is_own"], row["text"]) for row in answer.json()["results"]]


def test_a_brand_comments_and_the_factory_answers_all_of_them(here, program):
    north, south, factory = program(here.north), program(here.south), program(here.factory)
    comment = sent()

    made, again = north.post(ADDRESS, comment), north.post(ADDRESS, comment)
    assert (made.status_code, again.status_code) == (201, 200), made.content
    assert factory.post(ADDRESS, sent(text="Open since May.")).status_code == 201

    answer = ("factory", "", False, "Open since May.")
    assert texts(north) == [("brand", "Northwind", True, "Until when?"), answer]
    assert texts(south) == [("brand", "", False, "Until when?"), answer]
    assert texts(factory) == [("brand", "Northwind", False, "Until when?"), answer]
    assert PlanComment.objects.count() == 2


def test_a_signed_comment_shows_the_name(here, program):
    program(here.north).post(ADDRESS, sent(is_signed=True))

    assert texts(program(here.south)) == [("brand", "Northwind", False, "Until when?")]


@pytest.mark.parametrize(
    ("data", "field"), [({"ref": "none"}, "ref"), ({"text": " "}, "text"), ({"brand": "southwind"}, "brand")]
)
def test_a_refusal_names_its_field(here, program, data, field):
    answer = program(here.north).post(ADDRESS, sent(**data))

    assert (answer.status_code, [*answer.json()["errors"]]) == (400, [field])
    assert not PlanComment.objects.exists()


def test_who_does_not_read_the_plan_reads_and_writes_nothing(here, program):
    for person in (
        here.east,
        make.user("brand"),
        make.user("inspector"),
        make.user("adviser", country="VN"),
        None,
    ):
        client = program(person)
        assert client.get(f"{ADDRESS}?factory=KH-00041").status_code == 404
        assert client.post(ADDRESS, sent()).status_code == 404
    assert program(make.user("reviewer")).post(ADDRESS, sent()).status_code == 404
    assert program(here.north).get(ADDRESS).status_code == 400


def test_what_was_written_is_not_given_again_once_the_plan_is_not_shared(here, program):
    north, key = program(here.north), {"HTTP_IDEMPOTENCY_KEY": str(uuid4())}
    comment = sent()
    assert north.post(ADDRESS, comment, **key).status_code == 201
    assert north.post(ADDRESS, comment, **key).headers["Idempotency-Replayed"] == "true"
    Consent.objects.update(scope="findings")

    assert north.post(ADDRESS, comment, **key).status_code == 404


def test_reading_is_a_look(here, program):
    program(here.north).get(f"{ADDRESS}?factory=KH-00041")
    program(here.factory).get(f"{ADDRESS}?factory=KH-00041")

    assert list(Access.objects.values_list("user", "page")) == [(here.north.pk, "api:plan-comment-list")]
