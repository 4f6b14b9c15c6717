"""A recognition's life: proposed by one person, decided by another, published on its day, kept, suspended, ended."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.queries.blocking import with_open_case
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused
from recognition import policies
from recognition.domain.lifecycle import Act, leads_to, may_follow
from recognition.models import Evaluation, Recognition
from recognition.queries.criteria import PROGRAMME

if TYPE_CHECKING:
    from accounts.models import User

State = Recognition.State


class DecidedAlready(Refused):
    """Somebody else decided first: the recognition is no longer as the person saw it."""


class NotEligible(Refused):
    """The factory's current verdict does not carry a recognition."""


class CaseOpen(Refused):
    """An open zero-tolerance case stands against it."""


class ReasonMissing(Refused):
    """Every human decision says why."""


class DayPassed(Refused):
    """A set day lies in the past."""


class NotDueYet(Refused):
    """The day for this has not come."""


@command
def propose_recognition(factory_id: int, *, reason: str, actor: User, now: datetime) -> UUID | Unchanged:
    """Propose a factory whose current verdict is eligible.

    Raises:
        NotYourDecision, AssessedByYou, ReasonMissing, NotEligible, CaseOpen, DecidedAlready.
    """
    policies.check_may(Act.PROPOSE, actor=actor, factory_id=factory_id)
    verdict = _eligible_verdict(factory_id)  # locked: two proposals of one factory wait for each other
    live = Recognition.objects.filter(factory_id=factory_id, state__in=Recognition.LIVE).first()
    if live is not None:
        if live.proposed_by_id == actor.pk and live.state == State.PROPOSED:
            return Unchanged(live.pk)
        raise _decided(live)
    _check_no_open_case(factory_id)
    made = Recognition.objects.create(
        factory_id=factory_id,
        evaluation=verdict,
        state=State.PROPOSED,
        reason=_given(reason),
        proposed_at=now,
        proposed_by=actor,
    )
    _tell(made, "proposed", actor=actor, now=now)
    return made.pk


@command
def confirm_recognition(
    recognition_id: UUID,
    *,
    reason: str,
    publish_on: date | None = None,
    seen: str | None = None,
    actor: User,
    now: datetime,
) -> UUID | Unchanged:
    """Confirm a proposal; the system publishes it on the set day (today when none is given).

    Args:
        recognition_id: whose.
        reason: why, in words.
        publish_on: the first day on which it is public.
        seen: the state that the person saw; somebody else's decision since then is a refusal.
        actor: who confirms.
        now: the moment.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready, NotEligible, CaseOpen, DayPassed.
    """
    recognition = _locked(recognition_id)
    _check_may(Act.CONFIRM, actor, recognition)
    if recognition.state == State.CONFIRMED and recognition.confirmed_by_id == actor.pk:
        return Unchanged(recognition.pk)
    _check_step(recognition, Act.CONFIRM, seen)
    verdict = _eligible_verdict(recognition.factory_id)
    _check_no_open_case(recognition.factory_id)
    today = _day(now)
    if publish_on is not None and publish_on < today:
        raise DayPassed(_("The day of publication lies in the past; choose today or a later day."))
    _move(
        recognition,
        Act.CONFIRM,
        reason=_given(reason),
        evaluation=verdict,
        confirmed_at=now,
        confirmed_by=actor,
        publish_on=publish_on or today,
    )
    _tell(recognition, "confirmed", actor=actor, now=now)
    return recognition.pk


@command
def decline_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Turn a proposal down.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready.
    """
    return _end(recognition_id, Act.DECLINE, "declined", reason=reason, seen=seen, actor=actor, now=now)


@command
def withdraw_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Take a recognition back; it vanishes from every window in this very transaction.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready.
    """
    return _end(recognition_id, Act.WITHDRAW, "withdrawn", reason=reason, seen=seen, actor=actor, now=now)


