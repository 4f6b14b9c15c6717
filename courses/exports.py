"""Sessions as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from courses.models import CourseSession
from courses.queries.catalogue import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

CALENDAR_TYPE = "text/calendar; charset=utf-8"


def calendar_of_sessions(sessions: Iterable[CourseSession]) -> bytes:
    """The sessions as one calendar, each at the hours of its country."""
    calendar = Calendar()
    calendar.add("prodid", "-//Better Work Recognition//Courses//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in session_events(sessions):
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def session_events(sessions: Iterable[CourseSession]) -> Iterator[Event]:
    """Each session as an event, for a calendar that holds others as well."""
    for session in sessions:
        url = f"{settings.SITE_URL}{reverse('courses:session', args=[session.pk])}"
        event = Event()
        event.add("uid", f"{session.pk}@{urlsplit(settings.SITE_URL).hostname}")
        event.add("dtstamp", session.changed_at.astimezone(UTC))
        event.add("last-modified", session.changed_at.astimezone(UTC))
        event.add("sequence", session.revision)
        cancelled = session.state == CourseSession.State.CANCELLED
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        event.add("dtstart", session.starts_there)
        event.add("dtend", session.ends_there)
        event.add("summary", title_of(session.course))
        event.add("location", session.place)
        event.add("url", url)
        event.add(
            "description", "\n\n".join(part for part in (session.about, session.online_url, url) if part)
        )
        yield event
