"""The day and the clock of a country: where a factory, a visit, a consent and a deadline live.

`today_in` and `zone_of` are for one country; whoever needs several, or may need none, makes one `LocalDays` and hands
it on: it reads the settings once, when first asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from datetime import timezone as fixed_zone
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Case, Value, When
from django.utils import timezone

from countries.models import Country
from countries.queries.country_settings import SettingsByCountry, settings_by_country

TODAY = timedelta()
_FIRST_TO_BEGIN = fixed_zone(timedelta(hours=14))


class LocalDays:
    """The calendar day of each country at one instant. At most two statements, when first asked."""

    def __init__(self, now: datetime, known: SettingsByCountry | None = None) -> None:
        self.now = now
        self._days: dict[str, date] = {}
        if known is not None:
            self.settings = known  # instead of reading them

    @cached_property
    def settings(self) -> SettingsByCountry:
        """Every country's settings."""
        return settings_by_country()

    def of(self, country: str) -> date:
        """The day in a country."""
        if country not in self._days:
            self._days[country] = self.settings.day(country, self.now)
        return self._days[country]

    def of_instant(self, country: str, instant: datetime) -> date:
        """The day in a country at another instant."""
        return self.settings.day(country, instant)

    @cached_property
    def elsewhere(self) -> Mapping[date, list[str]]:
        """Codes of the registry's countries in which it is another day than `programme_day` says, by that day."""
        usual = programme_day(self.now)
        found: dict[date, list[str]] = {}
        for code in Country.objects.order_by("code").values_list("code", flat=True):
            day = self.of(code)
            if day != usual:
                found.setdefault(day, []).append(code)
        return found

    def sql(self, country: str, *, ahead: timedelta = TODAY) -> date | Case:
        """The day to compare a column with: each country's today, or so many days ahead of it.

        `country`: the path to the country's code, as "factory__country". A plain day whenever it is the same day in all
        countries of the registry.
        """
        usual = programme_day(self.now) + ahead
        if not self.elsewhere:
            return usual
        whens = [
            When(**{f"{country}__in": codes}, then=Value(day + ahead))
            for day, codes in self.elsewhere.items()
        ]
        return Case(*whens, default=Value(usual))


On = date | LocalDays
"""A calendar day, the same everywhere ("as of 1 June"), or each country's own at an instant ("today")."""


def sql_day(on: On, country: str) -> date | Case:
    """The day to compare a column with. `country`: the path to the country's code, as "factory__country"."""
    return on.sql(country) if isinstance(on, LocalDays) else on


def programme_day(now: datetime) -> date:
    """The calendar day by the clock of the programme's office (setting TIME_ZONE).

    For what belongs to no country: the day as of which the whole programme is judged and planned, a list of all.
    """
    return timezone.localtime(now, timezone.get_default_timezone()).date()


def latest_day(now: datetime) -> date:
    """The day that has begun anywhere on earth: whoever takes days from everywhere refuses none before it ends."""
    return now.astimezone(_FIRST_TO_BEGIN).date()


def zone_of(country: str, now: datetime | None = None) -> ZoneInfo:
    """The time zone in which a country's factories, visits and clocks live, at an instant or by its latest settings.

    `country`: ISO 3166-1 alpha-2. One statement.
    """
    known = settings_by_country()
    if now is not None:
        return known.zone(country, now)
    return ZoneInfo(known.on(country, date.max).time_zone)


def today_in(country: str, now: datetime) -> date:
    """The calendar day in a country at an instant. One statement."""
    return settings_by_country().day(country, now)
