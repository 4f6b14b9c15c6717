"""What the lab keeps between two moves gives the same as judging everything anew."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria.domain.engine import ELIGIBLE, judge, judge_measures
from lab.domain import lookback_windows
from lab.domain.lookback_windows import Lookback
from lab.domain.variation import Variation, bar_span, sensitivity, varied, window_span
from tests.criteria.domain.strategies import LATE_DAYS, documents, worlds
from tests.criteria.domain.worlds import World, history_of

SLOW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.lists(LATE_DAYS, min_size=1, max_size=3, unique=True).map(sorted)


def moved(data: st.DataObject, document):
    """The document with some bars and windows moved."""
    changes = {}
    for one in document.criteria:
        bar, window = bar_span(one), window_span(one)
        changes[one.code] = Variation(
            bar=data.draw(st.none() | st.integers(bar.low, bar.high)) if bar else None,
            window=data.draw(st.none() | st.integers(window.low, window.high)) if window else None,
        )
    return varied(document, changes)


@SLOW
@given(worlds(), st.data(), DAYS)
def test_one_document_after_another_is_judged_as_each_alone(world: World, data, days: list[date]):
    history = history_of(world)
    kept = Lookback(history, [day.toordinal() for day in days])
    first = data.draw(documents())

    for document in (first, moved(data, first), data.draw(documents()), first):
        eligible, now = kept.eligible(document), kept.verdicts(document)

        alone = [judge(history, document, day.toordinal()) for day in days]
        assert [row.tolist() for row in eligible] == [(one.standing == ELIGIBLE).tolist() for one in alone]
        assert now.by_criterion.tolist() == alone[-1].by_criterion.tolist()
        assert now.standing.tolist() == alone[-1].standing.tolist()
        assert now.close.tolist() == alone[-1].close.tolist()
        assert now.matrix.columns.keys() == alone[-1].matrix.columns.keys()
        for key, column in now.matrix.columns.items():
            assert column.n.tolist() == alone[-1].matrix.columns[key].n.tolist()


@SLOW
@given(worlds(), documents(), DAYS)
def test_what_is_let_go_of_is_read_again(world: World, document, days: list[date]):
    history = history_of(world)
    narrow = Lookback(history, [day.toordinal() for day in days])
    most = lookback_windows.MOST_READINGS, lookback_windows.MOST_OUTCOMES
    lookback_windows.MOST_READINGS = lookback_windows.MOST_OUTCOMES = 0
    try:
        twice = [narrow.eligible(document) for _ in range(2)]
    finally:
        lookback_windows.MOST_READINGS, lookback_windows.MOST_OUTCOMES = most

    expected = Lookback(history, [day.toordinal() for day in days]).eligible(document)
    assert all(np.array_equal(each, expected) for each in twice)


@SLOW
@given(worlds(), documents(), LATE_DAYS, st.data())
def test_a_curve_says_at_each_bar_what_judging_with_that_bar_says(world: World, document, day: date, data):
    verdicts = judge(history_of(world), document, day.toordinal())
    code = data.draw(st.sampled_from([one.code for one in document.criteria]))

    for point in sensitivity(verdicts, code):
        alone = judge_measures(verdicts.matrix, varied(document, {code: Variation(bar=point.bar)}))
        assert point.eligible == int((alone.standing == ELIGIBLE).sum())
        assert point.close == int(alone.close.sum())
