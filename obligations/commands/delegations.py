"""A colleague for the time of an absence: named, and the naming ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policies import lock_active
from countries.queries.local_time import programme_day
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import FieldRefused
from obligations.models import Delegation
from obligations.policies import delegates
from obligations.queries.delegations import possible_colleagues

LONGEST = timedelta(days=366)


class DelegationFaulty(FieldRefused):
    """A colleague or days that a delegation cannot have; `field` is which."""


@command
def set_delegation(
    colleague_id: int, *, from_on: date, until_on: date, actor: User, now: datetime
) -> UUID | Unchanged:
    """Name the colleague who also sees the actor's work from one day to another; replaces an earlier naming.

    Raises:
        DelegationFaulty.
    """
    lock_active([actor.pk, colleague_id])
    if not (delegates(actor) and possible_colleagues(actor).filter(pk=colleague_id).exists()):
        raise DelegationFaulty("colleague", _("Choose a colleague of your own role and country."))
    live = _live(actor)
    chosen = (colleague_id, from_on, until_on)
    if live is not None and (live.colleague_id, live.from_on, live.until_on) == chosen:
        return Unchanged(live.pk)
    _check_days(from_on, until_on, programme_day(now))
    if live is not None:
        _end(live, actor=actor, now=now)
    made = Delegation.objects.create(
        person=actor, colleague_id=colleague_id, from_on=from_on, until_on=until_on, set_at=now, set_by=actor
    )
    days = {"from": from_on.isoformat(), "until": until_on.isoformat()}
    record("delegation.set", subject=f"user:{actor.pk}", actor=actor, at=now, data=days)
    record("delegation.received", subject=f"user:{colleague_id}", actor=actor, at=now, data=days)
    return made.pk


@command
def end_delegation(*, actor: User, now: datetime) -> UUID | Unchanged:
    """End the naming of a colleague, whether it has begun or not."""
    lock_active([actor.pk])
    live = _live(actor)
    if live is None:
        return Unchanged()
    _end(live, actor=actor, now=now)
    record("delegation.ended", subject=f"user:{actor.pk}", actor=actor, at=now)
    return live.pk


def _live(person: User) -> Delegation | None:
    return Delegation.objects.select_for_update().filter(person=person.pk, ended_at__isnull=True).first()


def _end(delegation: Delegation, *, actor: User, now: datetime) -> None:
    delegation.ended_at, delegation.ended_by = now, actor
    delegation.save(update_fields=["ended_at", "ended_by"])


def _check_days(from_on: date, until_on: date, today: date) -> None:
    if until_on < max(from_on, today):
        raise DelegationFaulty("until_on", _("Choose a last day that is not over, and not before the first."))
    if until_on - from_on > LONGEST:
        raise DelegationFaulty("until_on", _("Choose at most a year."))
