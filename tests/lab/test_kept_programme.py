"""The lab's history: whatever happens, it is what reading everything would give, and little is read for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.commands import close_factory, register_factory
from factories.models import Factory
from journal.commands import command
from journal.events import record
from lab.queries import kept_programme
from lab.queries.kept_programme import programme_on
from tests import make
from tests.lab.programme_values import values_of
from tests.make import NOW, TODAY
from tests.recognition.make import LATEST, eligible_factory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept_programme.forget()
    yield
    kept_programme.forget()


@pytest.fixture
def mills():
    return [
        eligible_factory("KH-00001"),
        eligible_factory("KH-00003"),
        eligible_factory("VN-00002", country="VN"),
    ]


def history():
    return programme_on(TODAY)


def an_assessment(mills):
    make.assessment(mills[0], assessed_on=date(2018, 5, 20), findings=["OS-1-01"], cycle=3)


def a_correction(mills):
    make.assessment(
        mills[2], assessed_on=LATEST, findings=["DI-2-01"], cycle=2, reason="A form was overlooked"
    )


def records_of_two_factories(mills):
    make.systems(mills[1], "osh", score=1, reviewed_on=date(2018, 5, 20))
    make.learning(mills[2], "A course that nobody took before", held_on=date(2018, 5, 2))
    make.case(mills[2])


def a_new_factory_between_others_in_a_new_country(mills):
    register_factory(country="HT", code="KH-00002", name="Lotus Garments", actor=make.user("global"), now=NOW)
    make.committee(Factory.objects.get(code="KH-00002"))


def a_factory_that_closes(mills):
    close_factory(
        mills[2].pk, closed_on=date(2018, 5, 30), reason="Shut.", actor=make.user("global"), now=NOW
    )


def an_assessment_in_a_year_before_all(mills):
    make.assessment(mills[1], assessed_on=date(2015, 5, 20), cycle=9)


def nothing_that_is_a_fact(mills):
    make.brand()


HAPPENINGS = [
    an_assessment,
    a_correction,
    records_of_two_factories,
    a_new_factory_between_others_in_a_new_country,
    a_factory_that_closes,
    an_assessment_in_a_year_before_all,
    nothing_that_is_a_fact,
]


@pytest.mark.parametrize("happens", HAPPENINGS)
def test_after_anything_it_is_as_if_everything_had_been_read(mills, happens):
    before = values_of(history())

    happens(mills)
    kept = values_of(history())
    kept_programme.forget()

    assert kept == values_of(history())
    assert (kept == before) == (happens is nothing_that_is_a_fact)


def test_only_the_factory_that_it_happened_to_is_read(mills):
    history()
    make.systems(mills[1], "osh", score=1, reviewed_on=date(2018, 5, 20))

    with CaptureQueriesContext(connection) as asked:
        history()

    evidence = [
        one["sql"]
        for one in asked
        if "assessments_sheetrevision" in one["sql"] or "systemsreview" in one["sql"]
    ]
    assert len(evidence) == 2
    assert all(f"IN ({mills[1].pk})" in sql for sql in evidence)
    assert len(asked) <= 15


def test_an_event_that_was_numbered_before_the_last_one_seen_is_not_missed(mills):
    """Two transactions take their numbers in one order and may commit in the other."""
    history()
    make.case(mills[0])
    kept = kept_programme._cached[0]
    late = max(event for event in kept_programme.factory_by_event(0, kept_programme._telling()))
    kept_programme._cached[:] = [replace(kept, latest=late, read=replace(kept.read, event=late))]

    @command
    def another(now):
        record("user.closed", subject="user:x", actor=None, at=now)

    another(NOW)

    kept = values_of(history())
    kept_programme.forget()

    assert kept == values_of(history())


def test_after_more_than_can_be_named_everything_is_read(mills, monkeypatch):
    history()
    monkeypatch.setattr(kept_programme, "MANY", 1)
    records_of_two_factories(mills)

    kept = values_of(history())
    kept_programme.forget()

    assert kept == values_of(history())


def test_without_any_factory_there_is_nothing_and_the_first_one_is_seen():
    assert history().years.lookback.codes == ()

    a_new_factory_between_others_in_a_new_country([])

    assert history().years.lookback.codes == ("KH-00002",)
