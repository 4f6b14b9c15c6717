from __future__ import annotations

from datetime import date

from assessments.domain.cycle import (
    comment_window_closes,
    cycle_on,
    is_published,
)


def test_cycles_count_a_factorys_assessments() -> None:
    days = [date(2017, 5, 2), date(2016, 4, 1), date(2018, 6, 1)]
    assert cycle_on(days, date(2018, 6, 1)) == 3
    assert cycle_on([], date(2018, 6, 1)) == 1


def test_the_factory_may_comment_for_fourteen_days() -> None:
    assert comment_window_closes(date(2018, 6, 1), 14) == date(2018, 6, 15)


def test_publication_begins_with_the_second_cycle() -> None:
    assert not is_published(1, 2)
    assert is_published(2, 2)
    assert not is_published(9, None)
