"""What may follow what: the whole dictionary, told apart from it as paths and refusals."""

from __future__ import annotations

import pytest

from recognition.domain.lifecycle import (
    SYSTEM,
    TRANSITIONS,
    Act,
    Barred,
    State,
    acts_from,
    allowed,
    leads_to,
    may_follow,
)


def walk(start: State, *acts: Act) -> State:
    state = start
    for act in acts:
        assert may_follow(state, act), (state, act)
        state = leads_to(act)
    return state


@pytest.mark.parametrize(
    ("acts", "end"),
    [
        ((Act.PROPOSE, Act.CONFIRM, Act.PUBLISH, Act.RENEW, Act.LAPSE), State.LAPSED),
        ((Act.PROPOSE, Act.CONFIRM, Act.PUBLISH, Act.SUSPEND, Act.REINSTATE, Act.WITHDRAW), State.WITHDRAWN),
        ((Act.PROPOSE, Act.DEFER, Act.DEFER, Act.CONFIRM, Act.WITHDRAW), State.WITHDRAWN),
        ((Act.PROPOSE, Act.DEFER, Act.DECLINE, Act.APPEAL), State.APPEALED),
        ((Act.PROPOSE, Act.CONFIRM, Act.PUBLISH, Act.SUSPEND, Act.LAPSE), State.LAPSED),
    ],
)
def test_a_recognition_can_go_this_way(acts: tuple[Act, ...], end: State):
    assert walk(State.ELIGIBLE, *acts) is end


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (State.ELIGIBLE, {Act.PROPOSE}),
        (State.PROPOSED, {Act.CONFIRM, Act.DEFER, Act.DECLINE}),
        (State.DEFERRED, {Act.CONFIRM, Act.DEFER, Act.DECLINE}),
        (State.CONFIRMED, {Act.PUBLISH, Act.WITHDRAW}),
        (State.PUBLISHED, {Act.SUSPEND, Act.RENEW, Act.LAPSE, Act.WITHDRAW}),
        (State.SUSPENDED, {Act.REINSTATE, Act.LAPSE, Act.WITHDRAW, Act.APPEAL}),
        (State.DECLINED, {Act.APPEAL}),
        (State.WITHDRAWN, {Act.APPEAL}),
        (State.LAPSED, set()),
        (State.APPEALED, {Act.GRANT_APPEAL, Act.DISMISS_APPEAL}),
    ],
)
def test_nothing_else_is_possible(state: State, acts: set[Act]):
    assert set(acts_from(state)) == acts


def test_every_act_has_its_place():
    assert TRANSITIONS.keys() == set(Act)
    assert {state for state in State if acts_from(state)} == set(State) - {State.LAPSED}


@pytest.mark.parametrize(
    ("against", "granted"),
    [(State.DECLINED, State.PROPOSED), (State.SUSPENDED, State.PUBLISHED), (State.WITHDRAWN, State.PROPOSED)],
)
def test_an_appeal_leads_on_when_granted_and_back_when_dismissed(against: State, granted: State):
    assert may_follow(against, Act.APPEAL)
    assert leads_to(Act.GRANT_APPEAL, appealed_against=against) is granted
    assert leads_to(Act.DISMISS_APPEAL, appealed_against=against) is against


def test_an_appeal_cannot_be_decided_without_what_it_was_against():
    with pytest.raises(ValueError, match="name that state"):
        leads_to(Act.GRANT_APPEAL)


@pytest.mark.parametrize(
    ("act", "roles"),
    [
        (Act.PROPOSE, {"reviewer", "manager"}),
        (Act.CONFIRM, {"global"}),
        (Act.DECLINE, {"global"}),
        (Act.WITHDRAW, {"global"}),
        (Act.SUSPEND, {"global", SYSTEM}),
        (Act.PUBLISH, {"global", SYSTEM}),
        (Act.LAPSE, {SYSTEM}),
        (Act.APPEAL, {"factory", "group"}),
        (Act.DISMISS_APPEAL, {"global"}),
    ],
)
def test_each_act_belongs_to_its_roles(act: Act, roles: set[str]):
    state = next(state for state in State if may_follow(state, act))

    everybody = {"adviser", "reviewer", "manager", "global", "brand", "factory", "group", "inspector", SYSTEM}
    assert {role for role in everybody if allowed(state, act, role)} == roles


def test_nobody_decides_where_they_assessed_or_proposed():
    assert TRANSITIONS[Act.PROPOSE].barred == {Barred.ASSESSOR}
    for act in (Act.CONFIRM, Act.DEFER, Act.DECLINE, Act.SUSPEND, Act.REINSTATE, Act.RENEW, Act.WITHDRAW):
        assert TRANSITIONS[act].barred == {Barred.ASSESSOR, Barred.PROPOSER}
    assert Barred.DECIDER in TRANSITIONS[Act.GRANT_APPEAL].barred & TRANSITIONS[Act.DISMISS_APPEAL].barred


def test_every_human_decision_says_why():
    assert {act for act, step in TRANSITIONS.items() if not step.needs_reason} == {Act.PUBLISH, Act.LAPSE}
