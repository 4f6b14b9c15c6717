"""A recognition's life: proposed by one person, decided by another, published on its day, kept, suspended, ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from countries.queries.local_time import today_in
from journal.commands import Unchanged, command
from journal.refusals import DayPassed, given_reason
from recognition import policies
from recognition.commands.guards import (
    CaseOpen,
    DecidedAlready,
    NotDueYet,
    NotEligible,
    check_as_proposed,
    check_may,
    check_no_open_case,
    check_step,
    check_withdrawal_answered,
    decided_already,
    eligible_verdict,
    locked,
    months_after,
    move,
    record_transition,
)
from recognition.domain.lifecycle import RecognitionTransition, leads_to
from recognition.models import Recognition
from recognition.queries.proposed import is_stale

if TYPE_CHECKING:
    from accounts.models import User
    from criteria.models import Evaluation

State = Recognition.State


@command
def propose_recognition(factory_id: int, *, reason: str, actor: User, now: datetime) -> UUID | Unchanged:
    """Propose a factory whose current verdict is eligible; again, where the facts changed after an open proposal.

    Raises:
        NotYourDecision, AssessedByYou, ReasonMissing, NotEligible, CaseOpen, DecidedAlready, WithdrawalUnanswered.
    """
    policies.check_may(RecognitionTransition.PROPOSE, actor=actor, factory_id=factory_id)
    verdict = eligible_verdict(factory_id)  # locked: two proposals of one factory wait for each other
    live = Recognition.objects.filter(factory_id=factory_id, state__in=Recognition.LIVE).first()
    if live is not None:
        same = live.proposed_by_id == actor.pk and live.state == State.PROPOSED
        if same and not is_stale(live, verdict):
            return Unchanged(live.pk)
        if live.state not in {State.PROPOSED, State.DEFERRED} or not is_stale(live, verdict):
            raise decided_already(live)
    check_no_open_case(factory_id)
    if live is None:
        check_withdrawal_answered(factory_id)
    else:
        return _existing_proposal(live, verdict, given_reason(reason), actor=actor, now=now)
    made = Recognition.objects.create(
        factory_id=factory_id,
        evaluation=verdict,
        state=State.PROPOSED,
        reason=given_reason(reason),
        proposed_at=now,
        proposed_by=actor,
    )
    record_transition(made, "proposed", actor=actor, now=now)
    return made.pk


def _existing_proposal(
    live: Recognition, verdict: Evaluation, reason: str, *, actor: User, now: datetime
) -> UUID:
    """An open proposal on the facts as they are now, by whoever proposes it again."""
    move(
        live,
        RecognitionTransition.PROPOSE,
        reason=reason,
        evaluation=verdict,
        proposed_at=now,
        proposed_by=actor,
    )
    record_transition(live, "proposed", actor=actor, now=now)
    return live.pk


@command
def confirm_recognition(
    recognition_id: UUID,
    *,
    reason: str,
    publish_on: date | None = None,
    seen: str | None = None,
    digest: str | None = None,
    actor: User,
    now: datetime,
) -> UUID | Unchanged:
    """Confirm a proposal; the system publishes it on the set day (today when none is given).

    Args:
        recognition_id: whose.
        reason: why, in words.
        publish_on: the first day on which it is public.
        seen: the state that the person saw; another person's decision since then is a refusal.
        digest: of the proposal that the person saw; one that was made again since then is a refusal.
        actor: who confirms.
        now: the moment.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready, NotEligible, CaseOpen, DayPassed,
        ProposalStale, ShownOtherwise.
    """
    recognition = locked(recognition_id)
    check_may(RecognitionTransition.CONFIRM, actor, recognition)
    if recognition.state == State.CONFIRMED and recognition.confirmed_by_id == actor.pk:
        return Unchanged(recognition.pk)
    check_step(recognition, RecognitionTransition.CONFIRM, seen)
    verdict = eligible_verdict(recognition.factory_id)
    check_no_open_case(recognition.factory_id)
    check_as_proposed(recognition, verdict, digest)
    today = today_in(recognition.factory.country_id, now)
    if publish_on is not None and publish_on < today:
        raise DayPassed(_("The day of publication lies in the past; choose today or a later day."))
    move(
        recognition,
        RecognitionTransition.CONFIRM,
        reason=given_reason(reason),
        evaluation=verdict,
        confirmed_at=now,
        confirmed_by=actor,
        publish_on=publish_on or today,
    )
    record_transition(recognition, "confirmed", actor=actor, now=now)
    return recognition.pk


@command
def decline_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Turn a proposal down.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready.
    """
    return _end(
        recognition_id,
        RecognitionTransition.DECLINE,
        "declined",
        reason=reason,
        seen=seen,
        actor=actor,
        now=now,
    )


@command
def withdraw_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Take a recognition back; it vanishes from every window in this very transaction.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready.
    """
    return _end(
        recognition_id,
        RecognitionTransition.WITHDRAW,
        "withdrawn",
        reason=reason,
        seen=seen,
        actor=actor,
        now=now,
    )


@command
def defer_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Put the decision off, with the reason; the proposal stays open.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready.
    """
    recognition = locked(recognition_id)
    check_may(RecognitionTransition.DEFER, actor, recognition)
    if recognition.state == State.DEFERRED and recognition.reason == reason.strip():
        return Unchanged(recognition.pk)
    check_step(recognition, RecognitionTransition.DEFER, seen)
    move(recognition, RecognitionTransition.DEFER, reason=given_reason(reason))
    record_transition(recognition, "deferred", actor=actor, now=now)
    return recognition.pk


