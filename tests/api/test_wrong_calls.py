"""Calls that are wrong in themselves are told so: where to, how signed in, how much of a list."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.commands.tokens import make_token
from accounts.models import Role
from tests import make

pytestmark = pytest.mark.django_db
FACTORIES = "/api/v1/factories/"


def test_an_address_that_there_is_not_is_a_problem_that_programs_read():
    for answer in (
        Client().get("/api/v1/factory/"),
        Client().post("/api/v2/factories/", {}, content_type="application/json"),
        Client(headers={"Accept": "text/html"}).get("/api/v1/factories/KH-00001/no-such-thing/"),
    ):
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "not_found"
    assert "text/html" in Client().get("/factory/").headers["Content-Type"]


def test_a_failure_of_the_server_is_a_problem_too(monkeypatch):
    def fails(*_args, **_more):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("rest_framework.viewsets.GenericViewSet.filter_queryset", fails)
    answer = Client(raise_request_exception=False).get(FACTORIES)

    assert (answer.status_code, answer.json()["status"]) == (500, 500)
    assert "fault of ours" not in answer.content.decode()


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer nonsense",
        "Basic bWU6c2VjcmV0",
        "nonsense",
        "Token",
        "Token a b",
        "Digest username=me",
    ],
)
def test_a_header_that_signs_nobody_in_is_not_taken_for_a_visitors(header):
    answer = Client(headers={"Authorization": header}).get(FACTORIES)

    assert answer.status_code == 401, answer.content
    assert answer.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("scheme", ["Token", "token", "Bearer", "bearer"])
def test_a_token_is_sent_as_such_or_as_its_bearers(scheme):
    mill, person = make.factory(), make.user(Role.MANAGER)
    made = make_token(person.pk, name="Ours", scope="read", expires_at=None, actor=person, now=make.NOW)

    answer = Client(headers={"Authorization": f"{scheme} {made}"}).get(FACTORIES)

    assert [row["code"] for row in answer.json()["results"]] == [mill.code]


@pytest.mark.parametrize("size", ["abc", "0", "-1", "501", "1.5", "", "٣", "9" * 5000])
def test_a_page_size_that_cannot_be_is_refused_and_says_which_can(size):
    answer = Client().get("/api/v1/recognitions/", {"page_size": size})

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"] == {"page_size": ["A whole number from 1 to 500."]}
    assert Client().get("/api/v1/recognitions/", {"page_size": 500}).status_code == 200
