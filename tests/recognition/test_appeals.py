"""A factory's appeal: in time, by itself, decided by other eyes, leading back or on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from journal.commands import Unchanged
from journal.models import Event
from journal.refusals import ReasonMissing
from recognition import policies
from recognition.commands.appeals import TooLateToAppeal, appeal_decision, dismiss_appeal, grant_appeal
from recognition.commands.guards import CaseOpen, DecidedAlready
from recognition.domain.lifecycle import APPEAL_DAYS
from recognition.models import Appeal, Recognition
from recognition.queries.recognition_faults import recognition_faults
from tests import make
from tests.notifications.cast import inbox, tell
from tests.recognition.make import NOW, bring, eligible_factory, recognition

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def mill():
    return eligible_factory("KH-00001")


@pytest.fixture
def manager(mill):
    return make.user("factory", factory=mill)


def appealed(mill, manager, state, *, decider=None):
    found = recognition(mill, state, decider=decider)
    appeal_decision(found.pk, grounds="You missed the new exits.", actor=manager, now=LATER)
    found.refresh_from_db()
    return found


@pytest.mark.parametrize(
    ("state", "granted"), [("declined", "proposed"), ("withdrawn", "proposed"), ("suspended", "published")]
)
def test_a_granted_appeal_undoes_the_decision(mill, manager, state, granted):
    found = appealed(mill, manager, state)
    assert found.state == "appealed"

    grant_appeal(found.pk, reason="The exits are there.", actor=make.user("global"), now=LATER)

    found.refresh_from_db()
    assert found.state == granted
    assert (
        (found.confirmed_by, found.ended_by) == (None, None) if granted == "proposed" else found.confirmed_by
    )
    assert Appeal.objects.get().outcome == "granted"


@pytest.mark.parametrize("answer", [grant_appeal, dismiss_appeal])
@pytest.mark.parametrize("state", ["declined", "withdrawn", "suspended"])
def test_an_answered_appeal_is_what_verify_expects(mill, manager, state, answer):
    found = appealed(mill, manager, state)

    answer(found.pk, reason="We looked again.", actor=make.user("global"), now=LATER)

    assert not list(recognition_faults())
    Recognition.objects.filter(pk=found.pk).update(state="confirmed")
    assert [fault.code for fault in recognition_faults()] == ["not_as_recorded"]


@pytest.mark.parametrize("state", ["declined", "withdrawn", "suspended"])
def test_after_a_dismissed_appeal_the_decision_stands(mill, manager, state):
    found = appealed(mill, manager, state)

    dismiss_appeal(found.pk, reason="They were locked on both days.", actor=make.user("global"), now=LATER)

    found.refresh_from_db()
    assert (found.state, found.reason) == (state, "They were locked on both days.")


@pytest.mark.parametrize("state", ["proposed", "confirmed", "published", "lapsed"])
def test_there_is_nothing_to_appeal_against_in_other_states(mill, manager, state):
    found = recognition(mill, state)

    with pytest.raises(DecidedAlready):
        appeal_decision(found.pk, grounds="Why?", actor=manager, now=LATER)


def test_who_decided_does_not_decide_the_appeal(mill, manager):
    decider = make.user("global")
    found = appealed(mill, manager, "declined", decider=decider)

    for decide in (grant_appeal, dismiss_appeal):
        with pytest.raises(policies.DecidedByYou):
            decide(found.pk, reason="As before.", actor=decider, now=LATER)


def test_who_assessed_the_factory_does_not_decide_the_appeal(manager, mill):
    assessor = make.user("global")
    found = appealed(mill, manager, "declined")
    make.assessment(mill, team=[assessor], cycle=3)

    with pytest.raises(policies.AssessedByYou):
        grant_appeal(found.pk, reason="Yes.", actor=assessor, now=LATER)


@pytest.mark.parametrize("role", ["reviewer", "adviser", "manager", "global", "worker"])
def test_only_the_factory_appeals(mill, role):
    found = recognition(mill, "declined")
    somebody = make.user(role, factory=mill) if role == "worker" else make.user(role)

    with pytest.raises(policies.NotYourDecision):
        appeal_decision(found.pk, grounds="No.", actor=somebody, now=LATER)


def test_another_factory_cannot_appeal(mill):
    found = recognition(mill, "declined")

    with pytest.raises(policies.NotYourDecision):
        appeal_decision(
            found.pk, grounds="No.", actor=make.user("factory", factory=make.factory()), now=LATER
        )


def test_an_appeal_is_possible_to_the_last_day_and_not_after(mill, manager):
    found = recognition(mill, "declined")

    with pytest.raises(TooLateToAppeal):
        appeal_decision(
            found.pk, grounds="Late.", actor=manager, now=NOW + timedelta(days=APPEAL_DAYS, seconds=1)
        )
    appeal_decision(found.pk, grounds="In time.", actor=manager, now=NOW + timedelta(days=APPEAL_DAYS))


def test_an_appeal_says_why(mill, manager):
    found = recognition(mill, "declined")

    with pytest.raises(ReasonMissing):
        appeal_decision(found.pk, grounds="  ", actor=manager, now=LATER)


def test_an_appeal_and_its_answer_said_twice_are_said_once(mill, manager):
    found = appealed(mill, manager, "declined")
    judge = make.user("global")

    again = appeal_decision(found.pk, grounds="You missed the new exits.", actor=manager, now=LATER)
    dismiss_appeal(found.pk, reason="No.", actor=judge, now=LATER)
    twice = dismiss_appeal(found.pk, reason="No.", actor=judge, now=LATER)

    assert isinstance(again, Unchanged)
    assert isinstance(twice, Unchanged)
    told = Event.objects.filter(kind__startswith="recognition.appeal").values_list("kind", flat=True)
    assert sorted(told) == ["recognition.appeal_dismissed", "recognition.appealed"]


def test_a_suspension_is_not_lifted_while_a_case_is_open(mill, manager):
    found = recognition(mill, "published")
    make.case(mill, now=NOW)
    appeal_decision(found.pk, grounds="It was a mistake.", actor=manager, now=LATER)

    with pytest.raises(CaseOpen):
        grant_appeal(found.pk, reason="Yes.", actor=make.user("global"), now=LATER)


def test_nothing_is_left_to_appeal_when_the_factory_is_proposed_anew(mill, manager):
    found = recognition(mill, "declined")
    recognition(mill, "proposed")

    with pytest.raises(DecidedAlready, match="no longer be appealed"):
        appeal_decision(found.pk, grounds="Still.", actor=manager, now=LATER)


def test_while_an_appeal_waits_the_factory_cannot_be_proposed_anew(mill, manager):
    appealed(mill, manager, "declined")

    with pytest.raises(DecidedAlready):
        recognition(mill, "proposed")


def test_a_withdrawn_recognition_goes_through_four_eyes_again(mill, manager):
    found = appealed(mill, manager, "withdrawn")
    grant_appeal(found.pk, reason="Decide anew.", actor=make.user("global"), now=LATER)
    found.refresh_from_db()

    bring(found, "published", decider=make.user("global"), now=LATER)

    found.refresh_from_db()
    assert (found.state, found.published_at) == ("published", LATER)


def test_the_factory_reads_the_decision_and_appeals_on_its_page(client, mill, manager, time_machine):
    time_machine.move_to(LATER)
    found = recognition(mill, "declined")
    client.force_login(manager)

    page = client.get(reverse("factory", args=[mill.code]))
    address = reverse("appeal", args=[mill.code, found.pk])
    assert "As discussed." in page.content.decode()
    assert address in page.content.decode()
    assert client.post(address, {"grounds": ""}).status_code == 422
    sent = client.post(address, {"grounds": "The exits are there."}, follow=True)

    assert "Your appeal has been sent" in sent.content.decode()
    assert address not in sent.content.decode()


def test_the_global_team_finds_the_appeal_on_its_desk_and_the_grounds_in_the_dossier(client, mill, manager):
    found = appealed(mill, manager, "declined")
    client.force_login(make.user("global"))

    desk = client.get(reverse("desk")).content.decode()
    dossier = client.get(reverse("recognition:detail", args=[found.pk])).content.decode()

    assert "Decide the appeal" in desk
    assert "You missed the new exits." in dossier
    assert reverse("recognition:decide", args=[found.pk, "grant_appeal"]) in dossier


def test_an_appeal_does_not_wait_for_whoever_took_the_decision(client, mill, manager):
    decider = make.user("global")
    appealed(mill, manager, "declined", decider=decider)
    client.force_login(decider)

    assert "Decide the appeal" not in client.get(reverse("desk")).content.decode()


def test_an_appeal_and_its_answer_are_told(mill, manager):
    found = appealed(mill, manager, "suspended")
    other = make.user("global")
    tell()
    assert any("appeals against" in sentence for sentence in inbox(other))

    grant_appeal(found.pk, reason="The exits are there.", actor=other, now=LATER)

    tell()
    assert any("was granted" in sentence for sentence in inbox(manager))


def test_a_worker_representative_is_not_told_of_a_case_by_a_suspension(client, mill):
    recognition(mill, "published")
    make.case(mill, now=NOW)

    pages = {}
    for role in ("factory", "worker"):
        client.force_login(make.user(role, factory=mill))
        pages[role] = client.get(reverse("factory", args=[mill.code])).content.decode()

    assert "Because of an open zero-tolerance case" in pages["factory"]
    assert "zero" not in pages["worker"].lower().replace("zero-tolerance cases", "")
    assert "suspended" in pages["worker"].lower()


def test_nor_by_the_answer_to_an_appeal_against_it(client, mill, manager):
    found = recognition(mill, "published")
    make.case(mill, now=NOW)
    appeal_decision(found.pk, grounds="The case is a mistake.", actor=manager, now=LATER)
    dismiss_appeal(found.pk, reason="The case stands.", actor=make.user("global"), now=LATER)

    pages = {}
    for role in ("factory", "worker"):
        client.force_login(make.user(role, factory=mill))
        pages[role] = client.get(reverse("factory", args=[mill.code])).content.decode()

    assert "The case stands." in pages["factory"]
    assert "The case stands." not in pages["worker"]


def test_an_adviser_who_reads_the_history_is_not_told_of_the_appeal(client, mill, manager, time_machine):
    time_machine.move_to(LATER)
    appealed(mill, manager, "declined")
    client.force_login(make.user("adviser"))

    for address in (reverse("factory", args=[mill.code]), reverse("desk")):
        page = client.get(address)
        assert page.status_code == 200
        assert "appeal" not in page.content.decode().lower()
