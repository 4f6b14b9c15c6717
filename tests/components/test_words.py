"""Per cents, days and ages as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ui.templatetags.charts import written
from ui.templatetags.ui import age, day, initials, per_cent, sort_link, whole

TODAY = date(2018, 6, 1)


@pytest.mark.parametrize(
    ("n", "of", "text"),
    [(14, 212, "7%"), (1, 200, "1%"), (0, 5, "0%"), (5, 5, "100%"), (1, 0, "–"), (None, 3, "–")],
)
def test_per_cents_are_whole_and_halves_go_up(n: int | None, of: int, text: str) -> None:
    assert per_cent(n, of) == text


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_chart_and_a_table_print_the_same_per_cent(pair: tuple[int, int]) -> None:
    from fractions import Fraction

    n, of = pair

    assert written(Fraction(100 * n, of), "%") == per_cent(n, of)


def test_numbers_are_grouped_as_the_language_does() -> None:
    with translation.override("en"):
        assert whole(5998) == "5,998"
    with translation.override("es"):
        assert whole(20047).replace("\xa0", " ") == "20 047"
    assert whole(None) == "–"


def test_a_day_is_readable_for_people_and_machines() -> None:
    with translation.override("en"):
        assert day(TODAY) == '<time datetime="2018-06-01">1 June 2018</time>'
    with translation.override("fr"):
        assert "1 juin 2018" in day(TODAY)
    assert day(None) == "–"


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (TODAY, "today"),
        (date(2018, 5, 31), "1 day ago"),
        (date(2018, 3, 1), "3 months ago"),
        (date(2015, 6, 1), "3 years ago"),
        (date(2018, 6, 3), "in 2 days"),
        (datetime(2018, 5, 30, 23, tzinfo=UTC), "2 days ago"),
        (None, ""),
    ],
)
def test_an_age_is_told_in_days_then_months_then_years(when: date | None, text: str) -> None:
    assert age(when, TODAY) == text


@pytest.mark.parametrize(
    ("name", "letters"), [("Sophea Chan", "SC"), ("Amara N. Okafor", "AO"), ("សុខ", "ស"), ("", "")]
)
def test_initials_are_the_first_and_the_last(name: str, letters: str) -> None:
    assert initials(name) == letters


def asked(query: str) -> HttpRequest:
    return RequestFactory().get(f"/factories/?{query}")


@pytest.mark.parametrize(
    ("query", "url", "state"),
    [
        ("q=lotus&cursor=abc", "?q=lotus&sort=workers", ""),
        ("sort=workers", "?sort=-workers", "ascending"),
        ("sort=-workers", "?sort=workers", "descending"),
    ],
)
def test_a_sortable_head_keeps_filters_and_starts_at_the_first_page(query: str, url: str, state: str) -> None:
    assert sort_link(Context({"request": asked(query)}), "workers") == {"url": url, "sorted": state}


def test_a_component_takes_content_and_lets_nothing_in_unescaped() -> None:
    page = Template('{% load ui %}{% component "panel" title=name %}<p>{{ name }}</p>{% endcomponent %}')
    shown = page.render(Context({"name": "<Lotus>"}))

    assert "<p>&lt;Lotus&gt;</p>" in shown
    assert "<Lotus>" not in shown


def test_nothing_stands_around_nothing() -> None:
    page = Template('{% load ui %}{% unless_empty "page-lede" %} {{ lede }} {% endunless_empty %}')

    assert page.render(Context({"lede": ""})) == ""
    assert page.render(Context({"lede": "Close."})) == '<div class="page-lede"> Close. </div>'
