"""The evidence over the API: only what exists for the caller, in the fields of the files, in few statements."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Role
from sector_tables.projections import refresh_sector_counts
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00017")


def client(user=None):
    made = APIClient()
    if user is not None:
        made.force_authenticate(user)
    return made


def listed(user, path, **asked):
    answer = client(user).get(f"/api/v1/{path}/", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_assessments_come_in_the_fields_of_their_files(mill):
    made = make.assessment(mill, findings=["OS-8-06"])

    (row,) = listed(make.user(Role.REVIEWER), "assessments")

    assert row == {
        "id": str(made.pk),
        "factory": "KH-00017",
        "assessed_on": "2018-03-01",
        "cycle": 1,
        "questionnaire": "cat@1.0",
        "kind": "full",
        "announced": False,
        "state": "final",
        "revision": 1,
        "noncompliant": 1,
        "applicable": sum(make.layout("KH").scored),
    }


def test_one_assessment_comes_with_its_answers(mill):
    made = make.assessment(mill, findings={"OS-8-06": "One exit was locked."}, not_applicable=["OS-7-01"])

    row = client(make.user(Role.REVIEWER)).get(f"/api/v1/assessments/{made.pk}/").json()

    answers = {answer["question"]: answer for answer in row["answers"]}
    assert (answers["OS-8-06"]["answer"], answers["OS-8-06"]["details"]) == ("N", "One exit was locked.")
    assert answers["OS-7-01"]["answer"] == "X"
    assert answers["CO-2-01"]["details"] == ""


def test_what_is_not_yours_does_not_exist(mill):
    draft = make.assessment(mill, state="draft")
    visit = make.visit(mill)
    manager, stranger = make.user(Role.FACTORY, factory=mill), make.user(Role.ADVISER, country="VN")

    assert listed(manager, "assessments") == []
    assert client(manager).get(f"/api/v1/assessments/{draft.pk}/").status_code == 404
    assert listed(stranger, "visits") == []
    assert client(stranger).get(f"/api/v1/visits/{visit.uid}/").status_code == 404
    assert listed(None, "assessments") == listed(None, "visits") == []


def test_visits_keep_their_address_through_corrections_and_their_notes_inside(mill):
    visit = make.visit(mill, notes="Manager nervous")
    make.visit(mill, topics="Exits", notes="Manager nervous")
    address = f"/api/v1/visits/{visit.uid}/"

    staff = client(make.user(Role.ADVISER)).get(address).json()
    own = client(make.user(Role.FACTORY, factory=mill)).get(address).json()

    assert (staff["topics"], staff["notes"], own["notes"]) == ("Exits", "Manager nervous", "")


def test_an_address_that_is_no_id_finds_nothing():
    assert client(make.user(Role.GLOBAL)).get("/api/v1/visits/nonsense/").status_code == 404
    assert client(make.user(Role.GLOBAL)).get(f"/api/v1/assessments/{uuid.uuid4()}/").status_code == 404


def test_lists_cost_the_same_for_many_as_for_few(mill, django_assert_max_num_queries):
    for month in range(1, 7):
        make.assessment(mill, assessed_on=date(2017, month, 1))
        make.visit(mill, visited_on=date(2017, month, 9))
    reviewer = make.user(Role.REVIEWER)

    with django_assert_max_num_queries(4):
        assert len(listed(reviewer, "assessments")) == 6
    with django_assert_max_num_queries(4):
        assert len(listed(reviewer, "visits")) == 6


def test_pages_follow_each_other_newest_first(mill):
    for month in range(1, 6):
        make.assessment(mill, assessed_on=date(2017, month, 1))
    reviewer = client(make.user(Role.REVIEWER))

    first = reviewer.get("/api/v1/assessments/", {"page_size": 3}).json()
    second = reviewer.get(first["next"]).json()

    days = [row["assessed_on"] for row in first["results"] + second["results"]]
    assert days == [f"2017-0{month}-01" for month in (5, 4, 3, 2, 1)]


def test_assessments_can_be_narrowed(mill):
    other = make.factory("KH-00018")
    make.assessment(mill)
    make.assessment(other, state="submitted")
    reviewer = make.user(Role.REVIEWER)

    assert [row["factory"] for row in listed(reviewer, "assessments", factory="KH-00018")] == ["KH-00018"]
    assert [row["factory"] for row in listed(reviewer, "assessments", state="final")] == ["KH-00017"]


def test_sector_tables_are_open_to_everybody_and_hide_small_groups():
    make.questionnaire()
    for number in range(5):
        make.assessment(make.factory(), findings=["OS-8-06"] if number < 2 else [])
    make.assessment(make.factory(country="VN"), findings=["OS-8-06"])
    refresh_sector_counts(now=make.NOW)

    cambodia = {
        row["code"]: row for row in listed(None, "sector-tables", country="KH", level="point", page_size=100)
    }
    vietnam = {
        row["code"]: row for row in listed(None, "sector-tables", country="VN", level="point", page_size=100)
    }

    assert (cambodia["OS-8"]["noncompliant"], cambodia["OS-8"]["assessed"], cambodia["OS-8"]["percent"]) == (
        2,
        5,
        40,
    )
    assert (vietnam["OS-8"]["noncompliant"], vietnam["OS-8"]["assessed"], vietnam["OS-8"]["percent"]) == (
        None,
    ) * 3


def test_the_schema_describes_them():
    document = client().get(reverse("api:schema"), HTTP_ACCEPT="application/vnd.oai.openapi+json").json()

    assert {"/api/v1/assessments/", "/api/v1/visits/{id}/", "/api/v1/sector-tables/"} <= document[
        "paths"
    ].keys()
