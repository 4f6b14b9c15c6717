"""When the next assessment may fall, and by how much visits move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.rules import IntervalGroup, RulesFaulty, parse_rules
from scheduling.domain.shift import shift
from scheduling.domain.windows import group_of, window_of
from tests.scheduling.programme import RULES, TODAY


def on(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def test_an_ordinary_factory_is_due_a_year_after_its_last_assessment() -> None:
    window = window_of(on(2017, 9, 12), IntervalGroup.ORDINARY, today=TODAY, rules=RULES)

    assert date.fromordinal(window.due) == date(2018, 9, 12)
    assert (window.opens, window.closes) == (window.due - 21, window.due + 21)
    assert not window.late


def test_a_priority_factory_is_due_sooner_and_a_recognised_one_later() -> None:
    due = {group: window_of(on(2018, 4, 1), group, today=TODAY, rules=RULES).due for group in IntervalGroup}

    assert due[IntervalGroup.PRIORITY] == on(2018, 10, 1)
    assert due[IntervalGroup.RECOGNISED] == on(2020, 4, 1)


def test_a_window_that_is_over_begins_anew_and_the_factory_is_late() -> None:
    window = window_of(on(2016, 1, 1), IntervalGroup.ORDINARY, today=TODAY, rules=RULES)

    assert window.late
    assert window.opens == TODAY + RULES.notice_days
    assert window.closes == window.opens + RULES.late_days


def test_a_recognised_factory_that_is_a_priority_is_one() -> None:
    assert group_of(recognised=True, priority=True) is IntervalGroup.PRIORITY


@given(st.none() | st.integers(0, 3000), st.sampled_from(IntervalGroup))
def test_a_window_leaves_time_and_never_begins_before_the_notice_is_over(
    ago: int | None, group: IntervalGroup
) -> None:
    window = window_of(None if ago is None else TODAY - ago, group, today=TODAY, rules=RULES)

    assert window.opens >= TODAY + RULES.notice_days
    assert window.closes - window.opens >= RULES.either_side


def test_the_shift_counts_assessments_a_year() -> None:
    rows = shift(
        {IntervalGroup.PRIORITY: 10, IntervalGroup.ORDINARY: 80, IntervalGroup.RECOGNISED: 20}, RULES
    )

    assert {row.group: row.change for row in rows} == {
        IntervalGroup.PRIORITY: 10, IntervalGroup.ORDINARY: 0, IntervalGroup.RECOGNISED: -10,
    }  # fmt: skip
    assert shift({IntervalGroup.RECOGNISED: 1}, replace(RULES))[2].after == Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "said"), [("[interval", "no TOML"), ("[interval]\npriority = 0", r"\[interval\] priority")]
)
def test_a_faulty_document_says_which_number(text: str, said: str) -> None:
    with pytest.raises(RulesFaulty, match=said):
        parse_rules(text)
