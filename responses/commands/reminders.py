"""Comment windows that end soon: the journal is told once for each reminder."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from countries.queries.local_time import LocalDays
from journal.commands import Unchanged, command
from journal.events import Happening, record_many
from journal.queries import event_values
from responses.domain.window import reminder_due
from responses.queries.windows import windows_with_silent_findings

if TYPE_CHECKING:
    from accounts.models import User


@command
def notify_windows_closing(*, actor: User | None, now: datetime) -> int | Unchanged:
    """Tell of comment windows that end soon by their country's day and have findings without an answer; how many."""
    days = LocalDays(now)
    notified = {
        (event.subject, event.value) for event in event_values("assessment.window_closing", "reminder")
    }
    happenings = []
    for window in windows_with_silent_findings():
        opened_on = days.settings.day(window.country, window.opened_at)
        ahead = reminder_due(days.of(window.country), opened_on=opened_on, last_day=window.closes_on)
        reminder = f"{window.closes_on.isoformat()}/{ahead.days}" if ahead is not None else ""
        subject = f"assessment:{window.assessment_id}"
        if reminder and (subject, reminder) not in notified:
            data = {"until": window.closes_on.isoformat(), "reminder": reminder}
            happenings.append(Happening("assessment.window_closing", subject, window.factory_id, data))
    if not happenings:
        return Unchanged(0)
    record_many(happenings, actor=actor, at=now)
    return len(happenings)
