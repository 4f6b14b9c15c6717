"""A recognition's package: what staff promise, and what was delivered when."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from benefits.models import Benefit
from benefits.policies import check_may_tailor
from benefits.queries.catalogue import kinds
from countries.queries.local_time import today_in
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused
from recognition.queries import recognitions_visible_to

if TYPE_CHECKING:
    from accounts.models import User
    from recognition.models import Recognition

State = Benefit.State


class RecognitionNotPublic(Refused):
    """The recognition is not public now."""


class NoSuchBenefit(Refused):
    """The catalogue has no such kind, or it cannot be added by hand."""


class SettledAlready(Refused):
    """The line is no longer to come."""


class WrongDay(Refused):
    """A day that cannot be."""


class WordsMissing(Refused):
    """A required text is empty."""


@command
def add_benefit(
    recognition_id: UUID, *, kind: str, note: str, due_on: date | None, actor: User, now: datetime
) -> UUID | Unchanged:
    """Promise a benefit of the catalogue; the same one to come, with the same note and day, is added once.

    Raises:
        BenefitOutOfReach, RecognitionNotPublic, NoSuchBenefit, WrongDay.
    """
    recognition = _locked(recognition_id, actor)
    known = kinds().get(kind)
    if known is None or not known.addable:
        raise NoSuchBenefit(_("Choose a benefit from the list."))
    if recognition.state != "published":
        raise RecognitionNotPublic(_("Benefits are added while the recognition is public; now it is not."))
    fields = {"kind": kind, "note": note.strip(), "due_on": due_on}
    benefits = Benefit.objects.filter(recognition=recognition.pk)
    if (same := benefits.filter(state=State.PLANNED, forum=None, **fields).first()) is not None:
        return Unchanged(same.pk)
    if due_on is not None and due_on < today_in(recognition.factory.country_id, now):
        raise WrongDay(_("This day is over; choose today or a later day."))
    made = Benefit.objects.create(recognition_id=recognition.pk, added_at=now, added_by=actor, **fields)
    _record_event("added", made, recognition.factory_id, actor=actor, now=now)
    return made.pk


@command
def deliver_benefit(
    benefit_id: UUID, *, delivered_on: date, what: str, actor: User, now: datetime
) -> UUID | Unchanged:
    """Record what was delivered and on which day.

    Raises:
        BenefitOutOfReach, SettledAlready, WrongDay, WordsMissing.
    """
    line = _line(benefit_id, actor)
    if line.state == State.DELIVERED and (line.delivered_on, line.what) == (delivered_on, what.strip()):
        return Unchanged(line.pk)
    _check_to_come(line)
    if delivered_on > today_in(line.recognition.factory.country_id, now):
        raise WrongDay(_("This day has not come yet; choose today or an earlier day."))
    if not what.strip():
        raise WordsMissing(_("Say what was delivered."))
    line.delivered_on, line.what = delivered_on, what.strip()
    return _settle(line, State.DELIVERED, "delivered_on", "what", actor=actor, now=now)


@command
def cancel_benefit(benefit_id: UUID, *, reason: str, actor: User, now: datetime) -> UUID | Unchanged:
    """Take a promise back; the factory reads why.

    Raises:
        BenefitOutOfReach, SettledAlready, WordsMissing.
    """
    line = _line(benefit_id, actor)
    if line.state == State.CANCELLED and line.reason == reason.strip():
        return Unchanged(line.pk)
    _check_to_come(line)
    if not reason.strip():
        raise WordsMissing(_("Say why; the factory reads it."))
    line.reason = reason.strip()
    return _settle(line, State.CANCELLED, "reason", actor=actor, now=now)


def _locked(recognition_id: UUID, actor: User) -> Recognition:
    # held until the end: a withdrawal waits for the line, and then closes it, or the line reads the withdrawal
    found = recognitions_visible_to(actor).select_for_update().get(pk=recognition_id)
    check_may_tailor(actor, found.factory_id)
    return found


def _line(benefit_id: UUID, actor: User) -> Benefit:
    # ends and lines are locked in one order everywhere: recognition, then line
    recognition_id = Benefit.objects.values_list("recognition", flat=True).get(pk=benefit_id)
    _locked(recognition_id, actor)
    return Benefit.objects.select_for_update(of=("self",)).select_related("recognition").get(pk=benefit_id)


def _check_to_come(line: Benefit) -> None:
    if line.state != State.PLANNED:
        words = {"state": line.get_state_display()}
        raise SettledAlready(_("This line is %(state)s already; add a new one for something else.") % words)


def _settle(line: Benefit, state: State, *fields: str, actor: User, now: datetime) -> UUID:
    line.state, line.settled_at, line.settled_by = state, now, actor
    line.save(update_fields=["state", "settled_at", "settled_by", *fields])
    _record_event(state, line, line.recognition.factory_id, actor=actor, now=now)
    return line.pk


def _record_event(what: str, line: Benefit, factory_id: int, *, actor: User, now: datetime) -> None:
    record(
        f"benefit.{what}",
        subject=f"package:{line.recognition_id}",
        actor=actor,
        at=now,
        factory_id=factory_id,
        data={"line": str(line.pk), "benefit": line.kind, "note": line.note, "reason": line.reason},
    )
