"""`simulate` against numpy written by hand for the very same criteria."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from django.utils import timezone

from benchmarks.measuring import FloorComparison
from criteria.domain.criteria import CriteriaDocument
from criteria.domain.engine import ELIGIBLE, MeasureMatrix, judge_measures, measure_matrix, stack
from criteria.projections import standard_or_shipped
from criteria.queries.history import load_history
from lab.queries.simulation import side, simulate, years_of

YEARS = 9


def comparisons() -> Iterator[FloorComparison]:
    """Holding measures against bars, one day and nine; and the whole simulation against reading its history."""
    now = timezone.now()
    today = timezone.localtime(now).date()
    document = standard_or_shipped(today, now=now).document
    history = load_history(on=today).history
    matrix = measure_matrix(history, document, today.toordinal())
    _agrees(matrix, document)
    yield FloorComparison(
        f"the engine, {len(matrix.codes)} factories, measures in memory",
        lambda: judge_measures(matrix, document),
        "numpy written by hand",
        lambda: by_hand(matrix),
        budget=8,
    )
    many = stack([matrix] * YEARS)
    yield FloorComparison(
        f"the engine, {YEARS} days at once",
        lambda: judge_measures(many, document),
        "numpy written by hand",
        lambda: by_hand(many),
        budget=5,
    )
    yield FloorComparison(
        "measuring and judging one day, history in memory",
        lambda: judge_measures(measure_matrix(history, document, today.toordinal()), document),
        "numpy written by hand, measures in memory",
        lambda: by_hand(matrix),
        budget=60,
    )
    yield FloorComparison(
        "a simulation of all years and countries, two sets of criteria, from the tables",
        lambda: simulate(document, document, on=today),
        "reading the history",
        lambda: load_history(on=today),
        budget=1.5,
    )
    yield FloorComparison(
        "one set of criteria over all years and countries, history in memory, nothing measured yet",
        lambda: side(years_of(history, today), document),
        "numpy written by hand, nine days at once",
        lambda: by_hand(many),
        budget=90,
    )


def by_hand(matrix: MeasureMatrix) -> np.ndarray:
    """Who is eligible by version 1.0, as one would write it for this version alone."""
    c = matrix.columns
    known = np.ones(len(matrix.codes), dtype=np.bool_)
    for column in c.values():
        known &= column.known

    def n(key: str) -> np.ndarray:
        return c[key].n

    def of(key: str) -> np.ndarray:
        whole = c[key].of
        assert whole is not None, f"{key} is no share"
        return whole

    def rate(key: str, per_cent: int) -> np.ndarray:
        within: np.ndarray = 100 * n(key) <= per_cent * of(key)
        return within

    met = (
        (n("full_assessments@all") >= 2)
        & (n("months_since_assessment@all") <= 15)
        & rate("noncompliance_rate@last=1", 10)
        & rate("noncompliance_rate@back=1", 15)
        & (n("public_noncompliances@last=1") == 0)
        & (n("unfixed_public_issues@all") == 0)
        & (n("core_noncompliances@last=2") == 0)
        & (n("open_cases@all") == 0)
        & (n("cases_opened@months=24") == 0)
        & (n("weak_points@last=1") == 0)
        & (n("systems_score_osh@months=12") >= 4)
        & (n("systems_score_hr@months=12") >= 4)
        & rate("repeat_rate@last=1", 10)
        & (n("committee_imbalance@months=12") == 0)
        & (n("committee_elected@months=12") == 1)
        & (n("committee_meetings@months=12") >= 10)
        & rate("committee_women_gap@months=12", 20)
        & (100 * n("plan_items_done@all") >= 80 * of("plan_items_done@all"))
        & (100 * n("plan_items_verified@all") >= 50 * of("plan_items_verified@all"))
        & (n("courses_attended@months=12") >= 3)
        & (n("manager_participants@months=12") >= 1)
        & (n("worker_participants@months=12") >= 1)
    )
    qualifies: np.ndarray = known & met
    return qualifies


def _agrees(matrix: MeasureMatrix, document: CriteriaDocument) -> None:
    """A floor that computes something else is no floor."""
    engine = judge_measures(matrix, document).standing == ELIGIBLE
    assert np.array_equal(engine, by_hand(matrix)), "the hand-written criteria are not those in force"
    assert engine.any(), "nobody is eligible: the comparison would be of nothing"
