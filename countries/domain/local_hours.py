"""When something takes place, by the clock of where it does."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from countries.domain.time_zones import city_of


class LocalHours:
    """Days and hours of a row that begins at `starts_at` and ends at `ends_at`, in its `time_zone`."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str

    @property
    def starts_there(self) -> datetime:
        """Its start by the clock of the place."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def ends_there(self) -> datetime:
        """Its end by the clock of the place."""
        return self.ends_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def day(self) -> date:
        """Its first day, at the place."""
        return self.starts_there.date()

    @property
    def last_day(self) -> date | None:
        """Its last day, where it takes more than one."""
        last = self.ends_there.date()
        return last if last != self.day else None

    @property
    def clock_hours(self) -> str:
        """From when to when on its day; only its beginning where it takes more than one."""
        first = f"{self.starts_there:%H:%M}"
        return first if self.last_day else f"{first}–{self.ends_there:%H:%M}"

    @property
    def clock(self) -> str:
        """The city by whose clock it goes."""
        return city_of(self.time_zone)
