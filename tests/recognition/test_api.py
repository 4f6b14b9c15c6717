"""The judgement through the API: what exists for whom, and in which words."""

from __future__ import annotations

import csv
import json

import pytest
from django.core.management import call_command
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.commands.tokens import make_token
from accounts.models import ApiToken, Role
from criteria.models import Evaluation
from journal.jobs import enqueue
from tests import make
from tests.recognition.make import NOW, TODAY, eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _june_2018(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def client(role=Role.GLOBAL, **of):
    made = APIClient()
    user = make.user(role, **of)
    token = make_token(user.pk, name="test", scope="read", expires_at=None, actor=user, now=NOW)
    made.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return made


def listed(answer, key="factory"):
    assert answer.status_code == 200, answer.content
    assert set(answer.json()) == {"next", "previous", "results"}
    return [row[key] for row in answer.json()["results"]]


def test_staff_read_verdicts_of_their_country_and_nobody_elses():
    here, there = eligible_factory("KH-00001"), eligible_factory("VN-00001", country="VN")
    judged(here, there)

    assert listed(client(Role.ADVISER).get("/api/v1/evaluations/")) == ["KH-00001"]
    assert sorted(listed(client(Role.GLOBAL).get("/api/v1/evaluations/"))) == ["KH-00001", "VN-00001"]
    assert listed(client(Role.GLOBAL).get("/api/v1/evaluations/?factory=VN-00001")) == ["VN-00001"]
    assert listed(client(Role.FACTORY, factory=here).get("/api/v1/evaluations/")) == ["KH-00001"]
    for role in (Role.BRAND, Role.INSPECTOR, Role.ADMIN):
        assert listed(client(role).get("/api/v1/evaluations/")) == []
    assert listed(APIClient().get("/api/v1/evaluations/")) == []


def test_one_verdict_has_every_criterion():
    judged(eligible_factory())
    row = Evaluation.objects.get()

    told = client().get(f"/api/v1/evaluations/{row.pk}/").json()

    assert len(told["criteria_rows"]) == 22
    assert told["criteria"] == "high-performance/1.0"
    assert list(told["criteria_rows"][0]) == [
        "code", "pillar", "outcome", "value", "threshold", "shortfall", "unit",
    ]  # fmt: skip


def test_only_current_verdicts_when_asked():
    factory = eligible_factory()
    judged(factory)
    make.systems(factory, "osh", score=2, reviewed_on=TODAY)
    judged(factory)

    assert len(listed(client().get("/api/v1/evaluations/"))) == 2
    assert listed(client().get("/api/v1/evaluations/?current=true"), "failed") == [["S1-OSH"]]
    assert listed(client().get("/api/v1/evaluations/?outcome=eligible"), "failed") == [[]]


@pytest.mark.parametrize("role", [Role.ADVISER, Role.WORKER])
def test_whoever_may_not_know_of_cases_is_not_told_of_one(role):
    factory = eligible_factory()
    make.case(factory)
    judged(factory)
    row = Evaluation.objects.get(is_current=True)
    reader = client(role, factory=factory if role == Role.WORKER else None)

    listed_row = reader.get("/api/v1/evaluations/").json()["results"][0]
    whole = reader.get(f"/api/v1/evaluations/{row.pk}/").json()

    assert row.failed == ["C5-OPEN", "C5-RECENT"]
    assert (listed_row["outcome"], listed_row["failed"]) == ("eligible", [])
    assert (whole["outcome"], whole["failed"]) == ("eligible", [])
    assert not [one for one in whole["criteria_rows"] if one["code"].startswith("C5")]
    assert listed(reader.get("/api/v1/evaluations/?outcome=not_eligible")) == listed(
        reader.get("/api/v1/evaluations/?outcome=eligible")
    )


def test_everybody_reads_public_recognitions_and_no_decision():
    public = recognition(eligible_factory("KH-00001"), "published")
    recognition(eligible_factory("KH-00002"))

    told = APIClient().get("/api/v1/recognitions/").json()["results"]

    assert [(row["id"], row["factory"], row["state"]) for row in told] == [
        (str(public.pk), "KH-00001", "published")
    ]
    assert {told[0][name] for name in ("reason", "proposed_at", "confirmed_at", "evaluation")} == {None}


def test_those_who_decide_in_the_country_read_all_of_it():
    recognition(eligible_factory("KH-00001"), "published")
    recognition(eligible_factory("KH-00002"))
    recognition(eligible_factory("VN-00001", country="VN"))

    own = client(Role.MANAGER).get("/api/v1/recognitions/").json()["results"]
    other = client(Role.MANAGER, country="VN").get("/api/v1/recognitions/").json()["results"]

    assert {row["factory"]: bool(row["reason"]) for row in own} == {"KH-00001": True, "KH-00002": True}
    assert {row["factory"]: bool(row["reason"]) for row in other} == {"KH-00001": False, "VN-00001": True}
    assert sorted(listed(client(Role.ADVISER).get("/api/v1/recognitions/"))) == ["KH-00001"]


def test_a_suspended_recognition_does_not_exist_for_outsiders():
    found = recognition(eligible_factory(), "suspended")

    assert APIClient().get(f"/api/v1/recognitions/{found.pk}/").status_code == 404
    assert client(Role.BRAND).get(f"/api/v1/recognitions/{found.pk}/").status_code == 404


def test_criteria_word_for_word():
    judged(eligible_factory())

    (told,) = APIClient().get("/api/v1/criteria/?code=high-performance").json()["results"]

    assert (told["version"], told["state"], told["in_force_from"]) == ("1.0", "approved", "2018-01-01")
    assert 'code = "C2-LATEST"' in told["text"]


def test_a_job_is_told_to_whoever_started_it():
    mine = client(Role.MANAGER)
    actor = ApiToken.objects.get().user
    job = enqueue("evaluate-programme", parameters={}, actor=actor, now=NOW)

    assert mine.get(f"/api/v1/jobs/{job.pk}/").json()["state"] == "queued"
    assert client(Role.GLOBAL).get(f"/api/v1/jobs/{job.pk}/").status_code == 404
    assert APIClient().get(f"/api/v1/jobs/{job.pk}/").status_code == 404


def test_lists_cost_the_same_for_one_row_and_for_many(django_assert_max_num_queries):
    for number in range(6):
        recognition(eligible_factory(f"KH-{number:05}"), "published")
    reader = client(Role.MANAGER)

    for what in ("evaluations", "recognitions", "criteria", "jobs"):
        with django_assert_max_num_queries(5):  # two of them for the log of looks
            reader.get(f"/api/v1/{what}/")


def test_recognitions_are_exported(tmp_path, capsys):
    recognition(eligible_factory("KH-00001"), "published")
    recognition(eligible_factory("KH-00002"))
    file = tmp_path / "recognitions.csv"

    call_command("export", "recognitions", str(file), "--json")

    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert json.loads(capsys.readouterr().out) == {"rows": 2}
    assert [(row["factory"], row["state"], row["publish_on"]) for row in rows] == [
        ("KH-00001", "published", "2018-06-01"),
        ("KH-00002", "proposed", ""),
    ]
