"""Countries' settings: which were in force on a day, all of them in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from countries.domain.country_rules import CountryRules, Protocol, shipped_rules
from countries.models import Country, CountrySettings


@dataclass(frozen=True, slots=True)
class DatedRules:
    """A country's settings and the day from which they hold."""

    id: int
    from_on: date
    rules: CountryRules


@dataclass(frozen=True, slots=True)
class SettingsByCountry:
    """Every country's settings over time, the earliest first.

    Days before a country's first record are under that record, but outside the programme; a country without one is
    under the shipped defaults.
    """

    records: Mapping[str, Sequence[DatedRules]] = field(default_factory=dict)

    def on(self, country: str, day: date) -> CountryRules:
        """The settings in force on a calendar day of the country."""
        found = [record for record in self.records.get(country, ()) if record.from_on <= day]
        return found[-1].rules if found else self._first(country)

    def at(self, country: str, now: datetime) -> CountryRules:
        """The settings in force at an instant: a record begins with its first day by its own clock."""
        for record in reversed(self.records.get(country, ())):
            if now.astimezone(ZoneInfo(record.rules.time_zone)).date() >= record.from_on:
                return record.rules
        return self._first(country)

    def zone(self, country: str, now: datetime) -> ZoneInfo:
        """A country's time zone at an instant."""
        return ZoneInfo(self.at(country, now).time_zone)

    def day(self, country: str, now: datetime) -> date:
        """A country's calendar day at an instant."""
        return now.astimezone(self.zone(country, now)).date()

    def in_programme(self, country: str, on: date) -> bool:
        """Whether the programme works in a country on a day."""
        return self.on(country, on).in_programme

    def taken_out(self, country: str, on: date) -> bool:
        """Whether a record in force on a day says that the programme does not work in a country."""
        begun = any(record.from_on <= on for record in self.records.get(country, ()))
        return begun and not self.on(country, on).in_programme

    def _first(self, country: str) -> CountryRules:
        records = self.records.get(country)
        return replace(records[0].rules, in_programme=False) if records else shipped_rules(country)


def settings_by_country() -> SettingsByCountry:
    """The settings of all countries. One statement."""
    records: dict[str, list[DatedRules]] = {}
    live = CountrySettings.objects.filter(superseded_at__isnull=True)
    for row in live.order_by("country_id", "from_on"):
        records.setdefault(row.country_id, []).append(DatedRules(row.pk, row.from_on, rules_of(row)))
    return SettingsByCountry(records)


def rules_of(row: CountrySettings) -> CountryRules:
    """A stored record as plain values."""
    return CountryRules(
        in_programme=row.in_programme,
        began_on=row.began_on,
        time_zone=row.time_zone,
        weekend=frozenset(row.weekend),
        added_holidays={date.fromisoformat(day): name for day, name in row.added_holidays.items()},
        removed_holidays=frozenset(date.fromisoformat(day) for day in row.removed_holidays),
        languages=tuple(row.languages),
        comment_days=row.comment_days,
        published_from_cycle=row.published_from_cycle,
        protocol=Protocol(row.protocol),
        investigation_hours=row.investigation_hours,
        follow_up_hours=row.follow_up_hours,
    )


@dataclass(frozen=True, slots=True)
class CountryLine:
    """A country in a list: its settings in force, and the first change that is planned."""

    code: str
    name: str
    rules: CountryRules
    recorded: bool  # False: the shipped defaults
    planned: DatedRules | None


def country_lines(now: datetime) -> list[CountryLine]:
    """Every country that the programme has or knows a factory in: the programme's first. Two statements."""
    known = settings_by_country()
    lines = []
    for code, name in Country.objects.order_by("name", "code").values_list("code", "name"):
        today = known.day(code, now)
        records = known.records.get(code, ())
        planned = next((record for record in records if record.from_on > today), None)
        lines.append(CountryLine(code, name, known.at(code, now), bool(records), planned))
    return sorted(lines, key=lambda line: not (line.recorded and line.rules.in_programme))


def history_of_settings(country: str) -> list[CountrySettings]:
    """Every record of a country there ever was, the newest first, with who recorded it. One statement."""
    rows = CountrySettings.objects.filter(country=country).select_related("recorded_by")
    return list(rows.order_by("-from_on", "-recorded_at", "-pk"))
