"""A factory closes, opens again, or is continued by another."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from factories.commands.changes import check_day, check_reason, check_seen, locked, record_change
from factories.domain.registry_events import DETAILS
from factories.models import Factory
from factories.policies.registry import check_may_keep
from journal.commands import Unchanged, command
from journal.refusals import Refused

LONGEST_LINE = 50  # successors of successors: far more than there can be


class AlreadyClosed(Refused):
    """It closed on another day."""

    field = "closed_on"


class NoSuccessor(Refused):
    """A factory cannot be continued by this one."""

    field = "successor"


@command
def close_factory(
    factory_id: int,
    *,
    closed_on: date,
    reason: str = "",
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Factory | Unchanged:
    """The factory has shut; its history stays.

    Raises:
        AlreadyClosed, ChangedMeanwhile, NotYet, NotYourRegistry, ReasonMissing.
    """
    factory = locked(factory_id)
    check_may_keep(actor, factory.pk)
    if factory.is_closed and factory.closed_on in {closed_on, None}:
        return Unchanged(factory)
    if factory.is_closed:
        message = _("It is registered as closed since %(day)s. If that is wrong, reopen it first.")
        raise AlreadyClosed(message % {"day": str(factory.closed_on)})
    check_reason(actor, reason)
    check_day(factory, closed_on, now, field="closed_on")
    check_seen(factory, seen, DETAILS)
    _apply_close(factory, closed_on)
    record_change("factory.closed", factory, actor=actor, now=now, on=closed_on, reason=reason)
    return factory


@command
def reopen_factory(
    factory_id: int, *, reason: str, seen: int | None = None, actor: User | None, now: datetime
) -> Factory | Unchanged:
    """The factory works again, or never closed. A successor that was named is its successor no longer.

    Raises:
        ChangedMeanwhile, NotYourRegistry, ReasonMissing.
    """
    factory = locked(factory_id)
    check_may_keep(actor, factory.pk)
    if not factory.is_closed:
        return Unchanged(factory)
    check_reason(actor, reason)
    check_seen(factory, seen, DETAILS)
    successor = factory.successor.code if factory.successor is not None else ""
    old = factory.closed_on
    factory.is_closed, factory.closed_on, factory.successor = False, None, None
    factory.save(update_fields=["is_closed", "closed_on", "successor"])
    record_change("factory.reopened", factory, actor=actor, now=now, closed_on=old, successor=successor,
                  reason=reason)  # fmt: skip
    return factory


@command
def name_successor(
    factory_id: int,
    *,
    successor: str,
    from_on: date,
    reason: str,
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Factory | Unchanged:
    """Another registered factory continues this one from a day on: this one closes, and its code leads to the other.

    Evidence, brands and people stay where they are: the successor is assessed for itself.

    Raises:
        NoSuccessor, AlreadyClosed, ChangedMeanwhile, NotYet, NotYourRegistry, ReasonMissing.
    """
    factory = locked(factory_id)
    check_may_keep(actor, factory.pk)
    other = Factory.objects.filter(code=successor.strip().upper()).first()
    if other is not None and factory.successor_id == other.pk:
        return Unchanged(factory)
    check_reason(actor, reason)
    check_day(factory, from_on, now)
    check_seen(factory, seen, DETAILS)
    other = _checked_successor(factory, other, successor, actor=actor)
    if not factory.is_closed:
        _apply_close(factory, from_on)
        record_change("factory.closed", factory, actor=actor, now=now, on=from_on, reason=reason)
    old = factory.successor.code if factory.successor is not None else ""
    factory.successor = other
    factory.save(update_fields=["successor"])
    shared = {"on": from_on, "reason": reason}
    record_change("factory.succeeded", factory, actor=actor, now=now, successor=other.code, old=old, **shared)
    record_change("factory.continues", other, actor=actor, now=now, predecessor=factory.code, **shared)
    return factory


def _checked_successor(factory: Factory, other: Factory | None, code: str, *, actor: User | None) -> Factory:
    if other is None:
        message = _("%(code)s is not registered; add the factory first, then name it here.")
        raise NoSuccessor(message % {"code": code})
    check_may_keep(actor, other.pk)
    if other.is_closed:
        raise NoSuccessor(
            _("%(code)s is closed itself; name the factory that works now.") % {"code": other.code}
        )
    later: Factory | None = other
    for _step in range(LONGEST_LINE):
        if later is None:
            return other
        if later.pk == factory.pk:
            break
        later = later.successor
    raise NoSuccessor(_("A factory cannot be continued by itself; choose another."))


def _apply_close(factory: Factory, closed_on: date) -> None:
    factory.is_closed, factory.closed_on = True, closed_on
    factory.save(update_fields=["is_closed", "closed_on"])
