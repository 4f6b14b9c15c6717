"""Verdicts in the shape that others read, one example at a time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from criteria.domain.criteria import Bar, Close, Comparison, Override
from criteria.domain.distance import shortfalls, total_distance
from criteria.domain.engine import (
    INCOMPLETE,
    NOT_ELIGIBLE,
    NotMeasured,
    judge,
    judge_measures,
    measure_matrix,
    sole_obstacles,
)
from criteria.domain.measures import MeasureWindow, WindowKind
from criteria.domain.vectors import VectorFaulty, matrix_of, vectors, verdict_rows
from tests.criteria.domain.judging import judge_vector
from tests.criteria.domain.strategies import SHIPPED
from tests.criteria.domain.worlds import World, history_of

ON = date(2018, 6, 1)
LATEST = SHIPPED.criterion("C2-LATEST")
WORLD: World = {
    "factories": [{"code": "VN-2", "country": "VN"}, {"code": "KH-1", "country": "KH"}],
    "assessments": [
        {
            "factory": 0,
            "day": date(2018, 3, 1),
            "cycle": 1,
            "applicable": 200,
            "noncompliant": 23,
            "key": "a",
        },
        {"factory": 1, "day": date(2017, 3, 1), "cycle": 1, "applicable": 100, "noncompliant": 2, "key": "b"},
        {"factory": 1, "day": date(2018, 3, 1), "cycle": 2, "applicable": 100, "noncompliant": 9, "key": "c"},
    ],
}


def test_rows_come_in_order_of_code_in_the_shape_of_the_contract():
    document = replace(SHIPPED, criteria=(LATEST, SHIPPED.criterion("C1-COUNT"), SHIPPED.criterion("S1-HR")))

    rows = verdict_rows(judge(history_of(WORLD), document, ON.toordinal()))

    assert json.loads(json.dumps(rows))[1] == {
        "factory": "VN-2",
        "outcome": "not_eligible",
        "failed": ["C2-LATEST", "C1-COUNT"],
        "unknown": ["S1-HR"],
        "criteria": [
            {
                "code": "C2-LATEST", "pillar": "compliance", "outcome": "not_met", "value": {"n": 23, "of": 200},
                "threshold": {"n": 10, "of": 100}, "shortfall": 3, "unit": "findings",
            },
            {
                "code": "C1-COUNT", "pillar": "compliance", "outcome": "not_met", "value": 1, "threshold": 2,
                "shortfall": 1, "unit": "assessments",
            },
            {
                "code": "S1-HR", "pillar": "management_systems", "outcome": "unknown", "value": None, "threshold": 4,
                "shortfall": None, "unit": "levels",
            },
        ],
    }  # fmt: skip
    assert [row["factory"] for row in rows] == ["KH-1", "VN-2"]
    assert rows[0]["outcome"] == "incomplete"


def test_a_country_may_have_its_own_bar_and_its_own_window():
    stricter = Override(Bar(5, 100), MeasureWindow(WindowKind.LAST, 2))
    document = replace(SHIPPED, criteria=(replace(LATEST, overrides={"KH": stricter}),))

    verdicts = judge(history_of(WORLD), document, ON.toordinal())

    rows = {row["factory"]: row["criteria"][0] for row in verdict_rows(verdicts)}
    assert rows["KH-1"]["value"] == {"n": 11, "of": 200}
    assert rows["KH-1"]["threshold"] == {"n": 5, "of": 100}
    assert (rows["KH-1"]["outcome"], rows["KH-1"]["shortfall"]) == ("not_met", 1)
    assert rows["VN-2"]["value"] == {"n": 23, "of": 200}
    assert vectors(verdicts.matrix, document) == [
        {"noncompliance_rate@last=1": {"n": 23, "of": 200}},
        {"noncompliance_rate@last=2": {"n": 11, "of": 200}},
    ]


def test_near_misses_are_counted_in_rules_and_some_rules_may_not_be_among_them():
    codes = ("C1-COUNT", "C1-RECENT", "C2-LATEST", "C3-PUBLIC")
    document = replace(
        SHIPPED,
        criteria=tuple(SHIPPED.criterion(code) for code in codes),
        close=Close(max_failed=2, never=frozenset({"C3"})),
    )
    all_met = {
        "full_assessments@all": 2, "months_since_assessment@all": 3, "noncompliance_rate@last=1": {"n": 1, "of": 100},
        "public_noncompliances@last=1": 0,
    }  # fmt: skip
    two_rules = {
        "full_assessments@all": 1,
        "months_since_assessment@all": 16,
        "noncompliance_rate@last=1": {"n": 11, "of": 100},
    }
    stored = [
        all_met,
        all_met | two_rules,
        all_met | {"public_noncompliances@last=1": 1},
        all_met | two_rules | {"public_noncompliances@last=1": None},
    ]

    verdicts = judge_measures(matrix_of(stored, document, countries=["KH"] * 4), document)

    assert verdicts.failed_rules.tolist() == [0, 2, 1, 2]
    assert verdicts.close.tolist() == [False, True, False, False]
    assert sole_obstacles(verdicts).tolist() == [-1, -1, 3, -1]


def test_a_moved_bar_needs_no_new_measuring():
    matrix = measure_matrix(history_of(WORLD), SHIPPED, ON.toordinal())
    document = replace(SHIPPED, criteria=(replace(LATEST, bar=Bar(12, 100)),))

    assert judge_measures(matrix, document).outcomes.tolist() == [[2], [2]]


def test_a_new_window_does_and_says_so():
    matrix = measure_matrix(history_of(WORLD), SHIPPED, ON.toordinal())
    document = replace(SHIPPED, criteria=(replace(LATEST, window=MeasureWindow(WindowKind.LAST, 3)),))

    with pytest.raises(NotMeasured, match="noncompliance_rate@last=3"):
        judge_measures(matrix, document)


@pytest.mark.parametrize(
    "value", [5, {"n": 5}, {"n": -1, "of": 9}, {"n": 0.5, "of": 9}, "5", {"n": True, "of": 2}]
)
def test_a_stored_value_that_no_measure_gives_is_refused(value: object):
    document = replace(SHIPPED, criteria=(LATEST,))

    with pytest.raises(VectorFaulty, match="noncompliance_rate@last=1"):
        judge_vector({"noncompliance_rate@last=1": value}, document, "KH")  # type: ignore[dict-item]


def test_a_stored_vector_without_a_reading_is_refused():
    with pytest.raises(NotMeasured):
        judge_vector({}, replace(SHIPPED, criteria=(LATEST,)), "KH")


def test_equality_with_the_best_value_is_met_by_it_alone():
    none_at_all = replace(LATEST, comparison=Comparison.EQUALS, bar=Bar(0, 100))
    document = replace(SHIPPED, criteria=(none_at_all,))

    def outcome(n: int) -> int:
        return int(
            judge_vector({"noncompliance_rate@last=1": {"n": n, "of": 9}}, document, "KH").outcomes[0, 0]
        )

    assert (outcome(0), outcome(1)) == (2, 1)


def test_a_hair_beyond_the_bar_is_beyond_it_however_large_the_numbers():
    document = replace(SHIPPED, criteria=(replace(SHIPPED.criterion("D2-DONE"), bar=Bar(3333, 10_000)),))
    many = 1_000_000_000

    # one of a thousand million: single precision would not tell the two apart
    enough = judge_vector({"plan_items_done@all": {"n": many * 3333 // 10_000, "of": many}}, document, "KH")
    short = judge_vector(
        {"plan_items_done@all": {"n": many * 3333 // 10_000 - 1, "of": many}}, document, "KH"
    )

    assert enough.outcomes.tolist() == [[2]]
    assert short.outcomes.tolist() == [[1]]
    assert shortfalls(short, 0).tolist() == [1]
    assert total_distance(short).tolist() == [1]


def test_the_shortfall_of_women_is_in_points_the_committee_can_gain():
    def verdicts_with(percent: int):
        world: World = {
            "factories": [{"code": "KH-1", "country": "KH"}],
            "committees": [
                {"factory": 0, "day": date(2018, 2, 1), "worker_seats": 5, "management_seats": 5,
                 "women_percent": percent, "key": "c"},
            ],
            "workforce": [{"factory": 0, "day": date(2018, 1, 1), "workers": 733, "women": 611, "key": "w"}],
        }  # fmt: skip
        return judge(history_of(world), document, ON.toordinal())

    document = replace(SHIPPED, criteria=(SHIPPED.criterion("D1-WOMEN"),))

    short = int(shortfalls(verdicts_with(40), 0)[0])

    assert verdicts_with(40 + short).outcomes[0, 0] == 2
    assert verdicts_with(40 + short - 1).outcomes[0, 0] == 1


def test_nobody_to_judge_is_no_fault():
    verdicts = judge(history_of({"factories": []}), SHIPPED, ON.toordinal())

    assert verdict_rows(verdicts) == []
    assert total_distance(verdicts).tolist() == []
    assert matrix_of([], SHIPPED, countries=[]).codes == ()


def test_standing_is_not_eligible_before_it_is_incomplete():
    verdicts = judge(history_of(WORLD), SHIPPED, ON.toordinal())

    assert np.array_equal(verdicts.standing, [NOT_ELIGIBLE, INCOMPLETE])
