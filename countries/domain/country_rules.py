"""What belongs to a country and can change from a day on: values, the defaults shipped, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

import holidays

from countries.domain.time_zones import known_zones, usual_zone

DAYS_A_WEEK = 7
SATURDAY_AND_SUNDAY = frozenset({5, 6})
LONGEST_WINDOW_DAYS = 90
LONGEST_CLOCK_HOURS = 24 * 30
LAST_CYCLE = 50
PROGRAMME_BEGAN = date(2001, 1, 1)  # anywhere: in Cambodia


class Protocol(StrEnum):
    """Which zero-tolerance protocol holds in a country."""

    GENERAL = "general"
    NATIONAL = "national"  # agreed with the country's ministry
    NATIONAL_ON_CHILD_LABOUR = "child_labour"  # the same, for child labour only


@dataclass(frozen=True, slots=True)
class CountryRules:
    """A country's settings as in force on some day.

    Attributes:
        in_programme: whether the programme works there.
        began_on: the first day of the programme there; nothing is recorded of a day before without a reason.
        time_zone: IANA name; the clock of its factories, visits, consents and deadlines.
        weekend: days of the week without work, 0 for Monday.
        added_holidays: name by day, beside the public holidays known to the `holidays` library.
        removed_holidays: public holidays of that library on which people work all the same.
        languages: codes of the languages in which people there work, the first one first.
        comment_days: how many days a factory may comment on its findings.
        published_from_cycle: from which assessment of a factory on its results are publicly reported; None: never.
        protocol: which zero-tolerance protocol holds.
        investigation_hours: how long after notice the ministry is asked to begin investigating.
        follow_up_hours: how long after notice the programme follows up.
    """

    in_programme: bool = False
    began_on: date = PROGRAMME_BEGAN
    time_zone: str = "UTC"
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    added_holidays: Mapping[date, str] = field(default_factory=dict)
    removed_holidays: frozenset[date] = frozenset()
    languages: tuple[str, ...] = ("en",)
    comment_days: int = 14  # neighbouring schemes give 14 to 30
    published_from_cycle: int | None = 2  # a factory's first assessment stays confidential
    # the programme's Zero Tolerance Protocol (2018) and its text for Egypt (2021)
    protocol: Protocol = Protocol.GENERAL
    investigation_hours: int = 48
    follow_up_hours: int = 72


# protocols: those agreed with the ministries when the programme's protocol of 2018 was written
# began_on: the first day of the year in which the programme began there
_SHIPPED: dict[str, CountryRules] = {
    "BD": CountryRules(began_on=date(2013, 1, 1), languages=("bn", "en")),
    "HT": CountryRules(began_on=date(2009, 1, 1), languages=("ht", "fr", "en"), protocol=Protocol.NATIONAL),
    "ID": CountryRules(began_on=date(2011, 1, 1), languages=("id", "en"), protocol=Protocol.NATIONAL),
    "JO": CountryRules(began_on=date(2008, 1, 1), languages=("ar", "en"), protocol=Protocol.NATIONAL),
    "KH": CountryRules(languages=("km", "en"), protocol=Protocol.NATIONAL_ON_CHILD_LABOUR),
    "NI": CountryRules(began_on=date(2010, 1, 1), languages=("es", "en"), protocol=Protocol.NATIONAL),
    "VN": CountryRules(began_on=date(2009, 1, 1), languages=("vi", "en"), protocol=Protocol.NATIONAL),
}
SHIPPED_COUNTRIES = tuple(_SHIPPED)
_OTHER_LANGUAGES = {
    **dict.fromkeys(("DZ", "EG", "LB", "LY", "MA", "SY", "TN"), ("ar", "en")),
    **dict.fromkeys(("BF", "BJ", "CI", "CM", "MG", "ML", "SN", "TG"), ("fr", "en")),
    **dict.fromkeys(("BO", "CO", "CR", "DO", "EC", "GT", "HN", "MX", "PE", "SV"), ("es", "en")),
}


@lru_cache(maxsize=512)
def shipped_rules(country: str) -> CountryRules:
    """The settings that a country starts with: its usual zone and weekend, and the programme's general rules.

    `country`: ISO 3166-1 alpha-2.
    """
    base = _SHIPPED.get(country) or CountryRules(languages=_OTHER_LANGUAGES.get(country, ("en",)))
    return replace(base, time_zone=usual_zone(country), weekend=_usual_weekend(country))


def _usual_weekend(country: str) -> frozenset[int]:
    try:
        return frozenset(holidays.country_holidays(country).weekend)
    except NotImplementedError:  # a country of which the library knows nothing
        return SATURDAY_AND_SUNDAY


def is_working_day(country: str, day: date, rules: CountryRules) -> bool:
    """Whether people work in a country on a day under these settings."""
    if day.weekday() in rules.weekend or day in rules.added_holidays:
        return False
    return day in rules.removed_holidays or day not in public_holidays(country, day.year)


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> Mapping[date, str]:
    """Public holidays of a year by day, as the `holidays` library knows them; none for a country that it does not."""
    try:
        return dict(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return {}


@dataclass(frozen=True, slots=True)
class SettingFault:
    """What is wrong with one setting: a code for the sentence, and the field it stands beside."""

    field: str
    code: str


def faults(rules: CountryRules, *, languages: Collection[str]) -> list[SettingFault]:
    """Everything that is wrong with settings; `languages` are those in which the product can be read."""
    checks = {
        ("time_zone", "no_such_zone"): rules.time_zone not in known_zones(),
        ("weekend", "no_such_day"): not rules.weekend <= set(range(DAYS_A_WEEK)),
        ("weekend", "no_working_day"): len(rules.weekend) >= DAYS_A_WEEK,
        ("removed_holidays", "added_and_removed"): bool(rules.removed_holidays & set(rules.added_holidays)),
        ("languages", "no_language"): not rules.languages,
        ("languages", "no_such_language"): not set(rules.languages) <= set(languages),
        ("comment_days", "window_length"): not 1 <= rules.comment_days <= LONGEST_WINDOW_DAYS,
        ("published_from_cycle", "cycle"): rules.published_from_cycle is not None
        and not 1 <= rules.published_from_cycle <= LAST_CYCLE,
        ("investigation_hours", "clock_length"): not 1 <= rules.investigation_hours <= LONGEST_CLOCK_HOURS,
        ("follow_up_hours", "clock_length"): not 1 <= rules.follow_up_hours <= LONGEST_CLOCK_HOURS,
    }
    return [SettingFault(*key) for key, wrong in checks.items() if wrong]
