"""Where the marks of charts go."""

from __future__ import annotations

import itertools
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.bars import columns, stacked
from ui.charts.lanes import Axis
from ui.charts.scale import measured, nice_top, place, share, ticks
from ui.charts.score import score
from ui.charts.trend import trend
from ui.charts.world import bubble, points_in_view

counts = st.integers(0, 10_000)


def number(position: str) -> float:
    return float(position.removesuffix("%"))


def test_a_share_is_drawn_in_per_cents() -> None:
    assert measured({"n": 14, "of": 212}) == Fraction(1400, 212)
    assert measured(Fraction(1, 4)) == 25
    assert measured(9) == 9


@pytest.mark.parametrize("value", [None, "", {"n": 0, "of": 0}])
def test_what_is_unknown_is_not_nought(value: object) -> None:
    assert measured(value) is None


@given(st.lists(counts, max_size=8))
def test_an_axis_holds_every_value_and_is_not_much_longer(values: list[int]) -> None:
    top = nice_top(values)
    highest = max([*values, 1])

    assert highest <= top <= 2 * highest


@given(counts.map(lambda n: nice_top([n])))
def test_an_axis_has_round_lines_from_end_to_end(top: int) -> None:
    lines = ticks(top)

    assert lines[0] == 0
    assert lines[-1] == top
    assert 2 <= len(lines) <= 6
    assert len({b - a for a, b in itertools.pairwise(lines)}) == 1


@given(value=counts, top=st.integers(1, 10_000))
def test_nothing_is_drawn_outside(value: int, top: int) -> None:
    assert 0 <= place(value, top) <= 100


def test_positions_are_written_without_a_languages_decimal_sign() -> None:
    assert share(37.5) == "37.5%"
    assert share(100.0) == "100%"


def test_the_goal_lies_before_the_line_for_at_most_and_behind_it_for_at_least() -> None:
    below = score(7, 10, at_most=True, last=None, top=25)
    above = score(9, 6, at_most=False, last=5, top=12)

    assert (below.goal_from, below.goal_width, below.value) == ("0%", "40%", "28%")
    assert (above.goal_from, above.goal_width, above.last) == ("50%", "50%", "41.67%")


def test_an_unknown_value_has_a_line_but_no_bar() -> None:
    drawn = score(None, 75, at_most=False, last=None, top=100)

    assert drawn.value is None
    assert drawn.threshold == "75%"


@pytest.mark.parametrize(("threshold", "anchor"), [(0, "start"), (50, "middle"), (100, "end")])
def test_the_lines_words_stay_inside(threshold: int, anchor: str) -> None:
    assert score(5, threshold, at_most=True, last=None, top=100).anchor == anchor


def test_a_gap_in_the_values_is_a_gap_in_the_line() -> None:
    drawn = trend([3, 4, None, 5, 6])

    assert len(drawn.lines) == 2
    assert [dot.index for dot in drawn.dots] == [0, 1, 3, 4]


def test_points_stand_where_their_days_are() -> None:
    drawn = trend([1, 2, 3], days=[date(2018, 1, 1), date(2018, 1, 11), date(2018, 4, 11)])

    assert [number(dot.x) for dot in drawn.dots] == [0, 10, 100]


@given(st.lists(st.integers(1, 400), min_size=1, max_size=30))
def test_words_under_an_axis_keep_apart_and_name_both_ends(steps: list[int]) -> None:
    days = [date.fromordinal(736000 + sum(steps[:i])) for i in range(len(steps) + 1)]
    shown = trend([1] * len(days), days=days).columns
    across = [number(tick.at) for tick in shown]

    assert shown[0].value == 0
    assert shown[-1].value == len(days) - 1
    assert all(b - a >= 20 for a, b in itertools.pairwise(across))


@given(st.lists(counts, min_size=1, max_size=6))
def test_the_parts_of_a_bar_follow_each_other_and_fill_it(values: list[int]) -> None:
    parts = stacked(values, whole=max(1, sum(values)))
    ends = [number(part.at) + number(part.length) for part in parts]

    assert [part.series for part in parts] == [i for i, v in enumerate(values) if v]
    assert not parts or ends[-1] == pytest.approx(100, abs=0.05)
    assert all(number(b.at) == pytest.approx(end, abs=0.05) for b, end in zip(parts[1:], ends, strict=False))


@given(st.lists(st.lists(st.one_of(st.none(), counts), min_size=2, max_size=2), min_size=1, max_size=8))
def test_columns_stand_on_the_foot_and_stack(stacks: list[list[int | None]]) -> None:
    drawn = columns(stacks)
    for part in drawn.parts:
        below = sum(number(p.height) for p in drawn.parts if p.index == part.index and p.series < part.series)
        assert number(part.y) + number(part.height) + below == pytest.approx(100, abs=0.05)


def test_days_outside_the_axis_lie_at_its_ends() -> None:
    axis = Axis(date(2016, 1, 1), date(2018, 1, 1))

    assert (axis.at(date(2010, 1, 1)), axis.at(date(2030, 1, 1))) == ("0%", "100%")
    assert axis.years() == [("0%", 2016), ("50.07%", 2017), ("100%", 2018)]


def test_a_bubbles_area_follows_its_value() -> None:
    large, small = bubble("KH", 400, largest=400), bubble("VN", 100, largest=400)

    assert large is not None
    assert small is not None
    assert float(large.radius) == pytest.approx(2 * float(small.radius))


def test_a_country_that_is_not_on_the_map_has_no_bubble() -> None:
    assert bubble("XX", 1, largest=1) is None


@pytest.mark.parametrize(
    "points",
    [[(8.6, 105.2, 9), (22.8, 105.2, 9)], [(11.6, 102.6, 9), (11.6, 107.6, 9)], [(21.0, 105.8, 9)]],
)
def test_no_circle_of_a_map_touches_its_edge(points):
    """Drawn as narrow as beside a list: 240 pixels, two fifths as high."""
    width, height = 240, 96
    _, circles = points_in_view(points)
    for circle in circles:
        across, down = (float(side.rstrip("%")) / 100 for side in (circle.x, circle.y))
        room = float(circle.radius) + 1.5  # its edge
        assert room < width * across < width - room
        assert room < height * down < height - room
