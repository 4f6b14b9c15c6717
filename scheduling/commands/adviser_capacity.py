"""Who may not go where, and how much each adviser can carry: what the plan of visits respects."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from factories.queries import visible_to
from factories.queries.memberships.staff import countries_by_adviser
from journal.commands import Unchanged, command
from journal.events import QUIET, record
from journal.refusals import Refused, given_reason
from scheduling import policies
from scheduling.models import AdviserCapacity, ConflictOfInterest

if TYPE_CHECKING:
    from accounts.models import User

MOST = 31


class NoSuchAdviser(Refused):
    """The person is no adviser there."""


class TooMany(Refused):
    """More assessments a month than a month has days."""


@command
def declare_conflict(
    factory_id: int, *, adviser_id: int, reason: str, actor: User, now: datetime
) -> int | Unchanged:
    """An adviser may not assess a factory; said by themselves, the country manager or the global team.

    Raises:
        NotYourDecision, ReasonMissing, NoSuchAdviser.
    """
    factory = visible_to(actor).get(pk=factory_id)
    if actor.pk != adviser_id:
        policies.check_may_plan(actor, country=factory.country_id)
    if factory.country_id not in countries_by_adviser().get(adviser_id, frozenset()):
        raise NoSuchAdviser(_("This person is no adviser in the factory's country."))
    text = given_reason(reason)
    known = ConflictOfInterest.objects.filter(factory=factory, adviser_id=adviser_id, ended_at__isnull=True)
    if (row := known.first()) is not None:
        return Unchanged(row.pk)
    made = ConflictOfInterest.objects.create(
        factory=factory, adviser_id=adviser_id, reason=text, declared_at=now, declared_by=actor
    )
    data = {"adviser": adviser_id, "reason": text, QUIET: True}
    record("plan.conflict_declared", subject=f"conflict:{made.pk}", actor=actor, at=now, data=data)
    return made.pk


@command
def end_conflict(conflict_id: int, *, actor: User, now: datetime) -> int | Unchanged:
    """A conflict of interest is over; only who plans there may say so.

    Raises:
        NotYourDecision.
    """
    row = (
        ConflictOfInterest.objects.select_for_update(of=("self",))
        .select_related("factory")
        .get(pk=conflict_id)
    )
    policies.check_may_plan(actor, country=row.factory.country_id)
    if row.ended_at is not None:
        return Unchanged(row.pk)
    row.ended_at, row.ended_by = now, actor
    row.save(update_fields=["ended_at", "ended_by"])
    record("plan.conflict_ended", subject=f"conflict:{row.pk}", actor=actor, at=now, data={QUIET: True})
    return row.pk


@command
def set_capacity(adviser_id: int, *, per_month: int, actor: User, now: datetime) -> int | Unchanged:
    """How many assessments a month an adviser can do; 0 while away.

    Raises:
        NotYourDecision, NoSuchAdviser, TooMany.
    """
    countries = countries_by_adviser().get(adviser_id)
    if countries is None:
        raise NoSuchAdviser(_("This person is no adviser."))
    for country in sorted(countries):
        policies.check_may_plan(actor, country=country)
    if not 0 <= per_month <= MOST:
        raise TooMany(_("Write a number from 0 to %(most)s.") % {"most": MOST})
    row = AdviserCapacity.objects.select_for_update().filter(adviser_id=adviser_id).first()
    if row is not None and row.per_month == per_month:
        return Unchanged(row.pk)
    if row is None:
        row = AdviserCapacity.objects.create(
            adviser_id=adviser_id, per_month=per_month, set_at=now, set_by=actor
        )
    else:
        row.per_month, row.set_at, row.set_by = per_month, now, actor
        row.save(update_fields=["per_month", "set_at", "set_by"])
    data = {"per_month": per_month, QUIET: True}
    record("plan.capacity_set", subject=f"adviser:{adviser_id}", actor=actor, at=now, data=data)
    return row.pk
