"""Planned visits as files: a table of what the reader may know, and one's own visits for a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from files.exports import ExportTable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from scheduling.models import PlannedAssessment

CALENDAR_TYPE = "text/calendar; charset=utf-8"
HEAD = (
    "factory",
    "name",
    "country",
    "starts_on",
    "lead",
    "second",
    "opens_on",
    "closes_on",
    "due_on",
    "group",
    "state",
)
AT_ONCE = 2000


def plan_table(rows: QuerySet[PlannedAssessment]) -> ExportTable:
    """The visits with and without a day, in order of days."""
    chosen = rows.select_related("factory", "lead", "second").order_by("due_on", "factory__code")
    return ExportTable("plan-of-visits", HEAD, _table_rows(chosen))


def _table_rows(rows: QuerySet[PlannedAssessment]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(AT_ONCE):
        yield (
            row.factory.code, row.factory.name, row.factory.country_id, row.starts_on,
            row.lead.name if row.lead else "", row.second.name if row.second else "",
            row.opens_on, row.closes_on, row.due_on, row.group, row.state,
        )  # fmt: skip


def calendar_of_visits(visits: Iterable[PlannedAssessment], *, days: int, now: datetime) -> bytes:
    """Whole days, marked private; by the factory's code alone, since calendars are shown and shared."""
    calendar = Calendar()
    calendar.add("prodid", "-//Better Work Recognition//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for visit in visits:
        if visit.starts_on is None:
            continue
        event = Event()
        event.add("uid", f"{visit.pk}@{urlsplit(settings.SITE_URL).hostname}")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", visit.starts_on)
        event.add("dtend", visit.starts_on + timedelta(days=days))
        event.add("summary", _("Visit to %(code)s") % {"code": visit.factory.code})
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
