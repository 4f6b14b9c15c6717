"""After a withdrawal: not proposed again before an assessment that follows it, and the worklist says why."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from recognition.commands import lifecycle
from recognition.commands.guards import WithdrawalUnanswered
from recognition.queries.worklist import listed, verdicts_visible_to
from tests import make
from tests.obligations.cast import work_of
from tests.recognition.make import NOW, eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db
REASON = "Wages were not paid in April."


@pytest.fixture
def withdrawn():
    """A factory that meets every criterion and whose recognition was withdrawn on the day."""
    mill = eligible_factory("KH-00001")
    found = recognition(mill, "published")
    lifecycle.withdraw_recognition(found.pk, reason=REASON, actor=make.user(Role.GLOBAL), now=NOW)
    judged(mill)
    return mill


def named(user, name):
    return [row.factory.code for row in listed(verdicts_visible_to(user), name)]


def assessed_again(mill, later: datetime) -> None:
    make.assessment(mill, assessed_on=date(2018, 6, 5), cycle=3, now=later)
    from criteria.projections import refresh_verdicts

    refresh_verdicts([mill.pk], now=later)


def test_it_waits_for_nobody_and_cannot_be_proposed_before_it_is_assessed_again(withdrawn):
    reviewer, later = make.user("reviewer"), NOW + timedelta(days=6)

    assert not [row for row in work_of(reviewer) if row.kind == "candidate"]
    with pytest.raises(WithdrawalUnanswered):
        lifecycle.propose_recognition(withdrawn.pk, reason="Meets all.", actor=reviewer, now=NOW)

    assessed_again(withdrawn, later)
    assert [row.factory for row in work_of(reviewer, now=later) if row.kind == "candidate"] == [
        withdrawn.name
    ]
    lifecycle.propose_recognition(withdrawn.pk, reason="Meets all.", actor=reviewer, now=later)


def test_the_worklist_shows_it_apart_with_the_reason(withdrawn, client):
    reviewer = make.user("reviewer")
    client.force_login(reviewer)

    page = client.get(reverse("recognition:worklist"), {"list": "withdrawn"}).content.decode()

    assert (named(reviewer, "withdrawn"), named(reviewer, "candidates")) == (["KH-00001"], [])
    assert REASON in page
    assert "proposed again after an assessment that follows" in page
    assert (
        reverse("recognition:propose", args=["KH-00001"])
        not in client.get(reverse("recognition:verdict", args=["KH-00001"])).content.decode()
    )


def test_a_suspended_recognition_is_counted_as_suspended():
    mill, reviewer = eligible_factory("KH-00001"), make.user("reviewer")
    recognition(mill, "suspended")

    assert (named(reviewer, "public"), named(reviewer, "suspended")) == ([], ["KH-00001"])
