"""States of an assessment as one dictionary of transitions; where an item of a plan may stand."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class AssessmentState(StrEnum):
    """Where an assessment stands. A reviewed one is in the factory's comment window."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    COMMENT_WINDOW = "comment_window"
    FINAL = "final"
    ABANDONED = "abandoned"  # never carried out, or begun by mistake; kept, and counts nowhere


class AssessmentTransition(StrEnum):
    """What people do to an assessment."""

    SUBMIT = "submit"  # the team hands it in
    ABANDON = "abandon"  # the team gives the draft up
    RETURN = "return"  # the reviewer wants it changed
    ACCEPT = "accept"  # the reviewer has reviewed it; the factory may comment from now on
    FINALISE = "finalise"  # the comments are in; it counts as evidence from now on
    CORRECT = "correct"  # a final one gets another revision, with a reason and a second person


TRANSITIONS: Mapping[tuple[AssessmentState, AssessmentTransition], AssessmentState] = MappingProxyType(
    {
        (AssessmentState.DRAFT, AssessmentTransition.SUBMIT): AssessmentState.SUBMITTED,
        (AssessmentState.DRAFT, AssessmentTransition.ABANDON): AssessmentState.ABANDONED,
        (AssessmentState.SUBMITTED, AssessmentTransition.RETURN): AssessmentState.DRAFT,
        (AssessmentState.SUBMITTED, AssessmentTransition.ACCEPT): AssessmentState.COMMENT_WINDOW,
        (AssessmentState.COMMENT_WINDOW, AssessmentTransition.RETURN): AssessmentState.DRAFT,
        (AssessmentState.COMMENT_WINDOW, AssessmentTransition.FINALISE): AssessmentState.FINAL,
        (AssessmentState.FINAL, AssessmentTransition.CORRECT): AssessmentState.FINAL,
    }
)
"""Every act that is possible, with the state it leads to. Whether a person may do it is a matter of policies."""

ANSWERS_OPEN_IN = frozenset({AssessmentState.DRAFT})
"""Where answers may be entered one by one; later they change by returning or correcting the whole."""


class PlanStatus(StrEnum):
    """Where an item of an improvement plan stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    VERIFIED = "verified"
    REOPENED = "reopened"


DAYS_CLEARED: Mapping[PlanStatus, Mapping[str, None]] = MappingProxyType(
    {
        PlanStatus.NOT_STARTED: {"done_on": None, "verified_on": None},
        PlanStatus.IN_PROGRESS: {"done_on": None, "verified_on": None},
        PlanStatus.REOPENED: {"done_on": None, "verified_on": None},
        PlanStatus.DONE: {"verified_on": None},
        PlanStatus.VERIFIED: {},
    }
)
"""The days that an item of each status does not have: an open one, reopened or not, is neither done nor verified."""


class NotPossible(ValueError):
    """The act cannot be done in this state. Carries both."""

    def __init__(self, state: StrEnum, act: StrEnum) -> None:
        self.state = state
        self.act = act
        super().__init__(f"{act.value} is not possible in the state {state.value}")


def after(state: AssessmentState, act: AssessmentTransition) -> AssessmentState:
    """The state that an act on an assessment leads to.

    Raises:
        NotPossible: the act cannot be done in that state.
    """
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise NotPossible(state, act) from None
