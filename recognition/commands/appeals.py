"""A factory's appeal against a decision about its recognition, decided by a person who did not take that decision."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from journal.commands import Unchanged, command
from journal.refusals import Refused, given_reason
from recognition import policies
from recognition.commands import guards
from recognition.domain.lifecycle import APPEAL_DAYS, RecognitionTransition, leads_to
from recognition.domain.lifecycle import RecognitionState as LifeState
from recognition.models import Appeal, Recognition

if TYPE_CHECKING:
    from accounts.models import User

State = Recognition.State
CLEARED_DECISION: dict[str, Any] = {
    "confirmed_at": None,
    "confirmed_by": None,
    "publish_on": None,
    "published_at": None,
    "published_by": None,
    "expires_on": None,
    "ended_at": None,
    "ended_by": None,
}
"""What is emptied when an ended recognition is to be decided anew; the journal keeps it."""


class TooLateToAppeal(Refused):
    """The days for an appeal are over."""


class NothingAppealed(Refused):
    """There is no open appeal."""


@command
def appeal_decision(recognition_id: UUID, *, grounds: str, actor: User, now: datetime) -> int | Unchanged:
    """Appeal against a refusal, a suspension or a withdrawal, as the factory. Returns the appeal's id.

    Raises:
        NotYourDecision, ReasonMissing, DecidedAlready, TooLateToAppeal.
    """
    recognition = guards.locked(recognition_id)
    guards.check_may(RecognitionTransition.APPEAL, actor, recognition)
    text = given_reason(grounds)
    if (known := _open(recognition)) is not None and known.made_by_id == actor.pk:
        return Unchanged(known.pk)
    guards.check_step(recognition, RecognitionTransition.APPEAL, None)
    _check_in_time(recognition, now)
    _check_no_other(recognition)
    decided_by, _at = decided(recognition)
    made = Appeal.objects.create(
        recognition=recognition,
        against=recognition.state,
        decision=recognition.reason,
        decided_against_by=decided_by,
        grounds=text,
        made_at=now,
        made_by=actor,
    )
    guards.move(recognition, RecognitionTransition.APPEAL)
    guards.record_transition(
        recognition, "appealed", actor=actor, now=now, more={"against": made.against, "reason": text}
    )
    return made.pk


@command
def grant_appeal(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Grant it: what was suspended is public again, what was refused or withdrawn is decided anew.

    A suspension whose recognition has run out meanwhile is lifted and lapses.

    Raises:
        NotYourDecision, DecidedByYou, AssessedByYou, ReasonMissing, DecidedAlready, NothingAppealed, CaseOpen.
    """
    return _decide(
        recognition_id, RecognitionTransition.GRANT_APPEAL, reason=reason, seen=seen, actor=actor, now=now
    )


@command
def dismiss_appeal(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Dismiss it: the decision appealed against stands.

    Raises:
        NotYourDecision, DecidedByYou, AssessedByYou, ReasonMissing, DecidedAlready, NothingAppealed.
    """
    return _decide(
        recognition_id, RecognitionTransition.DISMISS_APPEAL, reason=reason, seen=seen, actor=actor, now=now
    )


def decided(recognition: Recognition) -> tuple[User | None, datetime | None]:
    """Who took the decision that can be appealed against, and when."""
    if recognition.state == State.SUSPENDED:
        return recognition.suspended_by, recognition.suspended_at
    return recognition.ended_by, recognition.ended_at


def _decide(
    recognition_id: UUID,
    act: RecognitionTransition,
    *,
    reason: str,
    seen: str | None,
    actor: User,
    now: datetime,
) -> UUID | Unchanged:
    recognition = guards.locked(recognition_id)
    appeal = _open(recognition) or _answered_by(recognition, actor)
    if appeal is None:
        raise NothingAppealed(_("There is no open appeal; read the history before you decide."))
    policies.check_may_answer(act, actor=actor, recognition=recognition, appeal=appeal)
    outcome = (
        Appeal.Outcome.GRANTED if act is RecognitionTransition.GRANT_APPEAL else Appeal.Outcome.DISMISSED
    )
    if appeal.outcome == outcome:
        return Unchanged(recognition.pk)
    guards.check_step(recognition, act, seen)
    to = leads_to(act, appealed_against=LifeState(appeal.against))
    appeal.outcome, appeal.answer = outcome, given_reason(reason)
    appeal.answered_at, appeal.answered_by = now, actor
    appeal.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
    columns: dict[str, Any] = {"reason": appeal.answer}
    if act is RecognitionTransition.GRANT_APPEAL:
        columns |= _previous_state(recognition, to)
    guards.move(recognition, act, to=str(to), **columns)
    data = {"against": appeal.against, "state": str(to)}
    guards.record_transition(recognition, f"appeal_{outcome}", actor=actor, now=now, more=data)
    return recognition.pk


def _previous_state(recognition: Recognition, to: str) -> dict[str, Any]:
    if to == State.PUBLISHED:
        guards.check_no_open_case(recognition.factory_id)
        return {"suspended_at": None, "suspended_by": None}
    return dict(CLEARED_DECISION)


def _open(recognition: Recognition) -> Appeal | None:
    return Appeal.objects.filter(recognition=recognition, outcome="").first()


def _answered_by(recognition: Recognition, actor: User) -> Appeal | None:
    """The latest one, if the same person answered it: said again, it changes nothing."""
    latest = Appeal.objects.filter(recognition=recognition).order_by("-made_at", "-pk").first()
    return latest if latest is not None and latest.answered_by_id == actor.pk else None


def _check_in_time(recognition: Recognition, now: datetime) -> None:
    _by, at = decided(recognition)
    if at is not None and now - at > timedelta(days=APPEAL_DAYS):
        raise TooLateToAppeal(
            _("An appeal is possible for %(days)s days after the decision; write to the programme instead.")
            % {"days": APPEAL_DAYS}
        )


def _check_no_other(recognition: Recognition) -> None:
    """An ended recognition cannot come back beside a new one of the same factory."""
    others = Recognition.objects.filter(factory=recognition.factory_id, state__in=Recognition.LIVE)
    if others.exclude(pk=recognition.pk).exists():
        raise guards.DecidedAlready(_("This decision can no longer be appealed against."))


__all__ = [
    "NothingAppealed",
    "TooLateToAppeal",
    "appeal_decision",
    "decided",
    "dismiss_appeal",
    "grant_appeal",
]
