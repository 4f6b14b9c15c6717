from __future__ import annotations

import pytest

from assessments.domain.states import (
    TRANSITIONS,
    AssessmentState,
    AssessmentTransition,
    NotPossible,
    after,
)


def test_an_assessment_goes_from_draft_to_final_by_three_acts() -> None:
    state = AssessmentState.DRAFT

    for act in (AssessmentTransition.SUBMIT, AssessmentTransition.ACCEPT, AssessmentTransition.FINALISE):
        state = after(state, act)

    assert state is AssessmentState.FINAL


def test_a_reviewer_may_send_it_back() -> None:
    assert after(AssessmentState.SUBMITTED, AssessmentTransition.RETURN) is AssessmentState.DRAFT


def test_no_state_is_skipped_on_the_way_to_final() -> None:
    assert {state for (state, _), result in TRANSITIONS.items() if result is AssessmentState.FINAL} == {
        AssessmentState.COMMENT_WINDOW,
        AssessmentState.FINAL,
    }


@pytest.mark.parametrize("state", AssessmentState)
@pytest.mark.parametrize("act", AssessmentTransition)
def test_an_act_is_possible_exactly_where_the_dictionary_says(
    state: AssessmentState, act: AssessmentTransition
) -> None:
    if (state, act) in TRANSITIONS:
        assert after(state, act) is TRANSITIONS[state, act]
    else:
        with pytest.raises(NotPossible, match=f"{act.value} is not possible in the state {state.value}"):
            after(state, act)


def test_a_final_assessment_can_only_be_corrected() -> None:
    assert [act for state, act in TRANSITIONS if state is AssessmentState.FINAL] == [
        AssessmentTransition.CORRECT
    ]
