"""Months counted back from a day, and forward."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.days import NEVER, months_after, months_before, months_begun


def before(day: date, months: int) -> date:
    return date.fromordinal(months_before(day.toordinal(), months))


def begun(day: date, on: date) -> int:
    return int(months_begun(np.array([day.toordinal()]), on.toordinal())[0])


def test_the_same_day_of_an_earlier_month_or_its_last():
    assert before(date(2018, 6, 1), 15) == date(2017, 3, 1)
    assert before(date(2018, 5, 31), 3) == date(2018, 2, 28)
    assert before(date(2016, 3, 31), 1) == date(2016, 2, 29)
    assert before(date(2018, 1, 15), 1) == date(2017, 12, 15)
    assert before(date(2018, 1, 15), 0) == date(2018, 1, 15)


def test_before_all_days_there_is_the_first():
    assert before(date(1, 2, 1), 600) == date(1, 1, 1)


def test_the_same_day_of_a_later_month_or_its_last():
    assert months_after(date(2018, 6, 1), 12) == date(2019, 6, 1)
    assert months_after(date(2016, 2, 29), 12) == date(2017, 2, 28)
    assert months_after(date(2018, 11, 30), 3) == date(2019, 2, 28)


def test_months_begun_count_the_month_that_has_only_begun():
    assert begun(date(2018, 6, 1), date(2018, 6, 1)) == 0
    assert begun(date(2018, 5, 31), date(2018, 6, 1)) == 1
    assert begun(date(2018, 5, 1), date(2018, 6, 1)) == 1
    assert begun(date(2018, 4, 30), date(2018, 6, 1)) == 2


@given(st.dates(date(1990, 1, 1)), st.integers(0, 700))
def test_within_so_many_months_and_so_many_begun_say_the_same(on: date, back: int):
    day = date.fromordinal(on.toordinal() - back)

    months = begun(day, on)

    assert day >= before(on, months)
    assert months == 0 or day < before(on, months - 1)


def test_no_day_is_later_than_never():
    assert date.max.toordinal() < NEVER
