"""Which factories were open on a day, as it is known today or as it was known at a moment."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from journal.queries import first_after

CLOSED, REOPENED = "factory.closed", "factory.reopened"


def open_on(on: date, *, known_at: datetime | None) -> Q:
    """The condition on factories for having been open on a day. One query with `known_at`, none without.

    A factory's row says how it stands. How it stood at a moment follows from what was recorded next: one closed later
    was open, one reopened later was closed from the day that its reopening tells.
    """
    is_open = Q(is_closed=False, closed_on__isnull=True) | Q(closed_on__gt=on)
    if known_at is None:
        return is_open
    later = first_after(known_at, kinds=(CLOSED, REOPENED))
    opened = [
        factory
        for factory, (kind, data) in later.items()
        if kind == CLOSED or str(data.get("closed_on", "")) > on.isoformat()
    ]
    return (is_open & ~Q(pk__in=list(later))) | Q(pk__in=opened)
