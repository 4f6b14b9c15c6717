"""The limits of days in a country."""

from __future__ import annotations

from datetime import datetime

from countries.domain.day_limits import DayLimits
from countries.queries.country_settings import SettingsByCountry, settings_by_country


def limits_in(country: str, now: datetime, known: SettingsByCountry | None = None) -> DayLimits:
    """Between which days something can have happened in a country. One statement where the settings are not known yet.

    When the programme began is a fact of the past: the settings in force now say it for all days.
    """
    settings = known or settings_by_country()
    return DayLimits(settings.at(country, now).began_on, settings.day(country, now))
