"""The programme hands a factory over; the inspectorate takes it over, plans its inspection and records the outcome."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from countries.queries.local_time import LocalDays
from factories.queries import registered
from handovers.models import Handover
from handovers.policies import NotYourHandover, check_hands_over, check_takes_over
from handovers.queries.handovers import final_findings
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import FieldRefused, Refused, given_reason

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory

State = Handover.State
MOST_AHEAD = 366  # days


class HandoverFaulty(FieldRefused):
    """Words that are missing, or a day that it cannot have; `field` is which."""


class HandoverOver(Refused):
    """Its outcome was recorded, it was withdrawn, or it was not taken over yet."""


@command
def hand_over_factory(
    factory_id: int,
    *,
    handover_id: UUID,
    reason: str,
    questions: Collection[str],
    due_on: date,
    actor: User,
    now: datetime,
) -> Handover | Unchanged:
    """Hand a factory over to its country's inspectorate, with the findings it is about. Sent twice, made once.

    Raises:
        NotYourHandover, ReasonMissing, HandoverFaulty.
    """
    factory = _locked(factory_id)
    check_hands_over(actor, factory.pk)
    known = Handover.objects.filter(pk=handover_id).first()
    if known is not None:
        if (known.factory_id, known.made_by_id) != (factory.pk, actor.pk):
            raise NotYourHandover(_("Open the page again."))
        return Unchanged(known)
    reason = given_reason(reason)
    _check_ahead("due_on", due_on, LocalDays(now).of(factory.country_id))
    chosen = set(questions)
    concerned = [finding for finding in final_findings(factory.pk) if finding["question"] in chosen]
    if len(concerned) != len(chosen):
        raise HandoverFaulty("findings", _("Open the page again."))
    handover = Handover.objects.create(
        pk=handover_id, factory=factory, reason=reason, findings=concerned, due_on=due_on, made_at=now,
        made_by=actor,
    )  # fmt: skip
    _record(
        "made", handover, factory, actor=actor, now=now, findings=len(concerned), due_on=due_on.isoformat()
    )
    return handover


@command
def take_over(handover_id: UUID, *, actor: User, now: datetime) -> Handover | Unchanged:
    """The inspectorate has it from now on.

    Raises:
        NotYourHandover, HandoverOver.
    """
    handover, factory = _held(handover_id)
    check_takes_over(actor, factory)
    if handover.state != State.HANDED_OVER:
        _check_not_withdrawn(handover)
        return Unchanged(handover)
    handover.state, handover.taken_over_at, handover.taken_over_by = State.TAKEN_OVER, now, actor
    handover.save(update_fields=["state", "taken_over_at", "taken_over_by"])
    _record("taken_over", handover, factory, actor=actor, now=now)
    return handover


@command
def plan_inspection(
    handover_id: UUID, *, planned_on: date, actor: User, now: datetime
) -> Handover | Unchanged:
    """Set or move the day of the inspection of a factory that was taken over.

    Raises:
        NotYourHandover, HandoverOver, HandoverFaulty.
    """
    handover, factory = _held(handover_id)
    check_takes_over(actor, factory)
    if handover.planned_on == planned_on:
        return Unchanged(handover)
    _check_taken_over(handover)
    _check_ahead("planned_on", planned_on, LocalDays(now).of(factory.country_id))
    handover.state, handover.planned_on = State.PLANNED, planned_on
    handover.save(update_fields=["state", "planned_on"])
    _record("planned", handover, factory, actor=actor, now=now, on=planned_on.isoformat())
    return handover


@command
def record_outcome(
    handover_id: UUID, *, inspected_on: date, found: str, action: str, actor: User, now: datetime
) -> Handover | Unchanged:
    """Record what the inspection found and what follows; this closes the hand-over.

    Raises:
        NotYourHandover, HandoverOver, HandoverFaulty.
    """
    handover, factory = _held(handover_id)
    check_takes_over(actor, factory)
    found, action = found.strip(), action.strip()
    if (handover.inspected_on, handover.found, handover.action) == (inspected_on, found, action):
        return Unchanged(handover)
    _check_taken_over(handover)
    days = LocalDays(now)
    first = days.of_instant(factory.country_id, handover.made_at)
    if not first <= inspected_on <= days.of(factory.country_id):
        raise HandoverFaulty(
            "inspected_on",
            _("Choose a day from %(first)s to %(last)s.")
            % {"first": date_format(first), "last": date_format(days.of(factory.country_id))},
        )
    for field, text in (("found", found), ("action", action)):
        if not text:
            raise HandoverFaulty(field, _("This field is required."))
    handover.state, handover.inspected_on, handover.found, handover.action = (
        State.CLOSED, inspected_on, found, action,
    )  # fmt: skip
    handover.closed_at, handover.closed_by = now, actor
    handover.save(update_fields=["state", "inspected_on", "found", "action", "closed_at", "closed_by"])
    _record("closed", handover, factory, actor=actor, now=now, on=inspected_on.isoformat())
    return handover


@command
def withdraw_handover(handover_id: UUID, *, reason: str, actor: User, now: datetime) -> Handover | Unchanged:
    """The programme takes it back before an outcome is recorded; the inspectorate reads why.

    Raises:
        NotYourHandover, HandoverOver, ReasonMissing.
    """
    handover, factory = _held(handover_id)
    check_hands_over(actor, factory.pk)
    if handover.state == State.WITHDRAWN:
        return Unchanged(handover)
    if not handover.is_open:
        raise HandoverOver(_("The outcome is recorded already."))
    handover.state, handover.withdrawn_because = State.WITHDRAWN, given_reason(reason)
    handover.closed_at, handover.closed_by = now, actor
    handover.save(update_fields=["state", "withdrawn_because", "closed_at", "closed_by"])
    _record("withdrawn", handover, factory, actor=actor, now=now)
    return handover


@command
def note_outcome(handover_id: UUID, *, actor: User, now: datetime) -> Handover | Unchanged:
    """The programme has read the outcome: it waits for nobody any more. The first reader counts.

    Raises:
        NotYourHandover, HandoverOver.
    """
    handover, factory = _held(handover_id)
    check_hands_over(actor, factory.pk)
    if handover.noted_at is not None:
        return Unchanged(handover)
    if handover.state != State.CLOSED:
        raise HandoverOver(_("Open the page again."))
    handover.noted_at, handover.noted_by = now, actor
    handover.save(update_fields=["noted_at", "noted_by"])
    _record("noted", handover, factory, actor=actor, now=now)
    return handover


def _locked(factory_id: int) -> Factory:
    factory = registered().select_for_update().filter(pk=factory_id).first()
    if factory is None:
        raise NotYourHandover(_("The factory is closed."))
    return factory


def _held(handover_id: UUID) -> tuple[Handover, Factory]:
    factory = _locked(Handover.objects.values_list("factory_id", flat=True).get(pk=handover_id))
    return Handover.objects.get(pk=handover_id), factory


def _check_not_withdrawn(handover: Handover) -> None:
    if handover.state == State.WITHDRAWN:
        raise HandoverOver(_("The programme has withdrawn the hand-over."))


def _check_taken_over(handover: Handover) -> None:
    _check_not_withdrawn(handover)
    if handover.state == State.CLOSED:
        raise HandoverOver(_("The outcome is recorded already."))
    if handover.state == State.HANDED_OVER:
        raise HandoverOver(_("Open the page again."))


def _check_ahead(field: str, day: date, today: date) -> None:
    if not 0 <= (day - today).days <= MOST_AHEAD:
        raise HandoverFaulty(field, _("Choose a day from today on, within a year."))


def _record(
    what: str, handover: Handover, factory: Factory, *, actor: User, now: datetime, **data: str | int
) -> None:
    record(
        f"handover.{what}",
        subject=f"handover:{handover.pk}",
        factory_id=factory.pk,
        actor=actor,
        at=now,
        data=data,
    )
