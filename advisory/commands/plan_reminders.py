"""Plan items that fall due: the journal is told once for each item and day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from advisory.models import PlanItem
from countries.queries.local_time import LocalDays
from journal.commands import Unchanged, command
from journal.events import Happening, record_many
from journal.queries import event_values

if TYPE_CHECKING:
    from accounts.models import User

AHEAD = timedelta(days=7)
OPEN = (PlanItem.Status.NOT_STARTED, PlanItem.Status.IN_PROGRESS, PlanItem.Status.REOPENED)


@command
def notify_plan_items_due(*, actor: User | None, now: datetime) -> int | Unchanged:
    """Record a notice for open items due within a week in their country. Returns the number of new notices.

    An item whose day was moved is told of again, for its new day.
    """
    days = LocalDays(now)
    due = PlanItem.objects.filter(
        superseded_at__isnull=True,
        status__in=OPEN,
        due_on__gte=days.sql("factory__country"),
        due_on__lte=days.sql("factory__country", ahead=AHEAD),
        factory__is_closed=False,
    ).order_by("factory_id", "ref")
    notified = {(event.subject, event.value) for event in event_values("plan_item.due", "due_on")}
    happenings = [
        Happening(
            "plan_item.due", f"plan_item:{code}/{ref}", factory_id, {"ref": ref, "due_on": day.isoformat()}
        )
        for code, ref, factory_id, day in due.values_list("factory__code", "ref", "factory_id", "due_on")
        if day is not None and (f"plan_item:{code}/{ref}", day.isoformat()) not in notified
    ]
    if not happenings:
        return Unchanged(0)
    record_many(happenings, actor=actor, at=now)
    return len(happenings)
