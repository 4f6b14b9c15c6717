"""Other eyes, reasons, days, and what stands in the way; who may do what in which state is in test_transition_table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Role
from criteria.policies import NotYourDecision
from journal.commands import Unchanged
from journal.models import Event
from journal.refusals import ReasonMissing, Refused
from recognition.commands import lifecycle
from recognition.commands.lifecycle import (
    CaseOpen,
    DayPassed,
    DecidedAlready,
    NotDueYet,
    NotEligible,
)
from recognition.domain.lifecycle import RecognitionTransition
from recognition.models import Recognition
from recognition.policies import AssessedByYou, ProposedByYou
from tests import make
from tests.recognition.make import NOW, TODAY, WAYS, bring, eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db
WHY = "As discussed in the review."
LATER = NOW + timedelta(hours=1)

DECISIONS = {
    RecognitionTransition.CONFIRM: lifecycle.confirm_recognition,
    RecognitionTransition.DEFER: lifecycle.defer_recognition,
    RecognitionTransition.DECLINE: lifecycle.decline_recognition,
    RecognitionTransition.SUSPEND: lifecycle.suspend_recognition,
    RecognitionTransition.REINSTATE: lifecycle.reinstate_recognition,
    RecognitionTransition.RENEW: lifecycle.renew_recognition,
    RecognitionTransition.WITHDRAW: lifecycle.withdraw_recognition,
}


@pytest.fixture
def factory():
    return eligible_factory()


FROM = {
    RecognitionTransition.CONFIRM: "proposed",
    RecognitionTransition.DEFER: "proposed",
    RecognitionTransition.DECLINE: "proposed",
    RecognitionTransition.SUSPEND: "published",
    RecognitionTransition.REINSTATE: "suspended",
    RecognitionTransition.RENEW: "published",
    RecognitionTransition.WITHDRAW: "published",
}


def somebody(role, factory):
    return make.user(role, factory=factory if role in {Role.FACTORY, Role.WORKER} else None)


def test_nobody_proposes_a_factory_of_another_country(factory):
    judged(factory)

    with pytest.raises(NotYourDecision):
        lifecycle.propose_recognition(
            factory.pk, reason=WHY, actor=make.user(Role.MANAGER, country="VN"), now=NOW
        )


def test_who_assessed_does_not_propose():
    reviewer = make.user(Role.REVIEWER)
    factory = eligible_factory(team=[reviewer])
    judged(factory)

    with pytest.raises(AssessedByYou):
        lifecycle.propose_recognition(factory.pk, reason=WHY, actor=reviewer, now=NOW)


@pytest.mark.parametrize("act", DECISIONS)
def test_who_assessed_does_not_decide(act):
    assessor = make.user(Role.ADVISER)
    found = recognition(eligible_factory(team=[assessor]), FROM[act])
    assessor.role = Role.GLOBAL  # has since moved to the global team
    assessor.save(update_fields=["role"])

    with pytest.raises(AssessedByYou):
        DECISIONS[act](found.pk, reason=WHY, actor=assessor, now=LATER)


@pytest.mark.parametrize("act", DECISIONS)
def test_who_proposed_does_not_decide(act, factory):
    proposer = make.user(Role.REVIEWER)
    found = recognition(factory, FROM[act], by=proposer)
    proposer.role = Role.GLOBAL
    proposer.save(update_fields=["role"])

    with pytest.raises(ProposedByYou):
        DECISIONS[act](found.pk, reason=WHY, actor=proposer, now=LATER)


@pytest.mark.parametrize("act", DECISIONS)
def test_a_decision_says_why(act, factory):
    found = recognition(factory, FROM[act])

    for nothing in ("", "  \n"):
        with pytest.raises(ReasonMissing):
            DECISIONS[act](
                found.pk, reason=nothing, actor=make.user(Role.GLOBAL), now=LATER + timedelta(days=1)
            )


def test_a_factory_that_is_only_close_is_not_proposed():
    factory = eligible_factory()
    make.systems(factory, "osh", score=3, reviewed_on=TODAY)
    judged(factory)

    with pytest.raises(NotEligible):
        lifecycle.propose_recognition(factory.pk, reason=WHY, actor=make.user(Role.REVIEWER), now=NOW)


def test_a_verdict_that_turned_since_the_proposal_is_not_confirmed(factory):
    found = recognition(factory)
    make.systems(factory, "osh", score=3, reviewed_on=TODAY)
    judged(factory)

    with pytest.raises(NotEligible):
        lifecycle.confirm_recognition(found.pk, reason=WHY, actor=make.user(Role.GLOBAL), now=LATER)


BLOCKED = {
    "proposed": lambda pk: lifecycle.confirm_recognition(
        pk, reason=WHY, actor=make.user(Role.GLOBAL), now=LATER
    ),
    "confirmed": lambda pk: lifecycle.publish_recognition(pk, actor=None, now=LATER),
    "suspended": lambda pk: lifecycle.reinstate_recognition(
        pk, reason=WHY, actor=make.user(Role.GLOBAL), now=LATER
    ),
    "published": lambda pk: lifecycle.renew_recognition(
        pk, reason=WHY, actor=make.user(Role.GLOBAL), now=LATER + timedelta(days=1)
    ),
}


@pytest.mark.parametrize("state", BLOCKED)
def test_an_open_case_stands_in_the_way_before_any_new_verdict(state, factory):
    found = recognition(factory, state)
    make.case(factory)  # nobody has judged since
    refusal = DecidedAlready if state == "published" else CaseOpen  # a public one is suspended at once

    with pytest.raises(refusal):
        BLOCKED[state](found.pk)


def test_a_factory_has_one_live_recognition(factory):
    recognition(factory)

    with pytest.raises(DecidedAlready):
        lifecycle.propose_recognition(factory.pk, reason=WHY, actor=make.user(Role.MANAGER), now=LATER)


def test_a_factory_that_was_declined_may_be_proposed_again(factory):
    recognition(factory, "declined")

    lifecycle.propose_recognition(factory.pk, reason=WHY, actor=make.user(Role.MANAGER), now=LATER)

    assert sorted(Recognition.objects.values_list("state", flat=True)) == ["declined", "proposed"]


@pytest.mark.parametrize(
    "act",
    [
        RecognitionTransition.CONFIRM,
        RecognitionTransition.DECLINE,
        RecognitionTransition.WITHDRAW,
        RecognitionTransition.SUSPEND,
    ],
)
def test_the_same_person_again_changes_nothing_and_another_is_told(act, factory):
    found = recognition(factory, FROM[act])
    first, second = make.user(Role.GLOBAL), make.user(Role.GLOBAL)
    DECISIONS[act](found.pk, reason=WHY, actor=first, now=LATER)
    told = Event.objects.count()

    again = DECISIONS[act](found.pk, reason=WHY, actor=first, now=LATER)

    assert isinstance(again, Unchanged)
    assert Event.objects.count() == told
    with pytest.raises(DecidedAlready, match="Meanwhile"):
        DECISIONS[act](found.pk, reason=WHY, actor=second, now=LATER)


def test_who_decides_on_a_state_that_is_no_more_is_told(factory):
    found = recognition(factory, "published")
    lifecycle.suspend_recognition(found.pk, reason=WHY, actor=make.user(Role.GLOBAL), now=LATER)

    with pytest.raises(DecidedAlready):
        lifecycle.withdraw_recognition(
            found.pk, reason=WHY, seen="published", actor=make.user(Role.GLOBAL), now=LATER
        )


def test_the_system_publishes_not_before_the_set_day(factory):
    found = recognition(factory)
    lifecycle.confirm_recognition(
        found.pk, reason=WHY, publish_on=TODAY + timedelta(days=3), actor=make.user(Role.GLOBAL), now=NOW
    )

    with pytest.raises(NotDueYet):
        lifecycle.publish_recognition(found.pk, actor=None, now=NOW + timedelta(days=2))
    lifecycle.publish_recognition(found.pk, actor=None, now=NOW + timedelta(days=3))

    found.refresh_from_db()
    assert found.state == "published"
    assert (found.publish_on, found.published_by) == (TODAY + timedelta(days=3), None)


def test_of_people_only_the_confirmer_publishes(factory):
    confirmer = make.user(Role.GLOBAL)
    found = recognition(factory, "confirmed", decider=confirmer)

    with pytest.raises(NotYourDecision):
        lifecycle.publish_recognition(found.pk, actor=make.user(Role.GLOBAL), now=LATER)
    lifecycle.publish_recognition(found.pk, actor=confirmer, now=LATER)

    found.refresh_from_db()
    assert (found.state, found.published_by) == ("published", confirmer)


def test_no_day_of_publication_lies_in_the_past(factory):
    found = recognition(factory)

    with pytest.raises(DayPassed):
        lifecycle.confirm_recognition(
            found.pk, reason=WHY, publish_on=TODAY - timedelta(days=1), actor=make.user(Role.GLOBAL), now=NOW
        )


def test_a_recognition_holds_a_year_and_renewal_counts_from_its_own_day(factory):
    found = recognition(factory, "published")
    assert found.expires_on == TODAY.replace(year=2019)

    lifecycle.renew_recognition(
        found.pk, reason=WHY, actor=make.user(Role.GLOBAL), now=NOW + timedelta(days=30)
    )

    found.refresh_from_db()
    assert found.expires_on == (TODAY + timedelta(days=30)).replace(year=2019)
    assert found.state == "published"


def test_a_recognition_lapses_the_day_after_its_last(factory):
    found = recognition(factory, "published")

    with pytest.raises(NotDueYet):
        lifecycle.lapse_recognition(found.pk, now=NOW + timedelta(days=365))
    lifecycle.lapse_recognition(found.pk, now=NOW + timedelta(days=366))

    found.refresh_from_db()
    assert found.state == "lapsed"


def test_opening_a_case_suspends_in_the_same_act_and_says_nothing_of_the_case(factory):
    found = recognition(factory, "published")

    make.case(factory, trigger="Child labour: a worker of twelve")

    found.refresh_from_db()
    assert found.state == "suspended"
    told = Event.objects.get(kind="recognition.suspended")
    assert "twelve" not in str(told.data)
    assert told.factory_id == factory.pk


def test_a_case_that_cannot_suspend_is_not_opened_either(factory, monkeypatch):
    found = recognition(factory, "published")

    def broken(*_args, **_kwargs):
        raise Refused("the second half fails")

    monkeypatch.setattr("recognition.same_transaction.record_many", broken)
    with pytest.raises(Refused):
        make.case(factory)

    found.refresh_from_db()
    assert found.state == "published"
    assert not Event.objects.filter(kind="zero_tolerance.opened").exists()


@pytest.mark.parametrize("state", WAYS)
def test_every_step_is_in_the_journal_of_its_recognition(state, factory):
    found = recognition(factory, state)

    kinds = list(
        Event.objects.filter(subject=f"recognition:{found.pk}")
        .order_by("sequence")
        .values_list("kind", flat=True)
    )

    words = {"defer": "deferred", "decline": "declined", "confirm": "confirmed", "publish": "published",
             "suspend": "suspended", "withdraw": "withdrawn", "lapse": "lapsed"}  # fmt: skip
    assert kinds == ["recognition.proposed", *(f"recognition.{words[act]}" for act in WAYS[state])]


def test_bringing_covers_every_state():
    assert {*WAYS, "appealed"} == set(Recognition.State.values)  # appeals are told in test_appeals
    assert callable(bring)
