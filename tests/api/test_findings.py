"""Findings over the API, with their questions in the language that the reader asks for."""

from __future__ import annotations

import pytest

from accounts.models import Role
from factories.models import Factory
from questionnaires.models import Layout
from questionnaires.queries.questionnaires import question_words
from tests import make

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/findings/"


@pytest.fixture
def mill() -> Factory:
    make.questionnaire()
    found = make.factory("KH-00017")
    make.assessment(found, findings={"OS-8-06": "One exit was locked."})
    return found


def asked_as(language: str) -> str:
    layout = Layout.objects.get(country="KH")
    return question_words(layout.pk, language=language)["OS-8-06"].text


def rows(client, **asked):
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_a_finding_comes_with_its_question(mill, program):
    (row,) = rows(program(make.user(Role.REVIEWER)))

    assert row.pop("assessment")
    assert row == {
        "factory": "KH-00017",
        "cycle": 1,
        "state": "final",
        "question": "OS-8-06",
        "cluster": "OS",
        "text": asked_as("en"),
        "found_on": "2018-03-01",
        "details": "One exit was locked.",
        "attribution": "factory",
        "workers_concerned": None,
        "response": "",
        "fixed_on": None,
    }


@pytest.mark.parametrize(
    ("header", "parameter", "language"),
    [
        ("km", {}, "km"),
        ("vi;q=0.5, km", {}, "km"),
        ("km", {"language": "vi"}, "vi"),
        ("xx", {}, "en"),
        ("", {}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for(mill, program, header, parameter, language):
    client = program(make.user(Role.REVIEWER))

    for address in (ADDRESS, f"{ADDRESS}export/"):
        answer = client.get(address, parameter, headers={"Accept-Language": header} if header else {})
        assert asked_as(language) in answer.getvalue().decode()
        assert answer.headers["Content-Language"] == language
        assert "Accept-Language" in answer.headers["Vary"]
    assert asked_as("km") != asked_as("en")


def test_a_language_that_there_is_none_of_is_refused(mill, program):
    client = program(make.user(Role.REVIEWER))

    for address in (ADDRESS, f"{ADDRESS}export/"):
        refused = client.get(address, {"language": "xx"})
        assert refused.status_code == 400
        assert list(refused.json()["errors"]) == ["language"]


def test_drafts_have_none_yet_and_the_window_has_for_the_factory(mill, program):
    make.assessment(make.factory("KH-00018"), findings=["OS-8-06"], state="draft")
    make.assessment(make.factory("KH-00019"), findings=["OS-8-06"], state="submitted")
    window = make.factory("KH-00020")
    make.assessment(window, findings=["OS-8-06"], state="comment_window")

    assert {row["factory"] for row in rows(program(make.user(Role.REVIEWER)))} == {"KH-00017", "KH-00020"}
    own = program(make.user(Role.FACTORY, factory=window))
    assert [(row["factory"], row["state"]) for row in rows(own)] == [("KH-00020", "comment_window")]


def test_a_brand_reads_those_that_are_shared_with_it(mill, program):
    brand = make.brand("Northwind")
    make.sourcing(brand, mill)
    linh = program(make.user(Role.BRAND, brand=brand))
    assert rows(linh) == []

    consent = make.consent(brand, mill)
    assert [row["factory"] for row in rows(linh)] == ["KH-00017"]
    consent.scope = "summary"
    consent.save()
    assert rows(linh) == []


def test_findings_can_be_narrowed(mill, program):
    make.assessment(make.factory("VN-00018", country="VN"), findings=["OS-7-01"])
    client = program(make.user(Role.GLOBAL))

    for narrowed in ({"factory": "KH-00017"}, {"country": "KH"}, {"question": "OS-8-06"}, {"q": "KH-00017"}):
        assert [row["factory"] for row in rows(client, **narrowed)] == ["KH-00017"]
    assert len(rows(client, fixed="false")) == 2
    assert rows(client, fixed="true") == []
    assert rows(client, found_from="2018-03-02") == []


def test_the_list_costs_the_same_for_many_as_for_few(mill, program, django_assert_max_num_queries):
    for number in range(20, 30):
        make.assessment(make.factory(f"KH-000{number}"), findings=["OS-8-06", "OS-7-01"])
    client = program(make.user(Role.REVIEWER))

    with django_assert_max_num_queries(9):
        assert len(rows(client)) == 21


def test_a_character_that_nobody_types_is_a_problem_as_any_other(mill, program):
    client = program(make.user(Role.GLOBAL))

    for address, status in ((f"{ADDRESS}?factory=%00", 400), ("/api/v1/factories/%00/", 404)):
        answer = client.get(address)
        assert (answer.status_code, answer.json()["status"]) == (status, status)
        assert answer.headers["Content-Type"] == "application/problem+json"
