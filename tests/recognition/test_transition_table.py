"""Every transition, allowed and forbidden, in every state, by every role: the table, row by row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from accounts.models import Role, User
from factories.models import Factory
from journal.commands import Unchanged
from journal.refusals import Refused
from recognition.commands import lifecycle
from recognition.commands.appeals import appeal_decision, dismiss_appeal, grant_appeal
from recognition.domain.lifecycle import SYSTEM, RecognitionState, RecognitionTransition, allowed, leads_to
from recognition.models import Appeal, Recognition
from tests import make
from tests.recognition.make import NOW, WAYS, eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db

WHY = "As discussed in the review."
LATER = NOW + timedelta(days=2)
OVER = NOW + timedelta(days=400)
ROLES = [*Role.values, SYSTEM]

Does = Callable[[Recognition, User | None], object]
DOES: dict[RecognitionTransition, Does] = {
    RecognitionTransition.PROPOSE: lambda of, actor: lifecycle.propose_recognition(
        of.factory_id, reason=WHY, actor=actor, now=LATER
    ),
    RecognitionTransition.CONFIRM: lambda of, actor: lifecycle.confirm_recognition(
        of.pk, reason=WHY, actor=actor, now=LATER
    ),
    RecognitionTransition.DEFER: lambda of, actor: lifecycle.defer_recognition(
        of.pk, reason=WHY, actor=actor, now=LATER
    ),
    RecognitionTransition.DECLINE: lambda of, actor: lifecycle.decline_recognition(
        of.pk, reason=WHY, actor=actor, now=LATER
    ),
    RecognitionTransition.PUBLISH: lambda of, actor: lifecycle.publish_recognition(
        of.pk, actor=actor, now=LATER
    ),
    RecognitionTransition.SUSPEND: lambda of, actor: lifecycle.suspend_recognition(
        of.pk, reason=WHY, actor=actor, now=LATER
    ),
    RecognitionTransition.REINSTATE: lambda of, actor: lifecycle.reinstate_recognition(
        of.pk, reason=WHY, actor=actor, now=LATER
    ),
    RecognitionTransition.RENEW: lambda of, actor: lifecycle.renew_recognition(
        of.pk, reason=WHY, actor=actor, now=LATER
    ),
    RecognitionTransition.LAPSE: lambda of, actor: lifecycle.lapse_recognition(of.pk, actor=actor, now=OVER),
    RecognitionTransition.WITHDRAW: lambda of, actor: lifecycle.withdraw_recognition(
        of.pk, reason=WHY, actor=actor, now=LATER
    ),
    RecognitionTransition.APPEAL: lambda of, actor: appeal_decision(
        of.pk, grounds=WHY, actor=actor, now=LATER
    ),
    RecognitionTransition.GRANT_APPEAL: lambda of, actor: grant_appeal(
        of.pk, reason=WHY, actor=actor, now=LATER
    ),
    RecognitionTransition.DISMISS_APPEAL: lambda of, actor: dismiss_appeal(
        of.pk, reason=WHY, actor=actor, now=LATER
    ),
}
BY_SYSTEM = {RecognitionTransition.PUBLISH, RecognitionTransition.LAPSE}
"""What the system does through the same commands; it suspends through the opening of a case (test_lifecycle)."""

ENDED = {RecognitionState.DECLINED, RecognitionState.LAPSED, RecognitionState.WITHDRAWN}
"""The factory of an ended recognition may be proposed anew: that is another recognition."""

STATES = [*WAYS, "appealed"]


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


def ends(act: RecognitionTransition) -> RecognitionState:
    """Where an act leads; an appeal decided, by what it was against (here: a refusal)."""
    return leads_to(act, appealed_against=RecognitionState.DECLINED)


class Kept:
    """A recognition as it stands, to be put back after each act."""

    def __init__(self) -> None:
        self.rows = list(Recognition.objects.all())
        self.appeals = list(Appeal.objects.all())

    def put_back(self) -> None:
        Appeal.objects.all().delete()
        Recognition.objects.all().delete()
        Recognition.objects.bulk_create(self.rows)
        Appeal.objects.bulk_create(self.appeals)


@pytest.mark.parametrize("state", STATES)
def test_what_the_table_allows_is_done_and_nothing_else(state, mill):
    people = {role: somebody(role, mill) for role in ROLES}
    # of people, only who confirmed publishes by hand
    found = in_state(mill, state, decider=people[Role.GLOBAL] if state == "confirmed" else None)
    kept, done = Kept(), set()

    for act, role in product(DOES, ROLES):
        if tried(act, role, people, found):
            found.refresh_from_db()
            assert found.state == ends(act), (act, role)
            done.add((act, role))
            kept.put_back()

    found.refresh_from_db()
    assert found.state == state
    assert done == {
        (act, role)
        for act, role in product(DOES, ROLES)
        if allowed(state, act, role) and (role != SYSTEM or act in BY_SYSTEM)
    }


def tried(act: RecognitionTransition, role: str, people: dict[str, User | None], found: Recognition) -> bool:
    """Whether the act went through: neither refused, nor said again."""
    if role == SYSTEM and act not in BY_SYSTEM:
        return False
    if act is RecognitionTransition.PROPOSE and RecognitionState(found.state) in ENDED:
        return False
    try:
        return not isinstance(DOES[act](found, people[role]), Unchanged)
    except Refused:
        return False


@pytest.mark.parametrize("role", Role.values)
def test_before_there_is_a_recognition_the_table_says_who_proposes(role, mill):
    judged(mill)
    actor = somebody(role, mill)
    may = allowed(RecognitionState.ELIGIBLE, RecognitionTransition.PROPOSE, role)

    try:
        lifecycle.propose_recognition(mill.pk, reason=WHY, actor=actor, now=LATER)
    except Refused:
        assert not may
    else:
        assert may

    assert Recognition.objects.exists() == may


def test_no_act_is_forgotten():
    assert set(DOES) == set(RecognitionTransition)
    assert set(STATES) | {RecognitionState.ELIGIBLE} == set(RecognitionState)
