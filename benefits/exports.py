"""Forums as iCalendar (RFC 5545): one in a file, or a person's feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from benefits.domain.forums import CANCELLED, PLANNED

if TYPE_CHECKING:
    from benefits.models import Forum

REFRESH = timedelta(hours=12)
TYPE = "text/calendar; charset=utf-8"


def calendar_of(forums: Iterable[Forum], more: Iterable[Event] = ()) -> bytes:
    """The forums as one calendar, each at the hours of its place, with the rules of its clock beside it.

    `more`: events of other kinds that stand in the same calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Better Work Recognition//Business forums//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Forums"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in (*map(_event, forums), *more):
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(forum: Forum) -> Event:
    url = f"{settings.SITE_URL}{reverse('benefits:forum', args=[forum.pk])}"
    event = Event()
    event.add("uid", f"{forum.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", forum.changed_at.astimezone(UTC))
    event.add("last-modified", forum.changed_at.astimezone(UTC))
    event.add("sequence", forum.revision)
    event.add("status", {CANCELLED: "CANCELLED", PLANNED: "TENTATIVE"}.get(forum.state, "CONFIRMED"))
    event.add("dtstart", forum.starts_there)
    event.add("dtend", forum.ends_there)
    event.add("summary", forum.name)
    event.add("location", forum.place)
    event.add("url", url)
    event.add("description", "\n\n".join(part for part in (forum.about, forum.online_url, url) if part))
    return event
