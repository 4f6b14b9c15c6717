from __future__ import annotations

import pytest

from assessments.domain.states import (
    PLAN_TRANSITIONS,
    TRANSITIONS,
    Act,
    NotPossible,
    PlanAct,
    PlanStatus,
    State,
    after,
    plan_after,
    possible_acts,
    possible_plan_acts,
)


def test_an_assessment_goes_from_draft_to_final_by_three_acts() -> None:
    state = State.DRAFT

    for act in (Act.SUBMIT, Act.ACCEPT, Act.FINALISE):
        state = after(state, act)

    assert state is State.FINAL


def test_a_reviewer_may_send_it_back() -> None:
    assert after(State.SUBMITTED, Act.RETURN) is State.DRAFT


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_an_act_is_possible_exactly_where_the_dictionary_says(state: State, act: Act) -> None:
    if (state, act) in TRANSITIONS:
        assert after(state, act) is TRANSITIONS[state, act]
        assert act in possible_acts(state)
    else:
        assert act not in possible_acts(state)
        with pytest.raises(NotPossible, match=f"{act.value} is not possible in the state {state.value}"):
            after(state, act)


def test_a_final_assessment_can_only_be_corrected() -> None:
    assert possible_acts(State.FINAL) == (Act.CORRECT,)


def test_no_state_is_skipped_on_the_way_to_final() -> None:
    assert {state for (state, _), result in TRANSITIONS.items() if result is State.FINAL} == {
        State.COMMENT_WINDOW,
        State.FINAL,
    }


@pytest.mark.parametrize("status", PlanStatus)
@pytest.mark.parametrize("act", PlanAct)
def test_plan_items_move_as_their_dictionary_says(status: PlanStatus, act: PlanAct) -> None:
    if (status, act) in PLAN_TRANSITIONS:
        assert plan_after(status, act) is PLAN_TRANSITIONS[status, act]
        assert act in possible_plan_acts(status)
    else:
        with pytest.raises(NotPossible):
            plan_after(status, act)


def test_only_what_is_done_can_be_verified_and_what_is_verified_reopened() -> None:
    assert {s for s, act in PLAN_TRANSITIONS if act is PlanAct.VERIFY} == {PlanStatus.DONE}
    assert plan_after(PlanStatus.VERIFIED, PlanAct.REOPEN) is PlanStatus.REOPENED
