"""The day and the clock of a country."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from factories.domain.time_zones import zone_name


def zone_of(country: str) -> ZoneInfo:
    """The time zone in which a country's factories, visits and clocks live. `country`: ISO 3166-1 alpha-2."""
    return ZoneInfo(zone_name(country))


def today_in(country: str, now: datetime) -> date:
    """The calendar day in a country at an instant."""
    return now.astimezone(zone_of(country)).date()
