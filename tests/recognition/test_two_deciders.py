"""Two people deciding at the same moment: one wins, the other is told. With real connections, on both databases."""

from __future__ import annotations

from datetime import timedelta
from threading import Event as Signal

import pytest

from accounts.models import Role
from criteria.models import Evaluation
from criteria.projections import refresh_verdicts
from journal.models import Event
from recognition.commands import lifecycle
from recognition.commands.lifecycle import DecidedAlready
from recognition.models import Recognition
from tests import make
from tests.at_once import at_once
from tests.recognition.make import NOW, eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "As discussed in the review."


@pytest.mark.parametrize("attempt", range(3))
def test_confirm_against_decline(attempt):
    found = recognition(eligible_factory())
    one, other = make.user(Role.GLOBAL), make.user(Role.GLOBAL)

    done = at_once(
        lambda: lifecycle.confirm_recognition(found.pk, reason=WHY, actor=one, now=NOW),
        lambda: lifecycle.decline_recognition(found.pk, reason=WHY, actor=other, now=NOW),
    )

    told = [each for each in done if isinstance(each, DecidedAlready)]
    assert len(told) == 1
    found.refresh_from_db()
    assert found.state == ("declined" if told == done[:1] else "confirmed")
    assert Event.objects.filter(subject=f"recognition:{found.pk}").count() == 2


def test_two_proposals_of_one_factory():
    factory = eligible_factory()
    judged(factory)
    one, other = make.user(Role.REVIEWER), make.user(Role.MANAGER)

    done = at_once(
        lambda: lifecycle.propose_recognition(factory.pk, reason=WHY, actor=one, now=NOW),
        lambda: lifecycle.propose_recognition(factory.pk, reason=WHY, actor=other, now=NOW),
    )

    assert sum(isinstance(each, DecidedAlready) for each in done) == 1
    assert Recognition.objects.count() == 1


def test_the_system_and_the_confirmer_publish_once():
    confirmer = make.user(Role.GLOBAL)
    found = recognition(eligible_factory(), "confirmed", decider=confirmer)

    at_once(
        lambda: lifecycle.publish_recognition(found.pk, actor=None, now=NOW),
        lambda: lifecycle.publish_recognition(found.pk, actor=confirmer, now=NOW),
    )

    assert Event.objects.filter(kind="recognition.published").count() == 1


@pytest.mark.parametrize("attempt", range(4))
def test_a_case_opened_while_somebody_publishes_leaves_nothing_public(attempt):
    confirmer = make.user(Role.GLOBAL)
    found = recognition(eligible_factory(), "confirmed", decider=confirmer)

    at_once(
        lambda: lifecycle.publish_recognition(found.pk, actor=confirmer, now=NOW),
        lambda: make.case(found.factory, now=NOW + timedelta(minutes=1)),
    )

    found.refresh_from_db()
    assert found.state in {"confirmed", "suspended"}


def test_a_case_waits_for_a_publication_under_way_and_suspends_it():
    found = recognition(eligible_factory(), "confirmed")
    checked, opened = Signal(), Signal()

    def publish_slowly():
        # the moment between the check for open cases and the commit, drawn out
        check = lifecycle.check_no_open_case
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                lifecycle, "check_no_open_case", lambda pk: (check(pk), checked.set(), opened.wait(2))
            )
            return lifecycle.publish_recognition(found.pk, actor=None, now=NOW)

    def open_case():
        checked.wait(10)
        make.case(found.factory, now=NOW + timedelta(minutes=1))
        opened.set()

    at_once(publish_slowly, open_case)

    found.refresh_from_db()
    assert found.state == "suspended"


@pytest.mark.parametrize("everybody", [True, False])
def test_four_runs_at_once_leave_one_current_verdict_a_factory(everybody):
    factories = [eligible_factory() for _ in range(3)]
    judged()
    for factory in factories:
        make.systems(factory, "osh", score=2)

    chosen = None if everybody else [factory.pk for factory in factories]
    at_once(*[lambda: refresh_verdicts(chosen, now=NOW)] * 4)

    current = Evaluation.objects.filter(is_current=True)
    assert sorted(current.values_list("factory_id", flat=True)) == sorted(factory.pk for factory in factories)
    assert {tuple(failed) for failed in current.values_list("failed", flat=True)} == {("S1-OSH",)}
