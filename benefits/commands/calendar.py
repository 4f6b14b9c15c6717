"""A person's secret calendar address: made, and taken out of use."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from benefits.models import CalendarLink
from journal.commands import Unchanged, command
from journal.events import QUIET, record

if TYPE_CHECKING:
    from accounts.models import User


@command
def make_calendar_link(*, actor: User, now: datetime) -> UUID | Unchanged:
    """One's own calendar address; whoever has one keeps it."""
    made, new = CalendarLink.objects.get_or_create(person=actor, ended_at=None, defaults={"made_at": now})
    if not new:
        return Unchanged(made.pk)
    _record_event("made", actor, now)
    return made.pk


@command
def end_calendar_link(*, actor: User, now: datetime) -> Unchanged | None:
    """One's calendar address opens nothing from now on."""
    if not CalendarLink.objects.filter(person=actor, ended_at__isnull=True).update(ended_at=now):
        return Unchanged()
    _record_event("ended", actor, now)
    return None


def _record_event(what: str, actor: User, now: datetime) -> None:
    record(f"calendar.link_{what}", subject=f"user:{actor.pk}", actor=actor, at=now, data={QUIET: True})
