"""The command lines and their JSON, exactly as the contract has them."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Role
from criteria.models import CriteriaVersion, Evaluation
from criteria.projections import SHIPPED
from recognition.commands import lifecycle
from recognition.models import Recognition
from tests import make
from tests.recognition.make import eligible_factory, recognition

pytestmark = pytest.mark.django_db
SHIPPED_TEXT = (SHIPPED / "high-performance" / "1.0.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _june_2018(monkeypatch):
    """The evidence of the cast is of 2018: the day the commands are given is too."""
    monkeypatch.setattr(timezone, "now", lambda: make.NOW)


def said(*arguments):
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    assert len(out.getvalue().splitlines()) == 1
    return json.loads(out.getvalue())


def test_evaluate_prints_the_contract():
    eligible_factory("KH-00002")
    eligible_factory("KH-00001", latest=["OS-8-06"])
    make.factory("VN-00001", country="VN")

    told = said("evaluate")

    assert list(told) == [
        "as_of", "criteria", "factories", "eligible", "not_eligible", "incomplete", "close", "verdicts",
    ]  # fmt: skip
    assert told["as_of"] == "2018-06-01"
    assert (told["criteria"]["code"], told["criteria"]["version"]) == ("high-performance", "1.0")
    assert len(told["criteria"]["digest"]) == 64
    counts = [told[name] for name in ("factories", "eligible", "not_eligible", "incomplete", "close")]
    assert counts == [3, 1, 1, 1, 0]
    assert [row["factory"] for row in told["verdicts"]] == ["KH-00001", "KH-00002", "VN-00001"]
    bad, good, unknown = told["verdicts"]
    assert (bad["outcome"], bad["failed"], bad["unknown"]) == ("not_eligible", ["C3-PUBLIC"], [])
    assert (good["outcome"], good["failed"], good["unknown"]) == ("eligible", [], [])
    assert unknown["outcome"] == "incomplete"
    assert list(bad["criteria"][0]) == [
        "code",
        "pillar",
        "outcome",
        "value",
        "threshold",
        "shortfall",
        "unit",
    ]
    of_code = {row["code"]: row for row in bad["criteria"]}
    assert of_code["C3-PUBLIC"]["outcome"] == "not_met"
    assert (of_code["C3-PUBLIC"]["value"], of_code["C3-PUBLIC"]["shortfall"]) == (1, 1)
    assert set(of_code["C2-LATEST"]["value"]) == {"n", "of"}
    nothing = {row["code"]: row for row in unknown["criteria"]}["C2-LATEST"]
    assert (nothing["outcome"], nothing["value"], nothing["shortfall"]) == ("unknown", None, None)


def test_evaluating_one_factory_says_what_evaluating_all_says_of_it():
    eligible_factory("KH-00001", latest=["OS-2-01"])
    eligible_factory("KH-00002")

    alone = said("evaluate", "--factory", "KH-00001")

    assert alone["factories"] == 1
    assert alone["verdicts"] == said("evaluate")["verdicts"][:1]


def test_only_an_evaluation_as_of_today_is_kept():
    eligible_factory()

    said("evaluate", "--as-of", "2018-05-31")
    said("evaluate", "--known-at", "2018-06-01T08:00:00+00:00")
    assert not Evaluation.objects.exists()

    said("evaluate", "--as-of", "2018-06-01")
    assert Evaluation.objects.count() == 1


def test_an_evaluation_as_of_a_past_day_reads_what_had_happened_by_then():
    eligible_factory("KH-00001")

    assert said("evaluate", "--as-of", "2018-06-01")["eligible"] == 1
    assert "C1-COUNT" in said("evaluate", "--as-of", "2018-04-09")["verdicts"][0]["failed"]


def test_evaluate_loads_the_shipped_criteria_into_a_fresh_database_once():
    assert not CriteriaVersion.objects.exists()

    said("evaluate")
    said("evaluate")

    assert CriteriaVersion.objects.count() == 1


@pytest.mark.parametrize("arguments", [("--factory", "XX-1"), ("--criteria", "no-such")])
def test_evaluate_refuses_what_does_not_exist(arguments):
    with pytest.raises(CommandError, match=r"XX-1|no-such"):
        call_command("evaluate", *arguments)


def test_publish_makes_public_what_is_due_and_the_second_time_nothing():
    found = recognition(eligible_factory(), "confirmed")
    later = recognition(eligible_factory())
    lifecycle.confirm_recognition(
        later.pk,
        reason="With the forum.",
        publish_on=make.TODAY + timedelta(days=9),
        actor=make.user(Role.GLOBAL),
        now=make.NOW,
    )

    assert said("publish") == {"due": 1, "published": 1, "unchanged": 0, "problems": []}
    assert said("publish") == {"due": 1, "published": 0, "unchanged": 1, "problems": []}
    assert Recognition.objects.get(pk=found.pk).state == "published"
    assert Recognition.objects.get(pk=later.pk).state == "confirmed"


def test_publish_judges_first_and_names_what_cannot_be_published(capsys):
    turned = recognition(eligible_factory("KH-00007"), "confirmed")
    fine = recognition(eligible_factory("KH-00008"), "confirmed")
    make.systems(turned.factory, "osh", score=2, reviewed_on=make.TODAY)
    out, err = StringIO(), StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("publish", "--json", stdout=out, stderr=err)

    told = json.loads(out.getvalue())
    assert end.value.code == 1
    assert (told["due"], told["published"], told["unchanged"]) == (2, 1, 0)
    assert [(problem["id"], problem["code"]) for problem in told["problems"]] == [
        (str(turned.pk), "NotEligible")
    ]
    assert "KH-00007" in err.getvalue()
    assert Recognition.objects.get(pk=fine.pk).state == "published"


def test_simulate_tells_who_enters_and_leaves(tmp_path: Path):
    eligible_factory("KH-00001")
    eligible_factory("KH-00002", latest=["OS-8-06"])
    harder = tmp_path / "harder.toml"
    harder.write_text(SHIPPED_TEXT.replace("threshold = 2\n", "threshold = 3\n", 1))
    easier = tmp_path / "easier.toml"
    start = SHIPPED_TEXT.index('code = "C3-PUBLIC"')
    easier.write_text(
        SHIPPED_TEXT[:start] + SHIPPED_TEXT[start:].replace("threshold = 0", "threshold = 1", 1)
    )

    told = said("simulate", "--criteria", str(harder))
    assert (told["base"]["eligible"], told["draft"]["eligible"]) == (1, 0)
    assert (told["enters"], told["leaves"]) == ([], ["KH-00001"])
    assert told["base"]["by_country_year"] == [
        {"country": "KH", "year": 2017, "assessed": 2, "eligible": 0},
        {"country": "KH", "year": 2018, "assessed": 2, "eligible": 1},
    ]

    told = said("simulate", "--criteria", str(easier))
    assert (told["enters"], told["leaves"]) == (["KH-00002"], [])
    assert not Evaluation.objects.exists()


def test_a_faulty_draft_is_told_with_every_fault(tmp_path: Path):
    faulty = tmp_path / "draft.toml"
    faulty.write_text(
        SHIPPED_TEXT.replace("at_most", "at_moist").replace('unit = "months"', 'unit = "moons"')
    )
    err = StringIO()

    with pytest.raises(SystemExit):
        call_command("simulate", "--criteria", str(faulty), stderr=err)

    lines = err.getvalue().splitlines()
    assert len(lines) >= 5
    assert all(line.startswith("draft.toml:") for line in lines)


def test_load_criteria_again_changes_nothing():
    first = said("load_criteria")
    second = said("load_criteria")

    assert (first["loaded"], second["loaded"]) == (1, 0)
    assert first["criteria"] == second["criteria"]