@command
def defer_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Put the decision off, with the reason; the proposal stays open.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready.
    """
    recognition = _locked(recognition_id)
    _check_may(Act.DEFER, actor, recognition)
    if recognition.state == State.DEFERRED and recognition.reason == reason.strip():
        return Unchanged(recognition.pk)
    _check_step(recognition, Act.DEFER, seen)
    _move(recognition, Act.DEFER, reason=_given(reason))
    _tell(recognition, "deferred", actor=actor, now=now)
    return recognition.pk


@command
def publish_recognition(recognition_id: UUID, *, actor: User | None, now: datetime) -> UUID | Unchanged:
    """Make a confirmed recognition public; published already changes nothing.

    Raises:
        NotYourDecision, DecidedAlready, NotDueYet, NotEligible, CaseOpen.
    """
    recognition = _locked(recognition_id)
    if actor is not None:
        _check_may(Act.PUBLISH, actor, recognition)
    if recognition.state == State.PUBLISHED:
        return Unchanged(recognition.pk)
    _check_step(recognition, Act.PUBLISH, None)
    today = _day(now)
    if actor is None and recognition.publish_on and today < recognition.publish_on:
        raise NotDueYet(_("It is to be published on %(day)s.") % {"day": recognition.publish_on.isoformat()})
    _eligible_verdict(recognition.factory_id)
    _check_no_open_case(recognition.factory_id)
    _move(
        recognition,
        Act.PUBLISH,
        published_at=now,
        published_by=actor,
        publish_on=today,
        expires_on=_months_after(today, policies.VALID_MONTHS),
    )
    _tell(recognition, "published", actor=actor, now=now)
    return recognition.pk


@command
def suspend_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Take a recognition from every window until it is reinstated or withdrawn.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready.
    """
    recognition = _locked(recognition_id)
    _check_may(Act.SUSPEND, actor, recognition)
    if recognition.state == State.SUSPENDED and recognition.suspended_by_id == actor.pk:
        return Unchanged(recognition.pk)
    _check_step(recognition, Act.SUSPEND, seen)
    _move(recognition, Act.SUSPEND, reason=_given(reason), suspended_at=now, suspended_by=actor)
    _tell(recognition, "suspended", actor=actor, now=now)
    return recognition.pk


@command
def reinstate_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Make a suspended recognition public again, once no zero-tolerance case is open.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready, CaseOpen.
    """
    recognition = _locked(recognition_id)
    _check_may(Act.REINSTATE, actor, recognition)
    _check_step(recognition, Act.REINSTATE, seen)
    _check_no_open_case(recognition.factory_id)
    _move(recognition, Act.REINSTATE, reason=_given(reason), suspended_at=None, suspended_by=None)
    _tell(recognition, "reinstated", actor=actor, now=now)
    return recognition.pk


@command
def renew_recognition(
    recognition_id: UUID, *, reason: str, seen: str | None = None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Let a public recognition hold for another period, on the factory's current verdict.

    Raises:
        NotYourDecision, ProposedByYou, AssessedByYou, ReasonMissing, DecidedAlready, NotEligible, CaseOpen.
    """
    recognition = _locked(recognition_id)
    _check_may(Act.RENEW, actor, recognition)
    until = _months_after(_day(now), policies.VALID_MONTHS)
    if recognition.state == State.PUBLISHED and recognition.expires_on == until:
        return Unchanged(recognition.pk)
    _check_step(recognition, Act.RENEW, seen)
    verdict = _eligible_verdict(recognition.factory_id)
    _check_no_open_case(recognition.factory_id)
    _move(
        recognition,
        Act.RENEW,
        reason=_given(reason),
        evaluation=verdict,
        renewed_at=now,
        renewed_by=actor,
        expires_on=until,
    )
    _tell(recognition, "renewed", actor=actor, now=now, more={"expires_on": until.isoformat()})
    return recognition.pk


