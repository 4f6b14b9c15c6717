"""What must hold whatever the facts and the criteria, against the slow reference of `reference.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria.domain import engine
from criteria.domain.distance import distances, shortfalls, total_distance
from criteria.domain.engine import (
    MET,
    NOT_MET,
    OUTCOMES,
    STANDINGS,
    judge,
    judge_measures,
    measure_matrix,
    sole_obstacles,
    stack,
)
from criteria.domain.measures import MEASURES, Closing, Direction, Measure, Pillar, compute
from criteria.domain.vectors import matrix_of, values_of, vectors, verdict_rows
from tests.criteria.domain import reference
from tests.criteria.domain.judging import judge_vector
from tests.criteria.domain.strategies import (
    LATE_DAYS,
    SHIPPED,
    criteria,
    documents,
    vectors_for,
    windows_of,
    worlds,
)
from tests.criteria.domain.strategies import values_of as any_value
from tests.criteria.domain.worlds import TABLES, World, history_of

# generating whole programmes takes its time, more so on a busy machine; that is no fault
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TABLES_OF = {
    Pillar.COMPLIANCE: ("assessments", "issues", "cases"),
    Pillar.MANAGEMENT_SYSTEMS: ("assessments", "systems"),
    Pillar.SOCIAL_DIALOGUE: ("committees", "plan_items", "workforce"),
    Pillar.LEARNING: ("learning", "workforce"),
}
MEASURES_IN_ORDER = sorted(MEASURES.values(), key=lambda each: each.name)


def as_pair(value: Any) -> reference.Value:
    return (value["n"], value["of"]) if isinstance(value, dict) else value


def test_the_reference_knows_every_measure():
    assert reference.OVER_ASSESSMENTS.keys() | reference.OVER_TIME.keys() == MEASURES.keys()


@pytest.mark.parametrize("measure", MEASURES_IN_ORDER, ids=lambda measure: measure.name)
@settings(SLOW, max_examples=15)
@given(data=st.data(), on=LATE_DAYS)
def test_a_measure_is_what_the_reference_counts(measure: Measure, data: st.DataObject, on: date):
    world = data.draw(worlds(tables=TABLES_OF[measure.pillar], most_rows=8))
    window = data.draw(windows_of(measure))

    found = values_of(compute(history_of(world), measure.name, window, on.toordinal()))

    expected = [
        reference.measure(world, position, measure.name, (str(window.kind), window.size), on)
        for position in range(len(world["factories"]))
    ]
    assert [as_pair(value) for value in found] == expected


@SLOW
@given(worlds(), documents(), LATE_DAYS)
def test_verdicts_are_those_of_the_reference(world: World, document, on: date):
    verdicts = judge(history_of(world), document, on.toordinal())

    rows = {row["factory"]: row for row in verdict_rows(verdicts)}
    for position, factory in enumerate(world["factories"]):
        expected = reference.verdict(world, position, document, on)
        row = rows[factory["code"]]
        assert row["outcome"] == expected["outcome"] == STANDINGS[verdicts.standing[position]]
        assert row["failed"] == expected["failed"] == verdicts.failed(position)
        assert row["unknown"] == expected["unknown"] == verdicts.unknown(position)
        assert bool(verdicts.close[position]) == expected["close"]
        assert {each["code"]: as_pair(each["value"]) for each in row["criteria"]} == expected["values"]
        assert {each["code"]: each["outcome"] for each in row["criteria"]} == expected["outcomes"]


@SLOW
@given(worlds(), documents(), LATE_DAYS, st.randoms(use_true_random=False))
def test_order_of_rows_and_criteria_does_not_matter(world: World, document, on: date, random: Random):
    def shuffled(rows: list[Any]) -> list[Any]:
        return random.sample(rows, len(rows))

    other = replace(document, criteria=tuple(shuffled(list(document.criteria))))

    first = judge(history_of(world), document, on.toordinal())
    second = judge(history_of(world, order=shuffled), other, on.toordinal())

    assert first.standing.tolist() == second.standing.tolist()
    assert first.close.tolist() == second.close.tolist()
    assert total_distance(first).tolist() == total_distance(second).tolist()
    for row in range(len(world["factories"])):
        assert set(first.failed(row)) == set(second.failed(row))
        assert set(first.unknown(row)) == set(second.unknown(row))


@SLOW
@given(worlds(), documents(), LATE_DAYS)
def test_one_row_equals_many(world: World, document, on: date):
    together = verdict_rows(judge(history_of(world), document, on.toordinal()))

    alone = []
    for position, factory in enumerate(world["factories"]):
        own: World = {"factories": [factory]}
        for table in TABLES:
            own[table] = [{**row, "factory": 0} for row in world[table] if row["factory"] == position]
        alone += verdict_rows(judge(history_of(own), document, on.toordinal()))

    assert sorted(alone, key=lambda row: row["factory"]) == together


@SLOW
@given(worlds(), documents(), LATE_DAYS)
def test_as_of_a_day_no_later_fact_is_used(world: World, document, on: date):
    # the first head count of a factory stands for the time before it
    first_count: dict[int, date] = {}
    for row in world["workforce"]:
        first_count[row["factory"]] = min(row["day"], first_count.get(row["factory"], row["day"]))
    by_then: World = {"factories": world["factories"]}
    for table in TABLES:
        by_then[table] = [
            {
                name: None
                if name in {"fixed", "done", "verified", "closed"} and value and value > on
                else value
                for name, value in row.items()
            }
            for row in world[table]
            if row["day"] <= on or (table == "workforce" and row["day"] == first_count[row["factory"]])
        ]

    with_later_facts = judge(history_of(world), document, on.toordinal())
    without = judge(history_of(by_then), document, on.toordinal())

    assert verdict_rows(with_later_facts) == verdict_rows(without)


@SLOW
@given(worlds(), documents(), LATE_DAYS)
def test_stored_vectors_judge_to_themselves(world: World, document, on: date):
    verdicts = judge(history_of(world), document, on.toordinal())
    stored = vectors(verdicts.matrix, document)
    countries = [factory["country"] for factory in world["factories"]]

    again = judge_measures(
        matrix_of(stored, document, countries=countries, codes=verdicts.matrix.codes), document
    )

    assert verdict_rows(again) == verdict_rows(verdicts)
    for row, vector in enumerate(stored):
        alone = judge_vector(vector, document, countries[row])
        assert alone.outcomes[0].tolist() == verdicts.outcomes[row].tolist()
        assert alone.close[0] == verdicts.close[row]


@SLOW
@given(worlds(), documents(), st.lists(LATE_DAYS, min_size=1, max_size=3))
def test_several_days_in_one_matrix_are_judged_as_each_alone(world: World, document, days: list[date]):
    history = history_of(world)
    matrices = [measure_matrix(history, document, day.toordinal()) for day in days]

    together = judge_measures(stack(matrices), document)

    apart = [judge_measures(matrix, document) for matrix in matrices]
    assert (
        together.by_criterion.tolist()
        == np.concatenate([each.by_criterion for each in apart], axis=1).tolist()
    )
    assert together.close.tolist() == [close for each in apart for close in each.close.tolist()]


@QUICK
@given(documents(), st.sampled_from(["KH", "VN"]))
def test_nothing_is_met_on_missing_evidence(document, country: str):
    nothing: World = {"factories": [{"code": "KH-1", "country": country}]}

    verdicts = judge(history_of(nothing), document, date(2018, 6, 1).toordinal())

    assert set(verdicts.by_criterion[:, 0].tolist()) == {engine.UNKNOWN}
    assert verdicts.standing[0] == engine.INCOMPLETE
    assert not verdicts.close[0]


@QUICK
@given(st.data(), documents(), st.sampled_from(["KH", "VN"]))
def test_what_is_not_known_is_neither_met_nor_failed_and_is_never_close(data, document, country: str):
    vector = data.draw(vectors_for(document, country))

    verdicts = judge_vector(vector, document, country)

    for criterion, found in zip(document.criteria, verdicts.outcomes[0].tolist(), strict=True):
        assert (vector[criterion.reading_in(country).key] is None) == (found == engine.UNKNOWN)
    if None in vector.values():
        assert verdicts.standing[0] != engine.ELIGIBLE
        assert not verdicts.close[0]


def improved(measure: Measure, value: Any, by: int) -> Any:
    """The value, better by so many units, as far as it can get better."""
    step = -by if measure.direction is Direction.LESS else by
    if not isinstance(value, dict):
        return max(0, value + step)
    n, of = value["n"], value["of"]
    if measure.closing is Closing.BOTH:
        return {"n": max(0, n - by), "of": max(of - n, of - by)}
    if measure.closing is Closing.HUNDREDTH:
        # a hundredth of the whole need not be a whole number: both a hundredfold
        return {"n": max(0, n * 100 + step * of), "of": of * 100}
    return {"n": max(0, n + step), "of": of}


@QUICK
@given(st.data(), documents(), st.integers(1, 20))
def test_improving_a_measure_never_hurts(data, document, by: int):
    vector = data.draw(vectors_for(document, "KH"))
    reading = data.draw(st.sampled_from([criterion.reading_in("KH") for criterion in document.criteria]))
    if vector[reading.key] is None:
        return

    before = judge_vector(vector, document, "KH")
    better = {**vector, reading.key: improved(MEASURES[reading.measure], vector[reading.key], by)}
    after = judge_vector(better, document, "KH")

    assert (after.by_criterion >= before.by_criterion).all()
    assert after.failed_rules[0] <= before.failed_rules[0]
    assert not (before.standing[0] == engine.ELIGIBLE and after.standing[0] != engine.ELIGIBLE)
    assert total_distance(after)[0] <= total_distance(before)[0]


@settings(QUICK, max_examples=200)
@given(st.data(), st.sampled_from(MEASURES_IN_ORDER))
def test_closing_exactly_the_shortfall_meets_and_one_unit_less_does_not(data, measure: Measure):
    criterion = data.draw(criteria("A1-ONE", measure))
    document = replace(SHIPPED, criteria=(criterion,))
    key = criterion.reading_in("VN").key
    value = data.draw(any_value(measure, known=True))
    verdicts = judge_vector({key: value}, document, "VN")

    short = int(shortfalls(verdicts, 0)[0])

    assert (short == 0) == (verdicts.by_criterion[0, 0] == MET)
    if short:
        closed = judge_vector({key: improved(measure, value, short)}, document, "VN")
        almost = judge_vector({key: improved(measure, value, short - 1)}, document, "VN")
        assert OUTCOMES[closed.by_criterion[0, 0]] == "met"
        assert OUTCOMES[almost.by_criterion[0, 0]] == "not_met"


@QUICK
@given(st.data(), documents())
def test_a_distance_is_a_share_of_the_way_and_only_failures_have_one(data, document):
    verdicts = judge_vector(data.draw(vectors_for(document, "VN")), document, "VN")

    for at in range(len(document.criteria)):
        beyond, room = distances(verdicts, at)
        share = Fraction(int(beyond[0]), int(room[0]))
        assert (0 < share <= 1) if verdicts.by_criterion[at, 0] == NOT_MET else share == 0


@QUICK
@given(st.data(), documents())
def test_a_sole_obstacle_is_the_one_thing_between_a_factory_and_eligible(data, document):
    verdicts = judge_vector(data.draw(vectors_for(document, "VN")), document, "VN")

    found = int(sole_obstacles(verdicts)[0])

    failed, unknown = verdicts.failed(0), verdicts.unknown(0)
    assert (found >= 0) == (len(failed) == 1 and not unknown)
    if found >= 0:
        assert document.criteria[found].code == failed[0]
