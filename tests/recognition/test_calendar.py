"""What the calendar brings: publications on their day, lapses the night after the last; each on its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Role
from recognition.commands import lifecycle
from recognition.models import Recognition
from recognition.projections import lapse_what_is_over, publish_what_is_due
from tests import make
from tests.recognition.make import NOW, TODAY, eligible_factory, recognition

pytestmark = pytest.mark.django_db
A_YEAR = timedelta(days=365)


def states():
    return sorted(Recognition.objects.values_list("state", flat=True))


def test_what_is_over_lapses_and_what_was_renewed_does_not():
    recognition(eligible_factory(), "published")
    recognition(eligible_factory(), "suspended")
    renewed = recognition(eligible_factory(), "published")
    lifecycle.renew_recognition(
        renewed.pk, reason="Kept.", actor=make.user(Role.GLOBAL), now=NOW + timedelta(days=9)
    )
    recognition(eligible_factory())

    assert lapse_what_is_over(now=NOW + A_YEAR) == 0
    assert lapse_what_is_over(now=NOW + A_YEAR + timedelta(days=1)) == 2
    assert lapse_what_is_over(now=NOW + A_YEAR + timedelta(days=1)) == 0

    assert states() == ["lapsed", "lapsed", "proposed", "published"]


def test_nothing_is_published_before_its_day():
    found = recognition(eligible_factory())
    lifecycle.confirm_recognition(
        found.pk,
        reason="With the forum.",
        publish_on=TODAY + timedelta(days=2),
        actor=make.user(Role.GLOBAL),
        now=NOW,
    )

    assert publish_what_is_due(now=NOW + timedelta(days=1)).published == 0
    assert publish_what_is_due(now=NOW + timedelta(days=2)).published == 1


def test_one_that_cannot_be_published_does_not_hold_up_the_others():
    blocked = recognition(eligible_factory(), "confirmed")
    recognition(eligible_factory(), "confirmed")
    make.case(blocked.factory)

    outcome = publish_what_is_due(now=NOW)

    assert (outcome.due, outcome.published, len(outcome.problems)) == (2, 1, 1)
    assert outcome.problems[0].factory == blocked.factory.code
    assert states() == ["confirmed", "published"]


def test_a_suspended_one_is_not_published_by_the_calendar():
    recognition(eligible_factory(), "suspended")

    outcome = publish_what_is_due(now=NOW + timedelta(days=1))

    assert (outcome.due, outcome.published) == (0, 0)
    assert states() == ["suspended"]
