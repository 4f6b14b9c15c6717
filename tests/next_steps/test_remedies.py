"""Doing exactly what a next step says meets its criterion, on the day that it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from criteria.domain.criteria import CriteriaDocument, Criterion
from criteria.domain.dated_counts import CountedSheet
from criteria.domain.engine import MET, judge
from criteria.domain.measures import MEASURES, Measure, Snapshot, WindowKind
from next_steps.domain.remedies import MAIN_TASK, Remedy, TaskKind, remedy_of
from tests.criteria.domain.strategies import LATE_DAYS, SHIPPED, criteria, worlds
from tests.criteria.domain.worlds import World
from tests.next_steps.doing import LAYOUT, RECORDS, Evidence, done

MEASURES_IN_ORDER = sorted(MEASURES.values(), key=lambda each: each.name)
INTERVALS = st.sampled_from([6, 12, 24])
NEVER_BY_AN_ACT = {
    "cases_opened": "a case that was opened stays on record",
    "plan_items_in_time": "what was late stays late",
    "women_participants_share": "men who took part stay on record",
    "course_share": "the programme offers no course",
    **dict.fromkeys(
        (name for name, kind in MAIN_TASK.items() if kind in {TaskKind.PUT_RIGHT, TaskKind.PUT_RIGHT_POINTS}),
        "the questionnaire asked none of the questions",
    ),
}
"""Measures that may be beyond what a factory can do, and why."""


@st.composite
def evidence(draw: st.DrawFn, on: date) -> Evidence:
    """A factory's evidence by a day: what happened later has not happened."""
    count = draw(st.integers(0, 4))
    laid_to_law = st.sets(st.sampled_from(LAYOUT.codes), max_size=2).map(" ".join)
    letters = st.lists(st.sampled_from("CCNNX"), min_size=len(LAYOUT.codes), max_size=len(LAYOUT.codes))
    drawn = [
        CountedSheet(
            key=str(number), factory=0, country="KH", assessed_on=draw(st.dates(date(2015, 6, 1), on)), layout=1,
            sheet="".join(draw(letters)), national_law=draw(laid_to_law),
            judged=draw(st.sampled_from([True, True, True, False])),
        )
        for number in range(count)
    ]  # fmt: skip
    sheets = sorted(drawn, key=lambda sheet: (sheet.assessed_on, sheet.key))
    cycles = {sheet.key: number + draw(st.integers(1, 2)) for number, sheet in enumerate(sheets)}
    world = draw(worlds(tables=(*RECORDS, "issues"), most_rows=6))
    return Evidence(sheets, cycles, known_by(on, world))


def known_by(on: date, world: World) -> World:
    """The first factory's rows that are there by a day; a plan's items may be due later."""
    return {
        table: [
            {name: value if name == "day" else _by(on, value) for name, value in row.items()}
            for row in rows
            if row["factory"] == 0 and (row["day"] <= on or table == "plan_items")
        ]
        for table, rows in world.items()
        if table != "factories"
    }  # fmt: skip


def _by(on: date, value: Any) -> Any:
    return None if isinstance(value, date) and value > on else value


def outcome(found: Evidence, criterion: Criterion, on: date) -> int:
    document: CriteriaDocument = replace(SHIPPED, criteria=(criterion,))
    return int(judge(found.history(), document, on.toordinal()).by_criterion[0, 0])


def remedy(found: Evidence, criterion: Criterion, on: date, interval: int = 12) -> Remedy:
    return remedy_of(Snapshot(found.history(), on.toordinal()), criterion, 0, interval=interval)


def check(found: Evidence, criterion: Criterion, on: date, interval: int) -> str:
    """Do what the remedy says; a word for what there was to do."""
    if outcome(found, criterion, on) == MET:
        return "met already"
    what = remedy(found, criterion, on, interval)
    if what.earliest is None:
        assert criterion.measure in NEVER_BY_AN_ACT
        return "nothing helps"
    assert what.tasks
    assert what.earliest >= on.toordinal()
    window = criterion.reading_in("KH").window
    found.world["area"] = criterion.measure.rpartition("_")[2]  # type: ignore[assignment]
    after = done(found, what, on=on, months=window.size if window.kind is WindowKind.MONTHS else None)
    assert outcome(after, criterion, date.fromordinal(what.earliest)) == MET, what
    return "done"


@pytest.mark.parametrize("measure", MEASURES_IN_ORDER, ids=lambda measure: measure.name)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), on=LATE_DAYS, interval=INTERVALS)
def test_doing_what_a_step_says_meets_its_criterion(
    measure: Measure, data: st.DataObject, on: date, interval: int
):
    found = data.draw(evidence(on))
    criterion = data.draw(criteria("X1-Y", measure))
    event(check(found, criterion, on, interval))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), on=LATE_DAYS, interval=INTERVALS)
def test_doing_what_the_steps_of_the_shipped_criteria_say_meets_each(
    data: st.DataObject, on: date, interval: int
):
    found = data.draw(evidence(on))
    for criterion in SHIPPED.criteria:
        event(check(found, criterion, on, interval))


def test_every_measure_has_a_remedy():
    assert MAIN_TASK.keys() == MEASURES.keys()


def test_leaving_one_finding_out_is_not_enough():
    """The number of findings to put right is the fewest that do."""
    on = date(2018, 6, 1)
    sheet = CountedSheet("0", 0, "KH", date(2018, 3, 1), 1, "NNNNN" + "C" * 22, "", judged=True)
    found = Evidence([sheet], {"0": 1}, {table: [] for table in (*RECORDS, "issues")})
    criterion = SHIPPED.criterion("C2-LATEST")
    what = remedy(found, criterion, on)
    (put_right, assessed) = what.tasks
    fewer = replace(put_right, count=put_right.count - 1)

    assert (put_right.kind, put_right.count, assessed.count) == (TaskKind.PUT_RIGHT, 3, 1)
    assert date.fromordinal(what.earliest or 0) == date(2019, 3, 1)
    after: Any = done(found, replace(what, tasks=(fewer, assessed)), on=on, months=None)
    assert outcome(after, criterion, date(2019, 3, 1)) != MET
