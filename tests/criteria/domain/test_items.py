"""The single findings, items, records and cases of a measure are those that it counted, whatever the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria.domain.dated_counts import CountedSheet, count_sheets, single_findings
from criteria.domain.history import CLUSTERS, FINDING_COUNTS, UNKNOWN, History, HistoryFaulty
from criteria.domain.measures import (
    EVERYTHING,
    MEASURES,
    ItemKind,
    Measure,
    MeasureColumn,
    MeasureWindow,
    Snapshot,
    WindowKind,
)
from criteria.domain.measures.window import back, last, months
from tests.criteria.domain.strategies import worlds
from tests.criteria.domain.test_dated_counts import READINGS, sheets
from tests.criteria.domain.worlds import COURSES_ON_OFFER, World, columns_of, history_of

FACTORIES = [("KH-1", "KH"), ("KH-2", "KH"), ("VN-1", "VN")]
COUNTS = (
    "applicable", "noncompliant", "public_applicable", "public_noncompliant", "core_applicable",
    "core_noncompliant", "zero_tolerance_applicable", "zero_tolerance_noncompliant", "weak_points", "repeated",
    "public_repeated", "cluster_applicable", "cluster_noncompliant",
)  # fmt: skip
RECORDS = ("plan_items", "committees", "systems", "learning", "cases", "workforce")
DAYS = st.dates(date(2016, 6, 1), date(2018, 12, 31))

LATEST = "read off the latest review: the item is that review"
PEOPLE = "people added up over records: the items are those records"
NOT_ITEMS: Mapping[str, str] = {
    "months_since_assessment": "months: the item is the latest assessment",
    "systems_score_osh": LATEST,
    "systems_score_hr": LATEST,
    "systems_elements_osh": LATEST,
    "systems_elements_hr": LATEST,
    "committee_imbalance": LATEST,
    "committee_elected": LATEST,
    "committee_meetings": LATEST,
    "committee_women_share": LATEST,
    "committee_women_gap": LATEST,
    "committee_issues_resolved": LATEST,
    "manager_participants": PEOPLE,
    "worker_participants": PEOPLE,
    "women_participants": PEOPLE,
    "women_participants_share": PEOPLE,
    "learning_hours": PEOPLE,
    "learning_hours_workers": PEOPLE,
    "learning_hours_women": PEOPLE,
    "weak_points": "compliance points: the items are the findings in them",
}
"""Measures whose number is not a number of items, and why."""
WHOLE_OF_ITEMS = {"repeat_rate", "plan_items_done", "plan_items_verified", "plan_items_in_time"}
"""Shares whose whole is made of items; that of others is of questions asked, courses on offer, people or elements."""
TABLES = {
    ItemKind.ASSESSMENT: ("judged",),
    ItemKind.COMMITTEE_REVIEW: ("committees",),
    ItemKind.SYSTEMS_REVIEW: ("systems_osh", "systems_hr"),
    ItemKind.LEARNING: ("learning",),
}


def history(drawn: list[CountedSheet], cycles: list[int], world: World) -> History:
    """What the sheets and records of three factories give, single findings among it."""
    counts = count_sheets(drawn, READINGS, clusters=CLUSTERS)
    judged = [sheet for sheet in drawn if sheet.judged]
    found = list(single_findings(judged, READINGS))
    return History.build(
        FACTORIES,
        assessments={
            "factory": [sheet.factory for sheet in drawn],
            "day": [sheet.assessed_on.toordinal() for sheet in drawn],
            "key": [sheet.key for sheet in drawn],
            "cycle": cycles,
            "unannounced": [sheet.judged for sheet in drawn],
            **{name: getattr(counts, name) for name in COUNTS},
        },
        issues=columns_of(
            [
                {
                    "factory": drawn[issue.sheet].factory,
                    "day": drawn[issue.sheet].assessed_on,
                    "key": f"{drawn[issue.sheet].key} {issue.question}",
                }
                for issue in counts.issues
            ]
            + [row | {"from_visit": True} for row in world["issues"]]
        ),
        findings={
            "factory": [judged[finding.sheet].factory for finding in found],
            "day": [judged[finding.sheet].assessed_on.toordinal() for finding in found],
            "key": [judged[finding.sheet].key for finding in found],
            "question": [finding.question for finding in found],
            "cluster": [CLUSTERS.index(finding.cluster) for finding in found],
            "point": [finding.point for finding in found],
            **{name: [name in finding.counts for finding in found] for name in FINDING_COUNTS},
        },
        courses_on_offer=COURSES_ON_OFFER,
        **{name: columns_of(world[name]) for name in RECORDS},
    )


@st.composite
def histories_and_days(draw: st.DrawFn) -> tuple[History, list[date]]:
    """Three factories with sheets of several layouts, countries and days, and records of every kind; and some days.

    Most sheets are of full unannounced assessments. Most days are days on which something happened.
    """
    judged = st.sampled_from([True, True, True, False])
    drawn = [
        sheet._replace(key=f"{number}", factory=draw(st.sampled_from([0, 0, 1, 2])), judged=draw(judged))
        for number, sheet in enumerate(draw(st.lists(sheets(), min_size=3, max_size=6)))
    ]
    world = draw(worlds(tables=(*RECORDS, "issues")))
    cycles = draw(st.lists(st.integers(1, 6), min_size=len(drawn), max_size=len(drawn)))
    happened = [value for table in world.values() for row in table for value in row.values()]
    days = sorted({day for day in happened if isinstance(day, date)} | {sheet.assessed_on for sheet in drawn})
    some = draw(st.lists(st.sampled_from(days) | DAYS, min_size=1, max_size=6, unique=True))
    return history(drawn, cycles, world), some


def windows(measure: Measure) -> list[MeasureWindow]:
    """Some windows of each kind that the measure has."""
    some = {
        WindowKind.ALL: [EVERYTHING],
        WindowKind.LAST: [last(1), last(2)],
        WindowKind.BACK: [back(1)],
        WindowKind.MONTHS: [months(12)],
    }
    return [window for kind in measure.windows for window in some[kind]]


def of_the_items_alone(history: History, kept: dict[ItemKind, set[str]]) -> History:
    """The history with no other rows than these in the tables of their kinds."""
    tables = {
        name: (table := getattr(history, name)).where(np.isin(table.key.astype(str), sorted(ids)))
        for kind, ids in kept.items()
        for name in TABLES[kind]
    }
    return replace(history, **tables)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories_and_days())
def test_the_items_of_a_measure_are_as_many_as_it_counted(drawn: tuple[History, list[date]]):
    found, days = drawn
    for day in days:
        snapshot = Snapshot(found, day.toordinal())
        for measure in MEASURES.values():
            for window in windows(measure):
                value = measure.read(snapshot, window)
                for at in range(len(FACTORIES)):
                    check(measure, snapshot, window, at, value)


def check(measure: Measure, snapshot: Snapshot, window: MeasureWindow, at: int, value: MeasureColumn) -> None:
    """The items of one measure of one factory against its number."""
    found = measure.items(snapshot, window, at)
    assert len(set(found.counted)) == len(found.counted)
    assert all(item.day <= snapshot.as_of for item in (*found.counted, *found.read))
    if not value.known[at]:
        assert (found.counted, found.of) == ((), None)
        return
    assert (found.of is not None) == (measure.name in WHOLE_OF_ITEMS)
    if found.of is not None:
        assert value.of is not None
        assert len(set(found.of)) == len(found.of) == value.of[at]
        assert set(found.counted) <= set(found.of)
    if measure.name not in NOT_ITEMS:
        assert len(found.counted) == value.n[at], measure.name
    elif measure.name == "weak_points":
        assert len({(item.id.split()[0], item.group) for item in found.counted}) == value.n[at]
    elif value.n[at]:
        # the rows named give the same number when they are the only ones there are
        kept = {found.counted[0].kind: {item.id for item in found.counted}}
        alone = measure.read(Snapshot(of_the_items_alone(snapshot.history, kept), snapshot.as_of), window)
        assert alone.n[at] == value.n[at], measure.name


@pytest.mark.parametrize("name", [name for name, reason in NOT_ITEMS.items() if reason == LATEST])
def test_what_is_read_off_a_review_names_that_review(name: str):
    reviews = [
        {"factory": 0, "day": date(2018, month, 1), "key": str(month), "worker_seats": 3, "management_seats": 3,
         "elected": True, "women_percent": 50, "meetings": 9, "minutes": 9, "issues_raised": 2, "issues_resolved": 1}
        for month in (2, 3)
    ]  # fmt: skip
    systems = [
        {"factory": 0, "day": date(2018, month, 1), "key": f"{area}-{month}", "area": area, "score": 4, "policy": 4,
         "procedure": 3}
        for month in (2, 3)
        for area in ("osh", "hr")
    ]  # fmt: skip
    staff = [{"factory": 0, "day": date(2018, 1, 1), "key": "1", "workers": 400, "women": 320}]
    world = {
        "factories": [{"code": "KH-1", "country": "KH"}],
        "committees": reviews, "systems": systems, "workforce": staff,
    }  # fmt: skip

    found = MEASURES[name].items(Snapshot(history_of(world), date(2018, 6, 1).toordinal()), EVERYTHING, 0)

    assert [item.id.rpartition("-")[2] for item in found.counted] == ["3"]
    assert found.counted[0].id in {"3", f"{name.rpartition('_')[2]}-3"}


def test_without_single_findings_their_items_are_refused():
    world = {
        "factories": [{"code": "KH-1", "country": "KH"}],
        "assessments": [
            {
                "factory": 0,
                "day": date(2018, 1, 1),
                "cycle": 1,
                "applicable": 9,
                "noncompliant": 1,
                "key": "1",
            }
        ],
    }

    with pytest.raises(HistoryFaulty, match="without single findings"):
        MEASURES["noncompliance_rate"].items(
            Snapshot(history_of(world), date(2018, 6, 1).toordinal()), last(1), 0
        )


def test_a_cluster_that_criteria_do_not_know_has_findings_all_the_same():
    found = History.build(
        FACTORIES[:1],
        findings={"factory": [0], "day": [1], "key": ["a"], "question": ["XX-1-01"], "cluster": [UNKNOWN]},
    ).findings

    assert found is not None
    assert found.question.tolist() == ["XX-1-01"]
