"""How many work in a factory is told now and then; a day is judged by the count before it, or else by the first."""

from __future__ import annotations

from datetime import date

import pytest

from criteria.projections import standard_or_shipped
from criteria.queries.judgement import judge_factories, judgement_as_json
from factories.commands import record_workforce
from tests import make

pytestmark = pytest.mark.django_db


def women_missing(factory, day):
    """The gap in points of a hundred, women on the committee being 60 per cent; None when unknown."""
    judgement = judge_factories([factory.pk], standard=standard_or_shipped(day, now=make.NOW), as_of=day)
    (verdict,) = judgement_as_json(judgement)["verdicts"]
    (value,) = [row["value"] for row in verdict["criteria"] if row["code"] == "D1-WOMEN"]
    return None if value is None else 100 * value["n"] // value["of"]


def counted(factory, on, women):
    record_workforce(factory.pk, counted_on=on, workers=1000, women_workers=women, actor=None, now=make.NOW)


@pytest.fixture
def factory():
    mill = make.factory()
    make.committee(mill, reviewed_on=date(2018, 1, 10), women_percent=60)
    return mill


def test_without_a_count_it_is_not_known(factory):
    assert women_missing(factory, date(2018, 6, 1)) is None


def test_the_first_count_stands_for_the_time_before_it_too(factory):
    counted(factory, date(2018, 9, 1), 850)

    assert women_missing(factory, date(2018, 6, 1)) == 25


def test_once_counted_a_later_count_says_nothing_of_an_earlier_day(factory):
    counted(factory, date(2018, 3, 1), 700)
    counted(factory, date(2018, 9, 1), 850)

    assert women_missing(factory, date(2018, 6, 1)) == 10
    assert women_missing(factory, date(2018, 9, 1)) == 25
