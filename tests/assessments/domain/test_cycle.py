from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.cycle import (
    Window,
    add_months,
    calendar_year,
    comment_window_closes,
    cycle_numbers,
    cycle_on,
    is_comment_window_over,
    is_published,
    is_stale,
    months_before,
    months_between,
    next_assessment_due,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2018, 1, 31), 1, date(2018, 2, 28)),
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2018, 6, 1), 12, date(2019, 6, 1)),
        (date(2018, 6, 1), -15, date(2017, 3, 1)),
        (date(2018, 12, 15), 1, date(2019, 1, 15)),
        (date(2018, 3, 31), -1, date(2018, 2, 28)),
    ],
)
def test_months_are_added_by_the_calendar(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


@given(DAYS, st.integers(0, 400))
def test_as_many_months_lie_between_as_were_added(day: date, months: int) -> None:
    assert months_between(day, add_months(day, months)) == months


@given(DAYS, DAYS)
def test_whole_months_between_two_days_never_pass_the_later_one(one: date, other: date) -> None:
    earlier, later = sorted((one, other))

    months = months_between(earlier, later)

    assert add_months(earlier, months) <= later < add_months(earlier, months + 1)


def test_days_the_other_way_round_have_no_months_between() -> None:
    with pytest.raises(ValueError, match="before"):
        months_between(date(2018, 6, 1), date(2018, 5, 31))


def test_a_window_has_its_first_and_last_day() -> None:
    window = months_before(date(2018, 6, 1), 12)

    assert window == Window(date(2017, 6, 1), date(2018, 6, 1))
    assert date(2017, 6, 1) in window
    assert date(2018, 6, 1) in window
    assert date(2017, 5, 31) not in window
    assert date(2018, 6, 2) not in window
    assert date(2017, 12, 31) in calendar_year(2017)


def test_cycles_count_a_factorys_assessments() -> None:
    days = [date(2017, 5, 2), date(2016, 4, 1), date(2018, 6, 1)]

    assert cycle_numbers(days) == {date(2016, 4, 1): 1, date(2017, 5, 2): 2, date(2018, 6, 1): 3}
    assert cycle_on(days, date(2018, 6, 1)) == 3
    assert cycle_on([], date(2018, 6, 1)) == 1


def test_the_factory_may_comment_for_fourteen_days() -> None:
    closes = comment_window_closes(date(2018, 6, 1))

    assert closes == date(2018, 6, 15)
    assert not is_comment_window_over(closes, date(2018, 6, 15))
    assert is_comment_window_over(closes, date(2018, 6, 16))


def test_publication_begins_with_the_second_cycle_and_goes_stale_after_eighteen_months() -> None:
    assert not is_published(1)
    assert is_published(2)
    assert not is_stale(date(2017, 1, 1), date(2018, 7, 1))
    assert is_stale(date(2017, 1, 1), date(2018, 7, 2))
    assert next_assessment_due(date(2017, 2, 28)) == date(2018, 2, 28)
