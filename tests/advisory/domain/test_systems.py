"""The score of a management system follows from its elements: the rule, and which elements are named as weakest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisory.domain.systems import ELEMENTS, IN_PLACE, score_of, weakest

LEVELS = st.lists(st.integers(1, 5), min_size=len(ELEMENTS), max_size=len(ELEMENTS))


@given(LEVELS, st.integers(0, len(ELEMENTS) - 1))
def test_no_score_without_every_element(levels, place):
    assert score_of([*levels[:place], None, *levels[place + 1 :]]) is None


@given(LEVELS)
def test_the_score_lies_between_the_weakest_and_the_strongest_and_just_above_the_weakest_at_most(levels):
    score = score_of(levels)

    assert min(levels) <= score <= max(levels)
    assert score <= min(levels) + 1
    assert score * len(levels) <= sum(levels)


@given(LEVELS, st.integers(0, len(ELEMENTS) - 1))
def test_a_better_element_never_lowers_the_score(levels, place):
    better = [min(5, level + (at == place)) for at, level in enumerate(levels)]

    assert score_of(better) >= score_of(levels)


@given(LEVELS, st.randoms())
def test_the_order_of_the_elements_is_nothing(levels, random):
    shuffled = list(levels)
    random.shuffle(shuffled)

    assert score_of(shuffled) == score_of(levels)


@given(LEVELS)
def test_a_system_kept_up_has_every_element_in_place(levels):
    if score_of(levels) >= 4:
        assert min(levels) >= IN_PLACE


@pytest.mark.parametrize(
    ("levels", "score"),
    [
        ((4, 4, 4, 4, 4, 4), 4),
        ((5, 5, 5, 5, 5, 4), 4),
        ((5, 5, 5, 5, 5, 1), 2),
        ((4, 4, 5, 4, 3, 4), 4),
        ((4, 4, 4, 4, 3, 4), 3),
        ((1, 1, 1, 1, 1, 1), 1),
    ],
)
def test_examples_of_the_documentation(levels, score):
    assert score_of(levels) == score


@given(st.dictionaries(st.sampled_from(ELEMENTS), st.none() | st.integers(1, 5)))
def test_the_weakest_are_of_the_lowest_level_seen_and_never_kept_up(levels):
    seen = [level for level in levels.values() if level is not None]
    named = weakest(levels)

    assert all(level == min(seen) <= IN_PLACE and levels[element] == level for element, level in named)
    assert bool(named) == (bool(seen) and min(seen) <= IN_PLACE)
