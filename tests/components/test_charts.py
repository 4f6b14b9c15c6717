"""Charts say in words what they draw."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import Context, Template


def drawn(tag: str, **values: Any) -> str:
    return Template("{% load charts %}{% " + tag + " %}").render(Context(values))


def test_a_score_bar_speaks_its_value_its_line_and_the_last_time() -> None:
    shown = drawn(
        'score_bar v 10 outcome="met" last=11 unit="%" label="Non-compliance"', v={"n": 14, "of": 212}
    )

    assert 'aria-label="Non-compliance, 7%, at most 10%, last time 11%"' in shown
    assert "value-met" in shown


def test_an_unknown_score_is_spoken_and_not_drawn_as_nought() -> None:
    shown = drawn('score_bar v 6 direction="at_least"', v=None)

    assert 'aria-label="unknown, at least 6"' in shown
    assert 'class="value' not in shown


def test_a_trend_brings_its_numbers_as_a_table() -> None:
    points = [{"label": "2017", "value": 31}, {"label": "2018", "value": None}, {"label": "2019", "value": 7}]
    shown = drawn(
        'trend_chart points finding="It falls" unit="%" head="Year" value_head="Rate"', points=points
    )

    assert re.findall(r'<th scope="row">\s*(\d+)', shown) == ["2017", "2018", "2019"]
    assert re.findall(r'<td class="num">\s*([^<\s]+)', shown) == ["31%", "–", "7%"]
    assert shown.count("<circle") == 2


@pytest.mark.parametrize(
    ("values", "wanted", "tone"),
    [((20, 10), "less", "better"), ((20, 10), "more", "worse"), ((10, 20), "less", "worse")],
)
def test_a_change_is_better_or_worse_by_what_is_wanted(
    values: tuple[int, int], wanted: str, tone: str
) -> None:
    items = [{"name": "Working time", "values": [{"label": i, "value": v} for i, v in enumerate(values)]}]
    shown = drawn("small_multiples items less_is_better=less", items=items, less=wanted == "less")

    assert f"change-{tone}" in shown
    assert f"{tone} by" in shown


def test_bars_show_the_counts_behind_a_share() -> None:
    shown = drawn(
        'bar_table rows unit="%" top=50', rows=[{"label": "Working time", "value": {"n": 212, "of": 498}}]
    )

    assert "43%" in shown
    assert "212/498" in shown
    assert 'width="85.14%"' in shown


def test_a_row_without_a_value_has_no_bar() -> None:
    shown = drawn("bar_table rows", rows=[{"label": "Haiti", "value": None}, {"label": "Jordan", "value": 4}])

    assert shown.count("<rect") == 1
    assert "–" in shown


def test_a_stack_shows_every_part_as_a_figure() -> None:
    rows = [{"label": "Cambodia", "parts": [1, 42, 498]}]
    series = [
        {"label": "Recognised", "tone": "gold"},
        {"label": "Close", "tone": "1"},
        {"label": "Others", "tone": "quiet"},
    ]
    shown = drawn('stacked_table rows series head="Country"', rows=rows, series=series)

    assert re.findall(r'<td class="num">(\d+)</td>', shown) == ["1", "42", "498"]
    assert shown.count('<rect class="fill-gold" x="0%"') == 1


def test_a_country_that_is_not_on_the_map_does_not_break_it() -> None:
    shown = drawn(
        "world_map places",
        places=[
            {"code": "KH", "name": "Cambodia", "value": 3, "url": "?c=KH"},
            {"code": "XX", "name": "?", "value": 1},
        ],
    )

    assert shown.count("<circle") == 1
    assert 'aria-label="Cambodia: 3"' in shown


def test_an_empty_chart_is_drawn_without_complaint() -> None:
    for tag in (
        "trend_chart none",
        "small_multiples none",
        "bar_table none",
        "stacked_table none none",
        "world_map none",
    ):
        assert "nan" not in drawn(tag, none=[]).lower()


def test_a_strip_counts_what_it_shows() -> None:
    shown = drawn(
        "verdict_strip groups",
        groups=[{"name": "Learning", "outcomes": ["met", "not_met", "unknown", "met"]}],
    )

    assert 'aria-label="2 met, 1 not met, 1 unknown"' in shown
    assert '<path class="met" stroke-linecap="round" d="M5 7h0M41 7h0" />' in shown
    assert shown.count("<path") == 3


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_coordinates_are_the_same_in_every_language(language: str) -> None:
    from django.utils import translation

    with translation.override(language):
        shown = drawn("bar_table rows top=3", rows=[{"label": "a", "value": 1}])

    assert 'width="33.33%"' in shown
