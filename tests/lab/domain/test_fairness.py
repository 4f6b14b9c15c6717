"""Shares by group with their uncertainty."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.domain.fairness import FEWEST, Grouping, wilson

COUNTS = st.integers(1, 3000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(COUNTS)
def test_the_interval_holds_the_share_and_stays_between_none_and_all(counts: tuple[int, int]) -> None:
    passed, of = counts
    low, high = wilson(passed, of)

    assert 0 <= low <= passed / of <= high <= 1


@given(COUNTS)
def test_who_fails_is_the_mirror_of_who_passes(counts: tuple[int, int]) -> None:
    passed, of = counts
    low, high = wilson(passed, of)

    assert wilson(of - passed, of) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(st.integers(1, 200), st.integers(2, 20))
def test_more_factories_make_it_narrower(of: int, times: int) -> None:
    low, high = wilson(of // 2, of)
    lower, higher = wilson(of // 2 * times, of * times)

    assert higher - lower <= high - low + 1e-9


def test_it_is_the_published_interval() -> None:
    # Newcombe (1998), Statistics in Medicine 17: 81 of 263, score method without continuity correction
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize(("passed", "of"), [(0, 0), (2, 1), (-1, 3)])
def test_nobody_has_no_share(passed: int, of: int) -> None:
    with pytest.raises(ValueError, match="somebody"):
        wilson(passed, of)


def test_groups_below_five_are_not_told_and_small_ones_are_marked() -> None:
    names = ["KH"] * 40 + ["VN"] * 6 + ["HT"] * (FEWEST - 1)
    passed = np.arange(len(names)) % 4 == 0

    found = Grouping.of([name] for name in names).shares(passed)

    assert [(one.name, one.passed, one.of, one.small) for one in found] == [
        ("KH", 10, 40, False),
        ("VN", 2, 6, True),
    ]


def test_who_makes_two_things_counts_with_both_and_once_with_each() -> None:
    makes = [["denim", "shirts"]] * 6 + [["shirts", "shirts"]] * 5 + [[]]

    found = Grouping.of(makes, order=["shirts"]).shares(np.arange(len(makes)) < 8)

    assert [(one.name, one.passed, one.of) for one in found] == [("shirts", 8, 11), ("denim", 6, 6)]
