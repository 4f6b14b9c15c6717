"""Who may decide about recognition, and in which state: four eyes, and nobody decides where they assessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from assessments.queries.teams import assessed_by
from criteria.policies import CANDIDATE_READERS, NotYourDecision
from factories.queries import visible_to
from journal.refusals import Refused
from recognition.domain.lifecycle import TRANSITIONS, Barred, RecognitionTransition, TransitionRule

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from recognition.models import Appeal, Recognition

    Viewer = User | AnonymousUser

VALID_MONTHS = 12
"""How long a recognition holds before it is renewed or lapses (domain.md R1: the status is reviewed yearly)."""


_NOT_GLOBAL = _lazy("Only the global team decides here; ask one of its members.")
_NOT_YOURS = {
    RecognitionTransition.PROPOSE: _lazy(
        "Only a reviewer or the country manager of this factory's country can propose it."
    ),
    RecognitionTransition.APPEAL: _lazy("Only the factory itself can appeal."),
}


class AssessedByYou(Refused):
    """A person who assessed the factory may not decide about it."""


class ProposedByYou(Refused):
    """The second pair of eyes is the first."""


class DecidedByYou(Refused):
    """An appeal is decided by other eyes than the decision it is against."""


def reads_candidates(user: Viewer) -> bool:
    """Whether proposals and decisions before publication exist for this user."""
    return getattr(user, "role", "") in CANDIDATE_READERS


def check_may(
    act: RecognitionTransition, *, actor: User, factory_id: int, recognition: Recognition | None = None
) -> None:
    """Whether a person may act on a factory's recognition, whatever its state: role, country, other eyes.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou.
    """
    step = TRANSITIONS[act]
    works_there = actor.role in step.roles and visible_to(actor).filter(pk=factory_id).exists()
    if not works_there:
        raise NotYourDecision(_NOT_YOURS.get(act, _NOT_GLOBAL))
    if recognition is not None:
        _check_other_eyes(step, actor, recognition)
    if Barred.ASSESSOR in step.barred and assessed_by(actor, factory_id):
        raise AssessedByYou(_("You assessed this factory, so another person must decide about it."))


def _check_other_eyes(step: TransitionRule, actor: User, recognition: Recognition) -> None:
    if Barred.PROPOSER in step.barred and recognition.proposed_by_id == actor.pk:
        raise ProposedByYou(_("You proposed this factory, so another member of the global team must decide."))
    if step.confirmer_only and recognition.confirmed_by_id != actor.pk:
        raise NotYourDecision(_("Only the person who confirmed can publish it by hand."))


def check_may_answer(
    act: RecognitionTransition, *, actor: User, recognition: Recognition, appeal: Appeal
) -> None:
    """Whether a person may decide an appeal: the global team, neither an assessor nor who decided before.

    Raises:
        NotYourDecision, AssessedByYou, DecidedByYou.
    """
    check_may(act, actor=actor, factory_id=recognition.factory_id, recognition=recognition)
    if Barred.DECIDER in TRANSITIONS[act].barred and appeal.decided_against_by_id == actor.pk:
        raise DecidedByYou(_("You took the decision appealed against, so another person must review it."))


def may_offer(
    act: RecognitionTransition, *, user: Viewer, factory_id: int, recognition: Recognition | None = None
) -> bool:
    """Whether to offer an act; the command checks again."""
    if not user.is_authenticated:
        return False
    try:
        check_may(act, actor=user, factory_id=factory_id, recognition=recognition)
    except Refused:
        return False
    return True
