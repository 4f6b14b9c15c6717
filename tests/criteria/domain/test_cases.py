"""The shipped document's criteria, each on both sides of its bar: the cases in `cases/`, for anybody to read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from criteria.documents import shipped
from criteria.domain.criteria import CriteriaDocument
from criteria.domain.criteria_parsing import parse_criteria
from criteria.domain.engine import judge
from criteria.domain.vectors import verdict_rows
from tests.criteria.domain.worlds import TABLES, World, history_of

SHIPPED = [(each, parse_criteria(each.text)) for each in shipped()]
DOCUMENT: CriteriaDocument = SHIPPED[-1][1]
CASES = [
    case
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
_ALWAYS = {
    # what a case about something else need not say
    "assessments": {"cycle": 1, "applicable": 100, "noncompliant": 0},
    "committees": {"worker_seats": 5, "management_seats": 5},
}


def world_of(case: dict[str, Any]) -> World:
    """The one factory of a case."""
    world: World = {"factories": [{"code": "KH-1", "country": case.get("country", "KH")}]}
    for table in TABLES:
        world[table] = [
            {**_ALWAYS.get(table, {}), **row, "factory": 0, "key": str(number)}
            for number, row in enumerate(case.get(table, []))
        ]
    return world


def test_cases_say_only_what_the_tables_know():
    known = {"criterion", "name", "on", "country", "outcome", "value", "shortfall", *TABLES}

    assert [case["name"] for case in CASES if case.keys() - known] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['criterion']}: {case['name']}")
def test_a_case_comes_out_as_it_says(case: dict[str, Any]):
    (row,) = verdict_rows(judge(history_of(world_of(case)), DOCUMENT, case["on"].toordinal()))

    entry = next(each for each in row["criteria"] if each["code"] == case["criterion"])
    assert entry["outcome"] == case["outcome"]
    assert entry["value"] == case.get("value")
    assert entry["shortfall"] == (case.get("shortfall", 0) if case["outcome"] != "unknown" else None)


def test_every_criterion_has_a_case_on_each_side_of_its_bar_and_one_without_evidence():
    covered = {(case["criterion"], case["outcome"]) for case in CASES}

    for outcome in ("met", "not_met", "unknown"):
        assert [c.code for c in DOCUMENT.criteria if (c.code, outcome) not in covered] == [], outcome


def test_no_case_is_about_a_criterion_that_is_gone():
    assert {case["criterion"] for case in CASES} == {criterion.code for criterion in DOCUMENT.criteria}


def test_shipped_files_are_named_for_what_they_hold():
    assert [(each.code, each.version) for each, _ in SHIPPED] == [
        (document.code, document.version) for _, document in SHIPPED
    ]


def test_the_shipped_document_has_the_criteria_and_numbers_agreed():
    bars = {criterion.code: (criterion.bar.n, criterion.bar.of) for criterion in DOCUMENT.criteria}

    assert bars == {
        "C1-COUNT": (2, 1), "C1-RECENT": (15, 1), "C2-LATEST": (10, 100), "C2-PREVIOUS": (15, 100),
        "C3-PUBLIC": (0, 1), "C3-EARLIER": (0, 1), "C4-CORE": (0, 1), "C5-OPEN": (0, 1), "C5-RECENT": (0, 1),
        "C6-POINT": (0, 1), "S1-OSH": (4, 1), "S1-HR": (4, 1), "S2-REPEAT": (10, 100), "D1-BALANCE": (0, 1),
        "D1-ELECTED": (1, 1), "D1-MEETINGS": (10, 1), "D1-WOMEN": (20, 100), "D2-DONE": (80, 100),
        "D2-VERIFIED": (50, 100), "L1-COURSES": (3, 1), "L1-MANAGERS": (1, 1), "L1-WORKERS": (1, 1),
    }  # fmt: skip
    assert all(criterion.set_by_programme and criterion.references for criterion in DOCUMENT.criteria)
    assert DOCUMENT.close.max_failed == 2
    assert DOCUMENT.close.never == {"C3", "C4", "C5"}
