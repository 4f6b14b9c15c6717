from __future__ import annotations

import pytest

from assessments.domain.states import (
    TRANSITIONS,
    Act,
    NotPossible,
    State,
    after,
)


def test_an_assessment_goes_from_draft_to_final_by_three_acts() -> None:
    state = State.DRAFT

    for act in (Act.SUBMIT, Act.ACCEPT, Act.FINALISE):
        state = after(state, act)

    assert state is State.FINAL


def test_a_reviewer_may_send_it_back() -> None:
    assert after(State.SUBMITTED, Act.RETURN) is State.DRAFT


def test_no_state_is_skipped_on_the_way_to_final() -> None:
    assert {state for (state, _), result in TRANSITIONS.items() if result is State.FINAL} == {
        State.COMMENT_WINDOW,
        State.FINAL,
    }


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_an_act_is_possible_exactly_where_the_dictionary_says(state: State, act: Act) -> None:
    if (state, act) in TRANSITIONS:
        assert after(state, act) is TRANSITIONS[state, act]
    else:
        with pytest.raises(NotPossible, match=f"{act.value} is not possible in the state {state.value}"):
            after(state, act)


def test_a_final_assessment_can_only_be_corrected() -> None:
    assert [act for state, act in TRANSITIONS if state is State.FINAL] == [Act.CORRECT]
