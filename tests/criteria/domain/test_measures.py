"""The example that each measure gives of itself is true."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from criteria.domain.measures import EVERYTHING, MEASURES, compute
from criteria.domain.measures.window import MeasureWindow, back, last, months
from criteria.domain.vectors import values_of
from tests.criteria.domain.worlds import TABLES, World, history_of

ON = date(2018, 6, 1)
EIGHT = list(range(8))


def sheet(day: date, **counts: Any) -> dict[str, Any]:
    return {"day": day, "cycle": day.year - 2010, "applicable": 180, "noncompliant": 18, **counts}


def value(
    measure: str, window: MeasureWindow = EVERYTHING, on: date = ON, **tables: list[dict[str, Any]]
) -> Any:
    """The measure of one factory that has these rows."""
    world: World = {"factories": [{"code": "KH-1", "country": "KH"}]}
    for table in TABLES:
        world[table] = [{**row, "factory": 0, "key": str(at)} for at, row in enumerate(tables.get(table, []))]
    return values_of(compute(history_of(world), measure, window, on.toordinal()))[0]


YEARS = [sheet(date(year, 3, 10)) for year in (2016, 2017, 2018)]
COURSE = {"course": "OSH awareness", "day": date(2018, 3, 1)}
STAFF = [{"day": date(2018, 1, 1), "workers": 400, "women": 320}]
DUE = [date(2018, 1, 1 + number) for number in range(10)]
TEN_DUE = [
    # eight done, the last of them late; four verified
    {
        "day": day,
        "done": None if at > 7 else date(2018, 3, 1) if at == 7 else day,
        "verified": ON if at < 4 else None,
    }
    for at, day in enumerate(DUE)
]


def review(**counts: Any) -> list[dict[str, Any]]:
    return [{"day": date(2018, 2, 1), "worker_seats": 5, "management_seats": 5, **counts}]


def cluster(index: int) -> list[dict[str, Any]]:
    return [
        sheet(
            date(2018, 3, 10),
            cluster_applicable=[60 if at == index else 0 for at in EIGHT],
            cluster_noncompliant=[3 if at == index else 0 for at in EIGHT],
        )
    ]


EXAMPLES: dict[str, list[tuple[Any, Any]]] = {
    "full_assessments": [
        (3, value("full_assessments", assessments=[*YEARS, sheet(date(2017, 9, 1), kind="remote")])),
        (2, value("full_assessments", months(15), assessments=YEARS)),
    ],
    "months_since_assessment": [
        (15, value("months_since_assessment", on=date(2018, 6, 10), assessments=YEARS[:2])),
        (16, value("months_since_assessment", on=date(2018, 6, 11), assessments=YEARS[:2])),
    ],
    "consecutive_cycles": [
        (3, value("consecutive_cycles", assessments=[sheet(date(2012 + c, 1, 1), cycle=c) for c in (1, 3, 4, 5)])),
        (2, value("consecutive_cycles", assessments=[sheet(date(2012 + c, 1, 1), cycle=max(c, 2)) for c in (1, 2, 3)])),
        (0, value("consecutive_cycles", assessments=[sheet(date(2017, 9, 1), kind="partial")])),
    ],
    "noncompliance_rate": [
        ({"n": 18, "of": 180}, value("noncompliance_rate", last(1), assessments=YEARS)),
        ({"n": 54, "of": 540}, value("noncompliance_rate", last(3), assessments=YEARS)),
        (None, value("noncompliance_rate", last(4), assessments=YEARS)),
        (None, value("noncompliance_rate", back(3), assessments=YEARS)),
    ],
    **{
        f"noncompliance_rate_{code}": [
            ({"n": 3, "of": 60}, value(f"noncompliance_rate_{code}", last(1), assessments=cluster(index))),
            (None, value(f"noncompliance_rate_{code}", last(1), assessments=cluster((index + 1) % 8))),
        ]
        for index, code in enumerate(("CL", "DI", "FL", "FA", "CO", "CH", "OS", "WT"))
    },
    "public_noncompliance_rate": [
        (
            {"n": 1, "of": 21},
            value(
                "public_noncompliance_rate", last(1),
                assessments=[sheet(date(2018, 3, 10), public_applicable=21, public_noncompliant=1)],
            ),
        )
    ],
    "public_noncompliances": [
        (
            2,
            value(
                "public_noncompliances", last(1),
                assessments=[sheet(date(2018, 3, 10), public_applicable=21, public_noncompliant=2)],
            ),
        )
    ],
    "repeated_public_issues": [
        (
            1,
            value(
                "repeated_public_issues", last(1),
                assessments=[sheet(date(2018, 3, 10), repeated=1, public_repeated=1)],
            ),
        )
    ],
    "unfixed_public_issues": [
        (
            1,
            value(
                "unfixed_public_issues",
                assessments=YEARS,
                issues=[{"day": date(2016, 3, 10)}, {"day": date(2016, 3, 10), "fixed": date(2017, 5, 1)}],
            ),
        ),
        # on the very day of the latest assessment: the assessment's own is left to others, the visit's is not
        (
            1,
            value(
                "unfixed_public_issues",
                assessments=YEARS,
                issues=[{"day": date(2018, 3, 10)}, {"day": date(2018, 3, 10), "from_visit": True}],
            ),
        ),
    ],
    "core_noncompliances": [
        (
            1,
            value(
                "core_noncompliances", last(2),
                assessments=[
                    sheet(date(2017, 3, 10), core_applicable=60, core_noncompliant=1),
                    sheet(date(2018, 3, 10), core_applicable=60, core_noncompliant=0),
                ],
            ),
        )
    ],
    "zero_tolerance_findings": [
        (
            1,
            value(
                "zero_tolerance_findings", last(1),
                assessments=[
                    sheet(date(2018, 3, 10), zero_tolerance_applicable=9, zero_tolerance_noncompliant=1)
                ],
            ),
        )
    ],
    "open_cases": [
        (1, value("open_cases", on=date(2018, 5, 8), cases=[{"day": date(2018, 3, 1), "closed": date(2018, 5, 9)}])),
        (0, value("open_cases", on=date(2018, 5, 9), cases=[{"day": date(2018, 3, 1), "closed": date(2018, 5, 9)}])),
    ],
    "cases_opened": [
        (1, value("cases_opened", months(24), cases=[{"day": date(2016, 10, 1), "closed": date(2017, 1, 1)}])),
        (0, value("cases_opened", months(19), cases=[{"day": date(2016, 10, 1), "closed": date(2017, 1, 1)}])),
    ],
    "weak_points": [(1, value("weak_points", last(1), assessments=[sheet(date(2018, 3, 10), weak_points=1)]))],
    "repeated_noncompliances": [
        (1, value("repeated_noncompliances", last(1), assessments=[sheet(date(2018, 3, 10), repeated=1)])),
        (None, value("repeated_noncompliances", last(2), assessments=[YEARS[1], sheet(date(2018, 3, 10), repeated=1)])),
    ],
    "repeat_rate": [
        (
            {"n": 2, "of": 12},
            value("repeat_rate", last(1), assessments=[sheet(date(2018, 3, 10), noncompliant=12, repeated=2)]),
        )
    ],
    **{
        f"systems_score_{area}": [
            (
                4,
                value(
                    f"systems_score_{area}", months(24),
                    systems=[
                        {"day": date(2017, 4, 1), "area": area, "score": 3},
                        {"day": date(2018, 3, 1), "area": area, "score": 4},
                    ],
                ),
            )
        ]
        for area in ("osh", "hr")
    },
    **{
        f"systems_elements_{area}": [
            (
                {"n": 3, "of": 4},
                value(
                    f"systems_elements_{area}", months(12),
                    systems=[
                        {"day": date(2018, 3, 1), "area": area, "score": 3, "policy": 4, "responsible": 3,
                         "procedure": 4, "correction": 2}
                    ],
                ),
            )
        ]
        for area in ("osh", "hr")
    },
    "committee_imbalance": [(2, value("committee_imbalance", committees=review(management_seats=7)))],
    "committee_elected": [(0, value("committee_elected", committees=review(elected=False)))],
    "committee_meetings": [(11, value("committee_meetings", committees=review(meetings=12, minutes=11)))],
    "committee_women_share": [
        ({"n": 60, "of": 100}, value("committee_women_share", committees=review(women_percent=60)))
    ],
    "committee_women_gap": [
        (
            {"n": 25_000, "of": 100_000},
            value(
                "committee_women_gap",
                committees=review(women_percent=60),
                workforce=[{"day": date(2018, 1, 1), "workers": 1000, "women": 850}],
            ),
        )
    ],
    "committee_issues_resolved": [
        (
            {"n": 17, "of": 20},
            value("committee_issues_resolved", committees=review(issues_raised=20, issues_resolved=17)),
        )
    ],
    "plan_items_done": [({"n": 8, "of": 10}, value("plan_items_done", plan_items=TEN_DUE))],
    "plan_items_verified": [({"n": 4, "of": 8}, value("plan_items_verified", plan_items=TEN_DUE))],
    "plan_items_in_time": [({"n": 7, "of": 10}, value("plan_items_in_time", plan_items=TEN_DUE))],
    "courses_attended": [
        (
            2,
            value(
                "courses_attended",
                learning=[
                    {"course": "Supervisory skills", "day": date(2017, 9, 1)},
                    {"course": "Supervisory skills", "day": date(2018, 9, 1)},
                    {"course": "Supervisory skills", "day": date(2018, 1, 1)},
                    COURSE,
                ],
            ),
        )
    ],
    "course_share": [
        (
            {"n": 1, "of": 4},
            value("course_share", learning=[COURSE, {"course": "Sewing", "day": date(2018, 3, 1)}]),
        )
    ],
    "manager_participants": [
        (
            3,
            value(
                "manager_participants",
                learning=[{**COURSE, "managers_men": 2}, {**COURSE, "managers_women": 1, "workers_men": 9}],
            ),
        )
    ],
    "worker_participants": [
        (20, value("worker_participants", learning=[{**COURSE, "workers_men": 12}, {**COURSE, "workers_women": 8}]))
    ],
    "women_participants": [
        (
            16,
            value(
                "women_participants",
                learning=[{**COURSE, "managers_women": 2, "workers_women": 14, "workers_men": 5}],
            ),
        )
    ],
    "women_participants_share": [
        (
            {"n": 16, "of": 20},
            value("women_participants_share", learning=[{**COURSE, "workers_women": 16, "managers_men": 4}]),
        ),
        (None, value("women_participants_share", learning=[COURSE])),
    ],
    "learning_hours": [
        (
            {"n": 200, "of": 400},
            value("learning_hours", learning=[{**COURSE, "hours": 8, "workers_men": 25}], workforce=STAFF),
        )
    ],
    "learning_hours_workers": [
        (
            {"n": 160, "of": 400},
            value(
                "learning_hours_workers",
                learning=[{**COURSE, "hours": 8, "workers_men": 20, "managers_men": 5}],
                workforce=STAFF,
            ),
        )
    ],
    "learning_hours_women": [
        (
            {"n": 128, "of": 320},
            value(
                "learning_hours_women",
                learning=[{**COURSE, "hours": 8, "workers_women": 16, "workers_men": 9}],
                workforce=STAFF,
            ),
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", MEASURES)
def test_a_measures_own_example_is_true(name: str):
    for expected, found in EXAMPLES[name]:
        assert found == expected


def test_a_measure_that_is_none_is_refused():
    with pytest.raises(KeyError):
        compute(history_of({"factories": []}), "happiness", EVERYTHING, ON.toordinal())
