"""Bodies that no address can read are refused as problems, whatever they hold."""

from __future__ import annotations

import json

import pytest

from tests import make
from tests.api.test_evidence_entered import SENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(program):
    mill = make.factory("KH-00017")
    make.assessment(mill)
    return program(make.user("adviser"), raise_request_exception=False)


def refused(answer):
    """The problem that an answer is."""
    assert answer.status_code == 400, answer.content[:300]
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.json()


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"factory":' * 100_000, '{"area":' + "[" * 400 + "]" * 400 + "}"],
    ids=["lists", "objects", "whole"],
)
def test_what_is_nested_without_end(adviser, body):
    answer = adviser.post("/api/v1/systems-reviews/", body, content_type="application/json")

    assert refused(answer)["code"] == "parse_error"


@pytest.mark.parametrize(
    ("kind", "field"),
    [("systems-reviews", "area"), ("plan-items", "status"), ("plan-items", "no_such_field")],
)
def test_half_a_character_in_a_choice(adviser, kind, field):
    sent = {"factory": "KH-00017", **SENT[kind][0], field: "\ud800"}
    body = json.dumps(sent)

    answer = adviser.post(f"/api/v1/{kind}/", body, content_type="application/json")

    assert field in refused(answer)["errors"]


def test_half_a_character_in_the_name_of_a_field(adviser):
    body = r'{"factory": "KH-00017", "\ud800": 1}'

    answer = adviser.post("/api/v1/plan-items/", body, content_type="application/json")

    assert "?" in refused(answer)["errors"]