@command
def publish_recognition(recognition_id: UUID, *, actor: User | None, now: datetime) -> UUID | Unchanged:
    """Make a confirmed recognition public; published already changes nothing.

    Raises:
        NotYourDecision, DecidedAlready, NotDueYet, NotEligible, CaseOpen.
    """
    recognition = locked(recognition_id)
    if actor is not None:
        check_may(RecognitionTransition.PUBLISH, actor, recognition)
    if recognition.state == State.PUBLISHED:
        return Unchanged(recognition.pk)
    check_step(recognition, RecognitionTransition.PUBLISH, None)
    today = today_in(recognition.factory.country_id, now)
    if actor is None and recognition.publish_on and today < recognition.publish_on:
        raise NotDueYet(_("It is to be published on %(day)s.") % {"day": recognition.publish_on.isoformat()})
    eligible_verdict(recognition.factory_id)
    check_no_open_case(recognition.factory_id)
    move(
        recognition,
        RecognitionTransition.PUBLISH,
        published_at=now,
        published_by=actor,
        publish_on=today,
        expires_on=months_after(today, policies.VALID_MONTHS),
    )
    record_transition(recognition, "published", actor=actor, now=now)
    return recognition.pk


@command
def suspend_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Take a recognition from every window until it is reinstated or withdrawn.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready.
    """
    recognition = locked(recognition_id)
    check_may(RecognitionTransition.SUSPEND, actor, recognition)
    if recognition.state == State.SUSPENDED and recognition.suspended_by_id == actor.pk:
        return Unchanged(recognition.pk)
    check_step(recognition, RecognitionTransition.SUSPEND, seen)
    move(
        recognition,
        RecognitionTransition.SUSPEND,
        reason=given_reason(reason),
        suspended_at=now,
        suspended_by=actor,
    )
    record_transition(recognition, "suspended", actor=actor, now=now)
    return recognition.pk


@command
def reinstate_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Make a suspended recognition public again, once no zero-tolerance case is open.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready, CaseOpen.
    """
    recognition = locked(recognition_id)
    check_may(RecognitionTransition.REINSTATE, actor, recognition)
    check_step(recognition, RecognitionTransition.REINSTATE, seen)
    check_no_open_case(recognition.factory_id)
    move(
        recognition,
        RecognitionTransition.REINSTATE,
        reason=given_reason(reason),
        suspended_at=None,
        suspended_by=None,
    )
    record_transition(recognition, "reinstated", actor=actor, now=now)
    return recognition.pk


@command
def renew_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Let a public recognition hold for another period, on the factory's current verdict.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready, NotEligible, CaseOpen.
    """
    recognition = locked(recognition_id)
    check_may(RecognitionTransition.RENEW, actor, recognition)
    until = months_after(today_in(recognition.factory.country_id, now), policies.VALID_MONTHS)
    if recognition.state == State.PUBLISHED and recognition.expires_on == until:
        return Unchanged(recognition.pk)
    check_step(recognition, RecognitionTransition.RENEW, seen)
    verdict = eligible_verdict(recognition.factory_id)
    check_no_open_case(recognition.factory_id)
    move(
        recognition,
        RecognitionTransition.RENEW,
        reason=given_reason(reason),
        evaluation=verdict,
        renewed_at=now,
        renewed_by=actor,
        expires_on=until,
    )
    record_transition(recognition, "renewed", actor=actor, now=now, more={"expires_on": until.isoformat()})
    return recognition.pk


@command
def lapse_recognition(recognition_id: UUID, *, actor: User | None = None, now: datetime) -> UUID | Unchanged:
    """End a recognition whose last day is over; the system does, and nobody else.

    Raises:
        NotYourDecision, NotDueYet, DecidedAlready.
    """
    recognition = locked(recognition_id)
    if actor is not None:
        check_may(RecognitionTransition.LAPSE, actor, recognition)
    if recognition.state == State.LAPSED:
        return Unchanged(recognition.pk)
    check_step(recognition, RecognitionTransition.LAPSE, None)
    if (
        recognition.expires_on is None
        or today_in(recognition.factory.country_id, now) <= recognition.expires_on
    ):
        raise NotDueYet(_("It holds until %(day)s.") % {"day": recognition.expires_on})
    move(recognition, RecognitionTransition.LAPSE, ended_at=now)
    record_transition(recognition, "lapsed", actor=actor, now=now)
    return recognition.pk


def _end(
    recognition_id: UUID,
    act: RecognitionTransition,
    event: str,
    *,
    reason: str,
    seen: str | None,
    actor: User,
    now: datetime,
) -> UUID | Unchanged:
    recognition = locked(recognition_id)
    check_may(act, actor, recognition)
    if recognition.state == leads_to(act) and recognition.ended_by_id == actor.pk:
        return Unchanged(recognition.pk)
    check_step(recognition, act, seen)
    move(recognition, act, reason=given_reason(reason), ended_at=now, ended_by=actor)
    record_transition(recognition, event, actor=actor, now=now)
    return recognition.pk


__all__ = [
    "CaseOpen",
    "DayPassed",
    "DecidedAlready",
    "NotDueYet",
    "NotEligible",
    "confirm_recognition",
    "decline_recognition",
    "defer_recognition",
    "lapse_recognition",
    "propose_recognition",
    "publish_recognition",
    "reinstate_recognition",
    "renew_recognition",
    "suspend_recognition",
    "withdraw_recognition",
]
