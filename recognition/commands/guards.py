"""What every decision on a recognition is made of: the locked row, the checks, the move, the telling."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.two_people.commands import ShownOtherwise
from advisory.queries.blocking import with_open_case
from criteria.queries.verdicts import ELIGIBLE, current_evaluations
from journal.events import record
from journal.refusals import Refused
from recognition import policies
from recognition.domain.lifecycle import RecognitionTransition, leads_to, may_follow
from recognition.models import Recognition
from recognition.queries.proposed import digest_proposed, is_stale
from recognition.queries.withdrawals import is_withdrawal_unanswered

if TYPE_CHECKING:
    from accounts.models import User
    from criteria.models import Evaluation


class DecidedAlready(Refused):
    """Another person decided first: the recognition changed since the page was loaded."""


class ProposalStale(Refused):
    """The facts changed after the recognition was proposed."""


class NotEligible(Refused):
    """The factory's current verdict does not carry a recognition."""


class CaseOpen(Refused):
    """An open zero-tolerance case stands against it."""


class WithdrawalUnanswered(Refused):
    """Its recognition was withdrawn, and no assessment since then has answered why."""


class NotDueYet(Refused):
    """The day for this has not come."""


def locked(recognition_id: UUID) -> Recognition:
    """The row, held until the end of the transaction: of two deciders one waits, and then reads what the other did."""
    return Recognition.objects.select_for_update().get(pk=recognition_id)


def check_may(act: RecognitionTransition, actor: User, recognition: Recognition) -> None:
    """Check the actor's right to a transition, without regard to its state."""
    policies.check_may(act, actor=actor, factory_id=recognition.factory_id, recognition=recognition)


def check_step(recognition: Recognition, act: RecognitionTransition, seen: str | None) -> None:
    """Whether its state allows it, and is the one that the person saw."""
    if (seen is not None and seen != recognition.state) or not may_follow(recognition.state, act):
        raise decided_already(recognition)


def decided_already(recognition: Recognition) -> DecidedAlready:
    """The refusal with the recognition's current state."""
    return DecidedAlready(
        _("Meanwhile this recognition is %(state)s. Read its history before you decide again.")
        % {"state": recognition.get_state_display()}
    )


def eligible_verdict(factory_id: int) -> Evaluation:
    """The factory's current verdict, locked, if it carries a recognition."""
    verdict = (
        current_evaluations()
        .select_for_update()
        .filter(factory_id=factory_id)
        .order_by("-evaluated_at", "id")
        .first()
    )
    if verdict is None or verdict.outcome != ELIGIBLE:
        raise NotEligible(_("This factory is not eligible today; its verdict shows what is missing."))
    return verdict


def check_as_proposed(recognition: Recognition, verdict: Evaluation, digest: str | None) -> None:
    """The facts are those of the proposal, and the proposal is the one that the person saw.

    Raises:
        ShownOtherwise, ProposalStale.
    """
    if digest and digest != digest_proposed(recognition.evaluation):
        raise ShownOtherwise(_("It was proposed again since you opened the page. Look at it again."))
    if is_stale(recognition, verdict):
        raise ProposalStale(
            _(
                "Evidence or criteria changed after this was proposed. A reviewer or manager must propose it again."
            )
        )


def check_no_open_case(factory_id: int) -> None:
    """No zero-tolerance case is open at the factory."""
    if with_open_case([factory_id]):
        raise CaseOpen(_("A zero-tolerance case is open at this factory; it has to be closed first."))


def check_withdrawal_answered(factory_id: int) -> None:
    """An earlier withdrawal is followed by an assessment."""
    if is_withdrawal_unanswered(factory_id):
        raise WithdrawalUnanswered(
            _("Its recognition was withdrawn. It can be proposed again after an assessment that follows.")
        )


def move(recognition: Recognition, act: RecognitionTransition, *, to: str = "", **columns: Any) -> None:
    """Write the state an act leads to (`to`, where the act alone does not say it) with what goes with it."""
    columns["state"] = to or leads_to(act)
    for name, value in columns.items():
        setattr(recognition, name, value)
    recognition.save(update_fields=list(columns))


def record_transition(
    recognition: Recognition,
    what: str,
    *,
    actor: User | None,
    now: datetime,
    more: dict[str, Any] | None = None,
) -> None:
    """Record the transition's event, with the reason if a person decided."""
    data: dict[str, Any] = {"evaluation": str(recognition.evaluation_id)}
    if actor is not None:
        data["reason"] = recognition.reason
    if recognition.publish_on is not None:
        data["publish_on"] = recognition.publish_on.isoformat()
    record(
        f"recognition.{what}",
        subject=f"recognition:{recognition.pk}",
        actor=actor,
        at=now,
        factory_id=recognition.factory_id,
        data=data | (more or {}),
    )


def months_after(day: date, months: int) -> date:
    """The same day of the month, so many months later; the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
