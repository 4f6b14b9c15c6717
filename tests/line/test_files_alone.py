"""From an empty database, files alone make a factory eligible; one changed line of one file, and it is not.

The files lie in tests/line/files and are meant to be read. Days are fixed, and the factory is judged as of a fixed day.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from criteria.domain.criteria_parsing import parse_criteria
from criteria.projections import SHIPPED
from tests.line.files_of_a_factory import AS_OF, FACTORY, Change, evaluated, take_in

pytestmark = pytest.mark.django_db
SHIPPED_CRITERIA = parse_criteria(
    (SHIPPED / "high-performance" / "1.0.toml").read_text(encoding="utf-8")
).criteria

FULL = "assessments-full.csv"
IN_2016, IN_2018 = {"assessed_on": "2016-12-06"}, {"assessed_on": "2018-02-20"}

ONE_LINE = {
    # code: the one changed line. Answers: C compliant, N non-compliant, X not applicable.
    "C1-COUNT": Change(FULL, IN_2016, {"kind": ("full", "partial")}),
    "C1-RECENT": Change(FULL, IN_2018, {"assessed_on": ("2018-02-20", "2017-02-20")}),
    "C2-LATEST": Change(FULL, IN_2018, {"WT-3-06": ("C", "N")}),
    "C2-PREVIOUS": Change(FULL, IN_2016, {"WT-3-04": ("C", "N")}),
    # overtime was worked after all, and wrongly paid: 23 of 230 is exactly ten per cent, still within C2-LATEST
    "C3-PUBLIC": Change(FULL, IN_2018, {"CO-2-01": ("X", "N")}),
    "C3-EARLIER": Change("assessments-partial.csv", {"question": "OS-8-07"}, {"answer": ("C", "N")}),
    "C4-CORE": Change(FULL, IN_2018, {"DI-3-12": ("X", "N")}),
    "C5-OPEN": Change("zero-tolerance.csv", {}, {"closed_on": ("2015-11-20", "")}),
    "C5-RECENT": Change(
        "zero-tolerance.csv",
        {},
        {"opened_on": ("2015-09-01", "2016-09-01"), "closed_on": ("2015-11-20", "2016-11-20")},
    ),
    # three of the six questions asked on welfare facilities become three of five
    "C6-POINT": Change(FULL, IN_2018, {"OS-6-06": ("C", "X")}),
    "S1-OSH": Change("systems.csv", {"area": "osh"}, {"score": ("4", "3")}),
    "S1-HR": Change("systems.csv", {"area": "hr"}, {"score": ("4", "3")}),
    # unlicensed recruiting agents were found in 2016 too
    "S2-REPEAT": Change(FULL, IN_2018, {"CH-2-06": ("X", "N")}),
    "D1-BALANCE": Change("committees.csv", {}, {"management_seats": ("5", "6")}),
    "D1-ELECTED": Change("committees.csv", {}, {"worker_side_elected": ("yes", "no")}),
    "D1-MEETINGS": Change("committees.csv", {}, {"minutes_12m": ("11", "9")}),
    "D1-WOMEN": Change("committees.csv", {}, {"women_percent": ("70", "60")}),
    "D2-DONE": Change(
        "plan-items.csv", {"ref": "2017-4"}, {"status": ("done", "in_progress"), "done_on": ("2018-02-20", "")}
    ),
    "D2-VERIFIED": Change(
        "plan-items.csv", {"ref": "2017-2"}, {"status": ("verified", "done"), "verified_on": ("2017-11-20", "")}
    ),
    "L1-COURSES": Change("learning.csv", {"course": "Industry seminar"}, {"held_on": ("2018-04-10", "2017-04-10")}),
    "L1-MANAGERS": Change("learning.csv", {"course": "Supervisory skills"}, {"managers_women": ("3", "0")}),
    "L1-WORKERS": Change(
        "learning.csv", {"course": "Workers' rights"}, {"workers_men": ("6", "0"), "workers_women": ("18", "0")}
    ),
}  # fmt: skip

ENTAILED = {
    # with one full assessment there is no assessment before it, nothing to find again, and no two to look at
    "C1-COUNT": {"C2-PREVIOUS", "C4-CORE", "S2-REPEAT"},
}
"""What one line also makes unknown: there is nothing left to judge it by."""


@pytest.fixture
def from_files() -> dict[str, Any]:
    """The verdict from the files as they are."""
    take_in()
    return evaluated()


def test_every_file_is_taken_in_whole() -> None:
    told = take_in()

    assert [(each.code, each.document["problems"], each.stderr) for each in told] == [(0, [], "")] * 12
    assert all(each.document["created"] >= 1 and each.document["updated"] == 0 for each in told)
    assert all(each.counts[1:] == (0, each.counts[0] + each.counts[2]) for each in take_in()), "again"


def test_files_alone_make_a_factory_eligible(from_files: dict[str, Any]) -> None:
    (verdict,) = from_files["verdicts"]

    assert (verdict["factory"], verdict["outcome"]) == (FACTORY, "eligible")
    assert (verdict["failed"], verdict["unknown"]) == ([], [])


def test_the_verdict_has_the_shape_of_the_contract(from_files: dict[str, Any]) -> None:
    (verdict,) = from_files.pop("verdicts")
    digest = from_files["criteria"].pop("digest")

    assert from_files == {
        "as_of": AS_OF,
        "criteria": {"code": "high-performance", "version": "1.0"},
        "factories": 1,
        "eligible": 1,
        "not_eligible": 0,
        "incomplete": 0,
        "close": 0,
    }
    assert len(digest) == 64
    assert list(verdict) == ["factory", "outcome", "failed", "unknown", "criteria"]
    assert all(
        list(row) == ["code", "pillar", "outcome", "value", "threshold", "shortfall", "unit"]
        for row in verdict["criteria"]
    )
    assert all((row["outcome"], row["shortfall"]) == ("met", 0) for row in verdict["criteria"])


def test_each_value_is_what_the_files_say(from_files: dict[str, Any]) -> None:
    (verdict,) = from_files["verdicts"]

    assert {row["code"]: row["value"] for row in verdict["criteria"]} == {
        "C1-COUNT": 2,
        "C1-RECENT": 4,  # from 20 February to 1 June the fourth month has begun
        "C2-LATEST": {"n": 22, "of": 229},
        "C2-PREVIOUS": {"n": 33, "of": 226},
        "C3-PUBLIC": 0,
        "C3-EARLIER": 0,  # the exit locked in September 2017 was verified as put right in November
        "C4-CORE": 0,
        "C5-OPEN": 0,
        "C5-RECENT": 0,
        "C6-POINT": 0,
        "S1-OSH": 4,
        "S1-HR": 4,
        "S2-REPEAT": {"n": 2, "of": 22},
        "D1-BALANCE": 0,
        "D1-ELECTED": 1,
        "D1-MEETINGS": 11,
        "D1-WOMEN": {"n": 15_000, "of": 100_000},  # 850 women of 1,000 workers, 70 per cent of the seats
        "D2-DONE": {"n": 4, "of": 5},  # the sixth item is due in September
        "D2-VERIFIED": {"n": 2, "of": 4},
        "L1-COURSES": 3,
        "L1-MANAGERS": 3,
        "L1-WORKERS": 24,
    }


def test_there_is_a_changed_line_for_every_criterion() -> None:
    assert list(ONE_LINE) == [criterion.code for criterion in SHIPPED_CRITERIA]


@pytest.mark.parametrize("code", ONE_LINE)
def test_one_changed_line_turns_one_criterion_to_not_met(code: str, tmp_path: Path) -> None:
    take_in(ONE_LINE[code], tmp_path)

    (verdict,) = evaluated()["verdicts"]

    assert verdict["outcome"] == "not_eligible"
    assert verdict["failed"] == [code]
    assert set(verdict["unknown"]) == ENTAILED.get(code, set())
    (turned,) = [row for row in verdict["criteria"] if row["code"] == code]
    assert turned["shortfall"] > 0


def test_before_it_happened_it_does_not_count() -> None:
    take_in()

    (verdict,) = evaluated(as_of="2018-03-01")["verdicts"]

    # the committee and the systems were reviewed on 15 March, the seminar was held on 10 April
    assert verdict["outcome"] == "not_eligible"
    assert verdict["failed"] == ["L1-COURSES"]
    assert set(verdict["unknown"]) == {
        "S1-OSH",
        "S1-HR",
        "D1-BALANCE",
        "D1-ELECTED",
        "D1-MEETINGS",
        "D1-WOMEN",
    }
