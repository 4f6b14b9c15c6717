"""Every transition, allowed and forbidden, in every state, by every role: the table, row by row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Role, User
from factories.models import Factory
from journal.commands import Unchanged
from journal.refusals import Refused
from recognition.commands import lifecycle
from recognition.commands.appeals import appeal_decision, dismiss_appeal, grant_appeal
from recognition.domain.lifecycle import GRANTED, SYSTEM, TRANSITIONS, Act, State, allowed
from recognition.models import Recognition
from tests import make
from tests.recognition.make import NOW, WAYS, eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db

WHY = "As discussed in the review."
LATER = NOW + timedelta(days=2)
OVER = NOW + timedelta(days=400)
ROLES = [*Role.values, SYSTEM]

Does = Callable[[Recognition, User | None], object]
DOES: dict[Act, Does] = {
    Act.PROPOSE: lambda of, actor: lifecycle.propose_recognition(
        of.factory_id, reason=WHY, actor=actor, now=LATER
    ),
    Act.CONFIRM: lambda of, actor: lifecycle.confirm_recognition(of.pk, reason=WHY, actor=actor, now=LATER),
    Act.DEFER: lambda of, actor: lifecycle.defer_recognition(of.pk, reason=WHY, actor=actor, now=LATER),
    Act.DECLINE: lambda of, actor: lifecycle.decline_recognition(of.pk, reason=WHY, actor=actor, now=LATER),
    Act.PUBLISH: lambda of, actor: lifecycle.publish_recognition(of.pk, actor=actor, now=LATER),
    Act.SUSPEND: lambda of, actor: lifecycle.suspend_recognition(of.pk, reason=WHY, actor=actor, now=LATER),
    Act.REINSTATE: lambda of, actor: lifecycle.reinstate_recognition(
        of.pk, reason=WHY, actor=actor, now=LATER
    ),
    Act.RENEW: lambda of, actor: lifecycle.renew_recognition(of.pk, reason=WHY, actor=actor, now=LATER),
    Act.LAPSE: lambda of, actor: lifecycle.lapse_recognition(of.pk, actor=actor, now=OVER),
    Act.WITHDRAW: lambda of, actor: lifecycle.withdraw_recognition(of.pk, reason=WHY, actor=actor, now=LATER),
    Act.APPEAL: lambda of, actor: appeal_decision(of.pk, grounds=WHY, actor=actor, now=LATER),
    Act.GRANT_APPEAL: lambda of, actor: grant_appeal(of.pk, reason=WHY, actor=actor, now=LATER),
    Act.DISMISS_APPEAL: lambda of, actor: dismiss_appeal(of.pk, reason=WHY, actor=actor, now=LATER),
}
BY_SYSTEM = {Act.PUBLISH, Act.LAPSE}
"""What the system does through the same commands; it suspends through the opening of a case (test_lifecycle)."""

ENDED = {State.DECLINED, State.LAPSED, State.WITHDRAWN}
"""The factory of an ended recognition may be proposed anew: that is another recognition."""

TRIPLES = [
    (state, act, role)
    for state in [*WAYS, "appealed"]
    for act in DOES
    for role in ROLES
    if allowed(state, act, role) and (role != SYSTEM or act in BY_SYSTEM)
]


@pytest.fixture
def mill() -> Factory:
    made = eligible_factory("KH-00001")
    Factory.objects.filter(pk=made.pk).update(group=make.group())
    made.refresh_from_db()
    return made


def somebody(role: str, mill: Factory) -> User | None:
    if role == SYSTEM:
        return None
    belongs = {
        Role.FACTORY: {"factory": mill}, Role.WORKER: {"factory": mill}, Role.GROUP: {"group": mill.group},
    }  # fmt: skip
    return make.user(role, **belongs.get(role, {}))


def in_state(mill: Factory, state: str, decider: User | None = None) -> Recognition:
    """A recognition in a state; "appealed" after a refusal."""
    found = recognition(mill, "declined" if state == "appealed" else state, decider=decider)
    if state == "appealed":
        appeal_decision(found.pk, grounds="Look again.", actor=make.user(Role.FACTORY, factory=mill), now=NOW)
        found.refresh_from_db()
    return found


def ends(act: Act, state: str) -> set[str]:
    """Where an act leads; an appeal decided, by what it was against (here: a refusal)."""
    to = TRANSITIONS[act].to
    if to is not None:
        return {str(to)}
    return {str(GRANTED[State.DECLINED])} if act is Act.GRANT_APPEAL else {"declined"}


@pytest.mark.parametrize(("state", "act", "role"), TRIPLES)
def test_what_the_table_allows_is_done(state, act, role, mill):
    actor = somebody(role, mill)
    # of people, only who confirmed publishes by hand
    found = in_state(mill, state, decider=actor if act is Act.PUBLISH else None)

    done = DOES[act](found, actor)

    found.refresh_from_db()
    assert not isinstance(done, Unchanged)
    assert {found.state} == ends(act, state)


@pytest.mark.parametrize("state", [*WAYS, "appealed"])
def test_what_the_table_does_not_allow_changes_nothing(state, mill):
    found = in_state(mill, state)
    people = {role: somebody(role, mill) for role in ROLES}
    went_through = []

    for act, does in DOES.items():
        if act is Act.PROPOSE and State(state) in ENDED:
            continue
        for role, actor in people.items():
            if allowed(state, act, role) or (actor is None and act not in BY_SYSTEM):
                continue
            try:
                done = does(found, actor)
            except Refused:
                continue
            if not isinstance(done, Unchanged):  # said again by the system: no error, and nothing happens
                went_through.append((act, role))

    found.refresh_from_db()
    assert went_through == []
    assert found.state == state
    assert Recognition.objects.count() == 1


@pytest.mark.parametrize("role", Role.values)
def test_before_there_is_a_recognition_the_table_says_who_proposes(role, mill):
    judged(mill)
    actor = somebody(role, mill)
    may = allowed(State.ELIGIBLE, Act.PROPOSE, role)

    try:
        lifecycle.propose_recognition(mill.pk, reason=WHY, actor=actor, now=LATER)
    except Refused:
        assert not may
    else:
        assert may

    assert Recognition.objects.exists() == may


def test_no_act_is_forgotten():
    assert set(DOES) == set(Act)
    assert {act for _, act, _ in TRIPLES} == set(Act) - {Act.PROPOSE}
