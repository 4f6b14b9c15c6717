"""Changes and webhooks for brands' systems."""

from __future__ import annotations

import uuid

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from accounts.commands.tokens import make_token
from accounts.models import Role
from factories.models import Consent
from portal.projections import refresh_reports
from portal.queries.shown_content import REPORTS
from tests import make
from tests.recognition.make import NOW, TODAY
from webhooks.models import ChangeEntry, WebhookEndpoint
from webhooks.projections.changes import note_content

pytestmark = pytest.mark.django_db
CHANGES, WEBHOOKS = "/api/v1/changes/", "/api/v1/webhooks/"
WANTED = {"name": "Sourcing", "url": "https://hooks.northwind.example/", "kinds": ["recognition.published"]}


def client(user=None) -> APIClient:
    made = APIClient()
    if user is not None:
        made.force_authenticate(user)
    return made


def read(user, **asked):
    answer = client(user).get(CHANGES, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_brand_reads_what_it_may_and_nothing_of_others(programme):
    page = read(programme.linh)

    assert {(row["factory"], row["type"]) for row in page["results"]} == {
        ("KH-00001", "supplier.report_published"),
        ("KH-00001", "supplier.findings_changed"),
        ("KH-00001", "supplier.plan_changed"),
        ("KH-00001", "supplier.criteria_changed"),
        ("KH-00001", "access.granted"),
        ("VN-00001", "recognition.published"),
    }
    assert set(page["results"][0]) == {"id", "type", "factory", "at", "url"}
    assert read(programme.karim)["results"] == []
    assert read(make.user(Role.GLOBAL))["results"] == read(None)["results"] == []


def test_whoever_goes_on_from_a_cursor_reads_each_change_once(programme):
    everything = [row["id"] for row in read(programme.linh)["results"]]
    seen, page = [], read(programme.linh, page_size=2)
    while True:
        seen += [row["id"] for row in page["results"]]
        if not page["has_more"]:
            break
        page = read(programme.linh, page_size=2, cursor=page["cursor"])

    assert seen == everything
    assert read(programme.linh, cursor=page["cursor"]) == {
        "results": [],
        "cursor": page["cursor"],
        "has_more": False,
    }
    make.assessment(programme.supplier, assessed_on=TODAY, findings=["OS-8-06"], cycle=3)
    refresh_reports([programme.supplier.pk])
    note_content(REPORTS, [programme.supplier.pk], now=NOW)
    assert [row["type"] for row in read(programme.linh, cursor=page["cursor"])["results"]] == [
        "supplier.report_published",
        "supplier.findings_changed",
    ]


def test_what_may_not_be_read_any_more_is_left_out(programme):
    Consent.objects.update(ended_at=NOW)

    assert {row["type"] for row in read(programme.linh)["results"]} == {"recognition.published"}


def test_positions_stay_inside(programme):
    """Gaps between them would tell how much there is that one may not read."""
    answer = client(programme.linh).get(CHANGES).json()

    assert {uuid.UUID(row["id"]) for row in answer["results"]} <= set(
        ChangeEntry.objects.values_list("uid", flat=True)
    )
    assert uuid.UUID(answer["cursor"])


@pytest.mark.parametrize("address", [CHANGES, "/api/v1/listings/", "/api/v1/assessments/", WEBHOOKS])
def test_a_parameter_that_there_is_none_of_is_refused(address, programme):
    answer = client(programme.linh).get(address, {"contry": "KH", "page_size": 10})

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == ["contry"]
    assert "page_size" in answer.json()["errors"]["contry"][0]


def test_parameters_of_a_single_thing_are_refused_too(programme):
    answer = client(programme.linh).get(f"/api/v1/listings/{programme.recognition.pk}/", {"fields": "name"})

    assert answer.status_code == 400


@pytest.mark.parametrize("size", ["0", "501", "x", "-1", "9" * 50, "٣"])
def test_a_size_that_is_none_is_refused(size, programme):
    assert client(programme.linh).get(CHANGES, {"page_size": size}).status_code == 400


def test_a_webhook_is_made_changed_tested_paused_and_deleted(programme):
    linh = client(programme.linh)

    made = linh.post(WEBHOOKS, WANTED)
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    again = linh.post(WEBHOOKS, WANTED)
    assert (again.status_code, "secret" in again.json()) == (200, False)
    (row,) = linh.get(WEBHOOKS).json()["results"]
    assert row["id"] == made.json()["id"]
    assert row["brand"] == programme.brand.slug
    assert made.json()["secret"] not in str(row)
    one = f"{WEBHOOKS}{row['id']}/"
    changed = linh.put(one, {**WANTED, "kinds": ["access.ended"]})
    assert changed.json()["kinds"] == ["access.ended"]
    assert linh.post(f"{one}test/").status_code == 200
    assert linh.post(f"{one}pause/").json()["state"] == "paused"
    assert linh.post(f"{one}resume/").json()["state"] == "active"
    wanted = {"seen": row["secret_version"], "at_once": True}
    rotated = linh.post(f"{one}rotate-secret/", wanted)
    assert linh.post(f"{one}rotate-secret/", wanted).status_code == 409  # sent twice: one other secret
    assert linh.post(f"{one}rotate-secret/").status_code == 400
    assert rotated.json()["secret"] != made.json()["secret"]
    assert rotated.headers["Cache-Control"] == "no-store"
    assert linh.delete(one).status_code == 204
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "http://10.0.0.1/"}, "url"),
        ({"url": ""}, "url"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["x"]}, "kinds"),
        ({"name": " "}, "name"),
        ({"brand": "southwind"}, "brand"),
    ],
)
def test_what_is_wrong_is_a_problem_of_its_field(programme, wrong, field):
    answer = client(programme.linh).post(WEBHOOKS, WANTED | wrong)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_nobody_else_makes_or_finds_them(programme):
    client(programme.linh).post(WEBHOOKS, WANTED)
    one = f"{WEBHOOKS}{WebhookEndpoint.objects.get().pk}/"
    for stranger in (programme.karim, make.user(Role.GLOBAL), None):
        browser = client(stranger)
        assert browser.get(WEBHOOKS).json()["results"] == []
        assert browser.delete(one).status_code == 404
        assert browser.post(f"{one}rotate-secret/", {"seen": "x"}).status_code == 404
    assert client(make.user(Role.GLOBAL)).post(WEBHOOKS, WANTED).status_code == 404
    assert client().post(WEBHOOKS, WANTED).status_code == 404


def test_every_answer_says_how_many_calls_are_left(programme, settings):
    settings.API_CALLS_PER_MINUTE = 2
    cache.clear()
    text = make_token(
        programme.linh.pk, name="x", scope="read", expires_at=None, actor=programme.linh, now=NOW
    )
    program = APIClient(headers={"Authorization": f"Token {text}"})

    answers = [program.get(CHANGES) for _call in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["RateLimit"].partition(";t=")[0] for answer in answers] == [
        '"calls";r=1',
        '"calls";r=0',
        '"calls";r=0',
    ]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"calls";q=2;w=60'}
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
