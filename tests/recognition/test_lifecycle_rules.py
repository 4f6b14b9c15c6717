"""What may follow what: the whole dictionary, told apart from it as paths and refusals."""

from __future__ import annotations

import pytest

from recognition.domain.lifecycle import (
    SYSTEM,
    TRANSITIONS,
    Barred,
    RecognitionState,
    RecognitionTransition,
    acts_from,
    allowed,
    leads_to,
    may_follow,
)


def walk(start: RecognitionState, *acts: RecognitionTransition) -> RecognitionState:
    state = start
    for act in acts:
        assert may_follow(state, act), (state, act)
        state = leads_to(act)
    return state


@pytest.mark.parametrize(
    ("acts", "end"),
    [
        (
            (
                RecognitionTransition.PROPOSE,
                RecognitionTransition.CONFIRM,
                RecognitionTransition.PUBLISH,
                RecognitionTransition.RENEW,
                RecognitionTransition.LAPSE,
            ),
            RecognitionState.LAPSED,
        ),
        (
            (
                RecognitionTransition.PROPOSE,
                RecognitionTransition.CONFIRM,
                RecognitionTransition.PUBLISH,
                RecognitionTransition.SUSPEND,
                RecognitionTransition.REINSTATE,
                RecognitionTransition.WITHDRAW,
            ),
            RecognitionState.WITHDRAWN,
        ),
        (
            (
                RecognitionTransition.PROPOSE,
                RecognitionTransition.DEFER,
                RecognitionTransition.DEFER,
                RecognitionTransition.CONFIRM,
                RecognitionTransition.WITHDRAW,
            ),
            RecognitionState.WITHDRAWN,
        ),
        (
            (
                RecognitionTransition.PROPOSE,
                RecognitionTransition.DEFER,
                RecognitionTransition.DECLINE,
                RecognitionTransition.APPEAL,
            ),
            RecognitionState.APPEALED,
        ),
        (
            (
                RecognitionTransition.PROPOSE,
                RecognitionTransition.CONFIRM,
                RecognitionTransition.PUBLISH,
                RecognitionTransition.SUSPEND,
                RecognitionTransition.LAPSE,
            ),
            RecognitionState.LAPSED,
        ),
    ],
)
def test_a_recognition_can_go_this_way(acts: tuple[RecognitionTransition, ...], end: RecognitionState):
    assert walk(RecognitionState.ELIGIBLE, *acts) is end


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (RecognitionState.ELIGIBLE, {RecognitionTransition.PROPOSE}),
        (
            RecognitionState.PROPOSED,
            {RecognitionTransition.CONFIRM, RecognitionTransition.DEFER, RecognitionTransition.DECLINE},
        ),
        (
            RecognitionState.DEFERRED,
            {RecognitionTransition.CONFIRM, RecognitionTransition.DEFER, RecognitionTransition.DECLINE},
        ),
        (RecognitionState.CONFIRMED, {RecognitionTransition.PUBLISH, RecognitionTransition.WITHDRAW}),
        (
            RecognitionState.PUBLISHED,
            {
                RecognitionTransition.SUSPEND,
                RecognitionTransition.RENEW,
                RecognitionTransition.LAPSE,
                RecognitionTransition.WITHDRAW,
            },
        ),
        (
            RecognitionState.SUSPENDED,
            {
                RecognitionTransition.REINSTATE,
                RecognitionTransition.LAPSE,
                RecognitionTransition.WITHDRAW,
                RecognitionTransition.APPEAL,
            },
        ),
        (RecognitionState.DECLINED, {RecognitionTransition.APPEAL}),
        (RecognitionState.WITHDRAWN, {RecognitionTransition.APPEAL}),
        (RecognitionState.LAPSED, set()),
        (
            RecognitionState.APPEALED,
            {RecognitionTransition.GRANT_APPEAL, RecognitionTransition.DISMISS_APPEAL},
        ),
    ],
)
def test_nothing_else_is_possible(state: RecognitionState, acts: set[RecognitionTransition]):
    assert set(acts_from(state)) == acts


def test_every_act_has_its_place():
    assert TRANSITIONS.keys() == set(RecognitionTransition)
    assert {state for state in RecognitionState if acts_from(state)} == set(RecognitionState) - {
        RecognitionState.LAPSED
    }


@pytest.mark.parametrize(
    ("against", "granted"),
    [
        (RecognitionState.DECLINED, RecognitionState.PROPOSED),
        (RecognitionState.SUSPENDED, RecognitionState.PUBLISHED),
        (RecognitionState.WITHDRAWN, RecognitionState.PROPOSED),
    ],
)
def test_an_appeal_leads_on_when_granted_and_back_when_dismissed(
    against: RecognitionState, granted: RecognitionState
):
    assert may_follow(against, RecognitionTransition.APPEAL)
    assert leads_to(RecognitionTransition.GRANT_APPEAL, appealed_against=against) is granted
    assert leads_to(RecognitionTransition.DISMISS_APPEAL, appealed_against=against) is against


def test_an_appeal_cannot_be_decided_without_what_it_was_against():
    with pytest.raises(ValueError, match="name that state"):
        leads_to(RecognitionTransition.GRANT_APPEAL)


@pytest.mark.parametrize(
    ("act", "roles"),
    [
        (RecognitionTransition.PROPOSE, {"reviewer", "manager"}),
        (RecognitionTransition.CONFIRM, {"global"}),
        (RecognitionTransition.DECLINE, {"global"}),
        (RecognitionTransition.WITHDRAW, {"global"}),
        (RecognitionTransition.SUSPEND, {"global", SYSTEM}),
        (RecognitionTransition.PUBLISH, {"global", SYSTEM}),
        (RecognitionTransition.LAPSE, {SYSTEM}),
        (RecognitionTransition.APPEAL, {"factory", "group"}),
        (RecognitionTransition.DISMISS_APPEAL, {"global"}),
    ],
)
def test_each_act_belongs_to_its_roles(act: RecognitionTransition, roles: set[str]):
    state = next(state for state in RecognitionState if may_follow(state, act))

    everybody = {"adviser", "reviewer", "manager", "global", "brand", "factory", "group", "inspector", SYSTEM}
    assert {role for role in everybody if allowed(state, act, role)} == roles


def test_nobody_decides_where_they_assessed_or_proposed():
    assert TRANSITIONS[RecognitionTransition.PROPOSE].barred == {Barred.ASSESSOR}
    for act in (
        RecognitionTransition.CONFIRM,
        RecognitionTransition.DEFER,
        RecognitionTransition.DECLINE,
        RecognitionTransition.SUSPEND,
        RecognitionTransition.REINSTATE,
        RecognitionTransition.RENEW,
        RecognitionTransition.WITHDRAW,
    ):
        assert TRANSITIONS[act].barred == {Barred.ASSESSOR, Barred.PROPOSER}
    assert (
        Barred.DECIDER
        in TRANSITIONS[RecognitionTransition.GRANT_APPEAL].barred
        & TRANSITIONS[RecognitionTransition.DISMISS_APPEAL].barred
    )


def test_every_human_decision_says_why():
    assert {act for act, step in TRANSITIONS.items() if not step.needs_reason} == {
        RecognitionTransition.PUBLISH,
        RecognitionTransition.LAPSE,
    }
