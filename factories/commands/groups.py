"""Manufacturers that own several factories, and which factories belong to them from when until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from countries.queries.local_time import today_in
from factories.commands.changes import check_day, check_reason, check_seen, locked, record_change
from factories.domain.registry_events import GROUPS
from factories.models import Factory, Group, GroupPeriod
from factories.policies.registry import check_may_keep, check_may_keep_somewhere
from files.domain.names import match_text
from journal.commands import Unchanged, command
from journal.events import BATCH, record
from journal.refusals import Refused


class GroupSpeltOtherwise(Refused):
    """There is a group of this name in another spelling."""

    field = "name"


class BeforeLastGroup(Refused):
    """A factory belongs to one group at a time."""

    field = "from_on"


class LeavesBeforeItJoined(Refused):
    """A factory cannot leave a group before it joined."""

    field = "until_on"


@command
def register_group(
    *, name: str, factory_ids: Sequence[int] = (), actor: User | None, now: datetime
) -> Group | Unchanged:
    """A manufacturer, and the factories that belong to it from today on.

    Raises:
        GroupSpeltOtherwise, NotYourRegistry.
    """
    check_may_keep_somewhere(actor)
    for factory_id in factory_ids if actor is not None else ():
        check_may_keep(actor, factory_id)
    group, made = Group.objects.get_or_create(name=_own_spelling(name))
    joining = [
        factory
        for start in range(0, len(factory_ids), BATCH)
        for factory in Factory.objects.filter(pk__in=factory_ids[start : start + BATCH]).exclude(group=group)
    ]
    for factory in joining:
        _apply_group(factory, group, today_in(factory.country_id, now), now=now)
    if not made and not joining:
        return Unchanged(group)
    data = {"name": group.name, "factories": len(joining)}
    record("group.registered", subject=f"group:{group.pk}", actor=actor, at=now, data=data)
    return group


def _own_spelling(name: str) -> str:
    """The name, when no group has it in another spelling."""
    key = match_text(name)
    for known in Group.objects.order_by("pk").values_list("name", flat=True):
        if known != name and match_text(known) == key:
            message = _("%(name)s is registered already; choose it from the list.")
            raise GroupSpeltOtherwise(message % {"name": known})
    return name


@command
def put_in_group(
    factory_id: int,
    *,
    group_id: int,
    from_on: date,
    reason: str,
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Factory | Unchanged:
    """The factory belongs to a group from a day on; the group that it belonged to ends the day before.

    Raises:
        BeforeLastGroup, ChangedMeanwhile, NotYet, NotYourRegistry, ReasonMissing.
    """
    factory = locked(factory_id)
    check_may_keep(actor, factory.pk)
    if factory.group_id == group_id:
        return Unchanged(factory)
    check_reason(actor, reason)
    check_day(factory, from_on, now)
    check_seen(factory, seen, GROUPS)
    group = Group.objects.get(pk=group_id)
    old = factory.group.name if factory.group is not None else ""
    _apply_group(factory, group, from_on, now=now)
    record_change("factory.grouped", factory, actor=actor, now=now, group=group.name, old=old, on=from_on,
                  reason=reason)  # fmt: skip
    return factory


@command
def leave_group(
    factory_id: int,
    *,
    until_on: date,
    reason: str,
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Factory | Unchanged:
    """The factory's last day in its group: the group's people no longer work with it from this moment.

    Raises:
        LeavesBeforeItJoined, ChangedMeanwhile, NotYet, NotYourRegistry, ReasonMissing.
    """
    factory = locked(factory_id)
    check_may_keep(actor, factory.pk)
    if factory.group is None:
        return Unchanged(factory)
    check_reason(actor, reason)
    check_day(factory, until_on, now, field="until_on")
    check_seen(factory, seen, GROUPS)
    group, period = factory.group, _open_period(factory)
    if period is not None and until_on < period.from_on:
        message = _("It belongs to %(group)s since %(day)s; choose that day or a later one.")
        raise LeavesBeforeItJoined(message % {"group": group.name, "day": period.from_on})
    if period is not None:
        period.until_on = until_on
        period.save(update_fields=["until_on"])
    factory.group = None
    factory.save(update_fields=["group"])
    record_change("factory.ungrouped", factory, actor=actor, now=now, group=group.name, on=until_on,
                  reason=reason)  # fmt: skip
    return factory


def _apply_group(factory: Factory, group: Group, from_on: date, *, now: datetime) -> None:
    last = GroupPeriod.objects.filter(factory=factory).order_by("-from_on", "-pk").first()
    if last is not None and from_on <= (last.until_on or last.from_on):
        day = last.until_on or last.from_on
        message = _("It belonged to %(group)s on %(day)s still; choose a later day.")
        raise BeforeLastGroup(message % {"group": last.group.name, "day": day})
    if last is not None and last.until_on is None:
        last.until_on = from_on - timedelta(days=1)
        last.save(update_fields=["until_on"])
    GroupPeriod.objects.create(factory=factory, group=group, from_on=from_on, recorded_at=now)
    factory.group = group
    factory.save(update_fields=["group"])


def _open_period(factory: Factory) -> GroupPeriod | None:
    return GroupPeriod.objects.filter(factory=factory, until_on__isnull=True).first()
