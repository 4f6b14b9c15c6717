"""The store refuses what cannot be a history, and sorts what can."""

from __future__ import annotations

import pytest

from criteria.domain.days import NEVER
from criteria.domain.history import CLUSTERS, UNKNOWN, History, HistoryFaulty

TWO = [("KH-1", "KH"), ("VN-1", "VN")]


def test_rows_are_sorted_by_factory_and_day_and_key():
    history = History.build(
        TWO,
        cases={
            "factory": [1, 0, 0, 0],
            "day": [5, 9, 3, 9],
            "key": ["a", "c", "d", "b"],
            "closed": [6, 10, 4, 11],
        },
    )

    assert history.cases.key.tolist() == ["d", "b", "c", "a"]
    assert history.cases.closed.tolist() == [4, 11, 10, 6]


def test_what_is_not_given_is_not_known_or_has_not_happened():
    history = History.build(
        TWO,
        plan_items={"factory": [0], "day": [3]},
        committees={"factory": [0], "day": [3], "worker_seats": [5], "management_seats": [5]},
        assessments={"factory": [0], "day": [3], "cycle": [1], "applicable": [10], "noncompliant": [2]},
    )

    assert history.plan_items.done.tolist() == [NEVER]
    assert history.committees.elected.tolist() == [UNKNOWN]
    assert history.assessments.repeated.tolist() == [UNKNOWN]
    assert history.assessments.cluster_applicable.shape == (1, len(CLUSTERS))
    assert history.judged.day.tolist() == [3]


def test_only_full_unannounced_assessments_are_judged():
    history = History.build(
        TWO,
        assessments={
            "factory": [0, 0, 0], "day": [1, 2, 3], "cycle": [1, 1, 2], "applicable": [9, 9, 9],
            "noncompliant": [0, 0, 0], "kind": [0, 1, 0], "unannounced": [True, True, False],
        },
    )  # fmt: skip

    assert history.judged.day.tolist() == [1]
    assert history.assessments.day.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"factory": [0], "day": [1, 2]}, "2 rows instead of 1"),
        ({"factory": [0], "day": [1], "opened": [1]}, "no column opened"),
        ({"factory": [2], "day": [1]}, "outside 0 … 1"),
        ({"factory": [-1], "day": [1]}, "outside 0 … 1"),
        ({"factory": [0]}, "needs the column day"),
    ],
)
def test_columns_that_do_not_fit_are_refused(columns: dict[str, list[int]], says: str):
    with pytest.raises(HistoryFaulty, match=says):
        History.build(TWO, cases=columns)


def test_a_history_of_nobody_is_a_history():
    history = History.build([])

    assert history.codes == ()
    assert history.judged.rows_after(NEVER).tolist() == []
