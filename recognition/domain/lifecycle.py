"""A recognition's states, and the acts that lead from one to another: one dictionary, read by every guard.

`eligible → proposed → confirmed → published → (suspended) → renewed | lapsed | withdrawn`, with decisions put off,
turned down and appealed against. *Eligible* is the verdict before there is a recognition. A renewal is an act, not a
state: a renewed recognition is published. Who may act is said in roles here; that nobody decides where they assessed
or proposed is said as `barred`, for policies to check against people.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RecognitionState(StrEnum):
    """Where a recognition stands."""

    ELIGIBLE = "eligible"  # no recognition yet
    PROPOSED = "proposed"
    DEFERRED = "deferred"
    DECLINED = "declined"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    APPEALED = "appealed"


class RecognitionTransition(StrEnum):
    """What can be done to it."""

    PROPOSE = "propose"
    CONFIRM = "confirm"
    DEFER = "defer"
    DECLINE = "decline"
    PUBLISH = "publish"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    RENEW = "renew"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    APPEAL = "appeal"
    GRANT_APPEAL = "grant_appeal"
    DISMISS_APPEAL = "dismiss_appeal"


class Barred(StrEnum):
    """Who may not act although the role may."""

    ASSESSOR = "assessor"  # assessed the factory
    PROPOSER = "proposer"  # proposed this recognition
    DECIDER = "decider"  # took the decision appealed against


SYSTEM = "system"
"""The product itself, on the set day; the other roles are those of `accounts.models.Role`."""

GLOBAL = frozenset({"global"})
_OTHER_EYES = frozenset({Barred.ASSESSOR, Barred.PROPOSER})


@dataclass(frozen=True, slots=True)
class TransitionRule:
    """One act.

    Attributes:
        to: the state it leads to; None for appeals decided, which lead back or on (see `leads_to`).
        roles: who may.
        barred: who may not although the role may.
        needs_reason: whether the person has to say why; every human decision does.
        confirmer_only: of people, only the one who confirmed may.
    """

    come_from: frozenset[RecognitionState]
    to: RecognitionState | None
    roles: frozenset[str]
    barred: frozenset[Barred] = frozenset()
    needs_reason: bool = True
    confirmer_only: bool = False


def _from(*states: RecognitionState) -> frozenset[RecognitionState]:
    return frozenset(states)


TRANSITIONS: dict[RecognitionTransition, TransitionRule] = {
    RecognitionTransition.PROPOSE: TransitionRule(
        _from(RecognitionState.ELIGIBLE),
        RecognitionState.PROPOSED,
        frozenset({"reviewer", "manager"}),
        frozenset({Barred.ASSESSOR}),
    ),
    RecognitionTransition.CONFIRM: TransitionRule(
        _from(RecognitionState.PROPOSED, RecognitionState.DEFERRED),
        RecognitionState.CONFIRMED,
        GLOBAL,
        _OTHER_EYES,
    ),
    RecognitionTransition.DEFER: TransitionRule(
        _from(RecognitionState.PROPOSED, RecognitionState.DEFERRED),
        RecognitionState.DEFERRED,
        GLOBAL,
        _OTHER_EYES,
    ),
    RecognitionTransition.DECLINE: TransitionRule(
        _from(RecognitionState.PROPOSED, RecognitionState.DEFERRED),
        RecognitionState.DECLINED,
        GLOBAL,
        _OTHER_EYES,
    ),
    RecognitionTransition.PUBLISH: TransitionRule(
        _from(RecognitionState.CONFIRMED),
        RecognitionState.PUBLISHED,
        GLOBAL | {SYSTEM},
        needs_reason=False,
        confirmer_only=True,
    ),
    # the system suspends in the very transaction that opens a zero-tolerance case; people say why
    RecognitionTransition.SUSPEND: TransitionRule(
        _from(RecognitionState.PUBLISHED), RecognitionState.SUSPENDED, GLOBAL | {SYSTEM}, _OTHER_EYES
    ),
    RecognitionTransition.REINSTATE: TransitionRule(
        _from(RecognitionState.SUSPENDED), RecognitionState.PUBLISHED, GLOBAL, _OTHER_EYES
    ),
    RecognitionTransition.RENEW: TransitionRule(
        _from(RecognitionState.PUBLISHED), RecognitionState.PUBLISHED, GLOBAL, _OTHER_EYES
    ),
    RecognitionTransition.LAPSE: TransitionRule(
        _from(RecognitionState.PUBLISHED, RecognitionState.SUSPENDED),
        RecognitionState.LAPSED,
        frozenset({SYSTEM}),
        needs_reason=False,
    ),
    RecognitionTransition.WITHDRAW: TransitionRule(
        _from(RecognitionState.CONFIRMED, RecognitionState.PUBLISHED, RecognitionState.SUSPENDED),
        RecognitionState.WITHDRAWN,
        GLOBAL,
        _OTHER_EYES,
    ),
    RecognitionTransition.APPEAL: TransitionRule(
        _from(RecognitionState.DECLINED, RecognitionState.SUSPENDED, RecognitionState.WITHDRAWN),
        RecognitionState.APPEALED,
        frozenset({"factory", "group"}),
    ),
    RecognitionTransition.GRANT_APPEAL: TransitionRule(
        _from(RecognitionState.APPEALED), None, GLOBAL, frozenset({Barred.ASSESSOR, Barred.DECIDER})
    ),
    RecognitionTransition.DISMISS_APPEAL: TransitionRule(
        _from(RecognitionState.APPEALED), None, GLOBAL, frozenset({Barred.ASSESSOR, Barred.DECIDER})
    ),
}

ZERO_TOLERANCE = "zero tolerance"
"""The reason of a suspension by the system, with no word of the case itself."""

APPEAL_DAYS = 30
"""How long after a decision its factory can appeal; the programme's to set."""

GRANTED: dict[RecognitionState, RecognitionState] = {
    # declined or withdrawn: it is decided anew, by other eyes; suspended: it is public again
    RecognitionState.DECLINED: RecognitionState.PROPOSED,
    RecognitionState.SUSPENDED: RecognitionState.PUBLISHED,
    RecognitionState.WITHDRAWN: RecognitionState.PROPOSED,
}
"""State appealed against → state after an appeal that was granted."""


def may_follow(state: str, act: RecognitionTransition) -> bool:
    """Whether an act is possible in a state."""
    return state in TRANSITIONS[act].come_from


def allowed(state: str, act: RecognitionTransition, role: str) -> bool:
    """Whether an act is possible in a state for a role; who in person may not is for `barred` and the policies."""
    return may_follow(state, act) and role in TRANSITIONS[act].roles


def leads_to(
    act: RecognitionTransition, *, appealed_against: RecognitionState | None = None
) -> RecognitionState:
    """The state an act leads to.

    Args:
        act: what is done.
        appealed_against: for appeals decided, the state before the appeal.

    Raises:
        ValueError: an appeal is decided and nobody says what it was against.
    """
    to = TRANSITIONS[act].to
    if to is not None:
        return to
    if appealed_against is None:
        raise ValueError(f"{act} leads back to what was appealed against: name that state")
    return GRANTED[appealed_against] if act is RecognitionTransition.GRANT_APPEAL else appealed_against


def acts_from(state: str) -> tuple[RecognitionTransition, ...]:
    """Every act possible in a state, in the order of the dictionary."""
    return tuple(act for act in RecognitionTransition if may_follow(state, act))
