"""States of an assessment and of a plan item, each as one dictionary of transitions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where an assessment stands. A reviewed one is in the factory's comment window."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    COMMENT_WINDOW = "comment_window"
    FINAL = "final"


class Act(StrEnum):
    """What people do to an assessment."""

    SUBMIT = "submit"  # the team hands it in
    RETURN = "return"  # the reviewer wants it changed
    ACCEPT = "accept"  # the reviewer has reviewed it; the factory may comment from now on
    FINALISE = "finalise"  # the comments are in; it counts as evidence from now on
    CORRECT = "correct"  # a final one gets another revision, with a reason and a second person


TRANSITIONS: Mapping[tuple[State, Act], State] = MappingProxyType(
    {
        (State.DRAFT, Act.SUBMIT): State.SUBMITTED,
        (State.SUBMITTED, Act.RETURN): State.DRAFT,
        (State.SUBMITTED, Act.ACCEPT): State.COMMENT_WINDOW,
        (State.COMMENT_WINDOW, Act.RETURN): State.DRAFT,
        (State.COMMENT_WINDOW, Act.FINALISE): State.FINAL,
        (State.FINAL, Act.CORRECT): State.FINAL,
    }
)
"""Every act that is possible, with the state it leads to. Whether a person may do it is a matter of policies."""

ANSWERS_OPEN_IN = frozenset({State.DRAFT})
"""Where answers may be entered one by one; later they change by returning or correcting the whole."""


class PlanStatus(StrEnum):
    """Where an item of an improvement plan stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    VERIFIED = "verified"
    REOPENED = "reopened"


class PlanAct(StrEnum):
    """What people do to an item of an improvement plan."""

    START = "start"
    COMPLETE = "complete"  # the factory says that it is done
    VERIFY = "verify"  # the programme has seen that it is
    REOPEN = "reopen"


PLAN_TRANSITIONS: Mapping[tuple[PlanStatus, PlanAct], PlanStatus] = MappingProxyType(
    {
        (PlanStatus.NOT_STARTED, PlanAct.START): PlanStatus.IN_PROGRESS,
        (PlanStatus.REOPENED, PlanAct.START): PlanStatus.IN_PROGRESS,
        # small things are done without ever being reported as begun
        (PlanStatus.NOT_STARTED, PlanAct.COMPLETE): PlanStatus.DONE,
        (PlanStatus.IN_PROGRESS, PlanAct.COMPLETE): PlanStatus.DONE,
        (PlanStatus.REOPENED, PlanAct.COMPLETE): PlanStatus.DONE,
        (PlanStatus.DONE, PlanAct.VERIFY): PlanStatus.VERIFIED,
        (PlanStatus.DONE, PlanAct.REOPEN): PlanStatus.REOPENED,
        (PlanStatus.VERIFIED, PlanAct.REOPEN): PlanStatus.REOPENED,
    }
)
"""Every act on a plan item that is possible, with the status it leads to."""


class NotPossible(ValueError):
    """The act cannot be done in this state. Carries both."""

    def __init__(self, state: StrEnum, act: StrEnum) -> None:
        self.state = state
        self.act = act
        super().__init__(f"{act.value} is not possible in the state {state.value}")


def after(state: State, act: Act) -> State:
    """The state that an act on an assessment leads to.

    Raises:
        NotPossible: the act cannot be done in that state.
    """
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise NotPossible(state, act) from None


def possible_acts(state: State) -> tuple[Act, ...]:
    """What can be done to an assessment in a state."""
    return tuple(act for origin, act in TRANSITIONS if origin is state)


def plan_after(status: PlanStatus, act: PlanAct) -> PlanStatus:
    """The status that an act on a plan item leads to.

    Raises:
        NotPossible: the act cannot be done in that status.
    """
    try:
        return PLAN_TRANSITIONS[status, act]
    except KeyError:
        raise NotPossible(status, act) from None


def possible_plan_acts(status: PlanStatus) -> tuple[PlanAct, ...]:
    """What can be done to a plan item in a status."""
    return tuple(act for origin, act in PLAN_TRANSITIONS if origin is status)