@command
def lapse_recognition(recognition_id: UUID, *, actor: None = None, now: datetime) -> UUID | Unchanged:
    """End a recognition whose last day is over.

    Raises:
        NotDueYet, DecidedAlready.
    """
    recognition = _locked(recognition_id)
    if recognition.state == State.LAPSED:
        return Unchanged(recognition.pk)
    _check_step(recognition, Act.LAPSE, None)
    if recognition.expires_on is None or _day(now) <= recognition.expires_on:
        raise NotDueYet(_("It holds until %(day)s.") % {"day": recognition.expires_on})
    _move(recognition, Act.LAPSE, ended_at=now)
    _tell(recognition, "lapsed", actor=actor, now=now)
    return recognition.pk


def _end(
    recognition_id: UUID, act: Act, told: str, *, reason: str, seen: str | None, actor: User, now: datetime
) -> UUID | Unchanged:
    recognition = _locked(recognition_id)
    _check_may(act, actor, recognition)
    if recognition.state == leads_to(act) and recognition.ended_by_id == actor.pk:
        return Unchanged(recognition.pk)
    _check_step(recognition, act, seen)
    _move(recognition, act, reason=_given(reason), ended_at=now, ended_by=actor)
    _tell(recognition, told, actor=actor, now=now)
    return recognition.pk


def _locked(recognition_id: UUID) -> Recognition:
    """The row, held until the end of the transaction: of two deciders one waits, and then reads what the other did."""
    return Recognition.objects.select_for_update().get(pk=recognition_id)


def _check_may(act: Act, actor: User, recognition: Recognition) -> None:
    policies.check_may(act, actor=actor, factory_id=recognition.factory_id, recognition=recognition)


def _check_step(recognition: Recognition, act: Act, seen: str | None) -> None:
    if (seen is not None and seen != recognition.state) or not may_follow(recognition.state, act):
        raise _decided(recognition)


def _decided(recognition: Recognition) -> DecidedAlready:
    return DecidedAlready(
        _("Meanwhile this recognition is %(state)s. Read its history before you decide again.")
        % {"state": recognition.get_state_display()}
    )


def _eligible_verdict(factory_id: int) -> Evaluation:
    """The factory's current verdict, locked, if it carries a recognition."""
    verdict = (
        Evaluation.objects.select_for_update()
        .filter(factory_id=factory_id, is_current=True, criteria__code=PROGRAMME)
        .order_by("-evaluated_at", "id")
        .first()
    )
    if verdict is None or verdict.outcome != Evaluation.Outcome.ELIGIBLE:
        raise NotEligible(_("This factory is not eligible today; its verdict shows what is missing."))
    return verdict


def _check_no_open_case(factory_id: int) -> None:
    if with_open_case([factory_id]):
        raise CaseOpen(_("A zero-tolerance case is open at this factory; it has to be closed first."))


def _given(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise ReasonMissing(_("Say why: the reason is kept with the decision."))
    return said


def _move(recognition: Recognition, act: Act, **columns: Any) -> None:
    columns["state"] = leads_to(act)
    for name, value in columns.items():
        setattr(recognition, name, value)
    recognition.save(update_fields=list(columns))


def _tell(
    recognition: Recognition,
    what: str,
    *,
    actor: User | None,
    now: datetime,
    more: dict[str, Any] | None = None,
) -> None:
    said: dict[str, Any] = {"evaluation": str(recognition.evaluation_id)}
    if actor is not None:
        said["reason"] = recognition.reason
    if recognition.publish_on is not None:
        said["publish_on"] = recognition.publish_on.isoformat()
    record(
        f"recognition.{what}",
        subject=f"recognition:{recognition.pk}",
        actor=actor,
        at=now,
        factory_id=recognition.factory_id,
        data=said | (more or {}),
    )


def _day(now: datetime) -> date:
    return timezone.localtime(now).date()


def _months_after(day: date, months: int) -> date:
    """The same day of the month, so many months later; the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
