"""The programme's countries, and what belongs to each of them from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from countries.domain.countries import is_country, name_of
from countries.domain.country_rules import CountryRules, faults
from countries.models import Country, CountrySettings
from countries.policies import keeps_countries
from countries.queries.country_settings import DatedRules, settings_by_country
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class CountriesNotYours(Refused):
    """Administrators and the global team keep the countries' settings."""


class UnknownCountry(Refused):
    """No country of ISO 3166-1 has this code."""


class SettingsFaulty(Refused):
    """A setting is impossible; `fields` names which ones, by the codes of `countries.domain.country_rules.faults`."""

    def __init__(self, message: str, fields: dict[str, str]) -> None:
        super().__init__(message)
        self.fields = fields


class SettingsChangedMeanwhile(Refused):
    """Another person recorded settings since the form was opened."""


class SettingsInThePast(Refused):
    """What was in force on past days stays as it was."""


class NoSuchPlan(Refused):
    """There is no planned change to cancel."""


@command
def add_country(
    code: str, *, from_on: date | None = None, actor: User | None, now: datetime
) -> CountrySettings | Unchanged:
    """The programme begins to work in a country, with the defaults shipped for it or the settings it had before.

    Args:
        code: ISO 3166-1 alpha-2.
        from_on: the first day; today by the country's clock where none is given.
        actor: who decides; None where the operator or the demonstration does.
        now: the moment.

    Raises:
        CountriesNotYours, UnknownCountry, SettingsInThePast.
    """
    country = _locked(code, actor)
    known = settings_by_country()
    today = known.day(code, now)
    if known.in_programme(code, from_on or today):
        return Unchanged(known.records[code][-1].id)
    day = from_on or today
    rules = replace(known.on(code, day), in_programme=True)
    return _set(
        country, rules, from_on=day, known=known.records.get(code, ()), today=today, actor=actor, now=now
    )


@command
def set_country_settings(
    code: str,
    *,
    rules: CountryRules,
    from_on: date,
    seen: int | None,
    actor: User | None,
    now: datetime,
) -> CountrySettings | Unchanged:
    """What holds in a country from a day on, until the settings of a later day. The same as in force changes nothing.

    Args:
        code: ISO 3166-1 alpha-2.
        rules: the settings.
        from_on: the first day on which they hold, today or later; any day for a country's first settings.
        seen: id of the country's last record when the form was opened; None when there was none.
        actor: who decides; None where the operator or the demonstration does.
        now: the moment.

    Raises:
        CountriesNotYours, UnknownCountry, SettingsFaulty, SettingsChangedMeanwhile, SettingsInThePast.
    """
    country = _locked(code, actor)
    wrong = faults(rules, languages=dict(settings.LANGUAGES))
    if wrong:
        raise SettingsFaulty(_("Correct the settings marked."), {fault.field: fault.code for fault in wrong})
    known = settings_by_country()
    records = known.records.get(code, ())
    if records and known.on(code, from_on) == rules:
        return Unchanged(records[-1].id)
    last = (
        CountrySettings.objects.filter(country=country).order_by("-pk").values_list("pk", flat=True).first()
    )
    if last != seen:
        raise SettingsChangedMeanwhile(
            _(
                "Somebody else changed these settings since you opened the form. Look at them, then save again."
            )
        )
    today = known.day(code, now)
    return _set(country, rules, from_on=from_on, known=records, today=today, actor=actor, now=now)


@command
def cancel_planned_settings(
    code: str, *, from_on: date, actor: User | None, now: datetime
) -> Unchanged | None:
    """Give up a change that has not begun: the settings before it go on.

    Raises:
        CountriesNotYours, UnknownCountry, NoSuchPlan.
    """
    country = _locked(code, actor)
    today = settings_by_country().day(code, now)
    live = CountrySettings.objects.filter(country=country, superseded_at__isnull=True)
    first = live.order_by("from_on").first()
    planned = live.filter(from_on=from_on).first()
    if planned is None:
        return Unchanged()
    if planned.from_on <= today or planned == first:
        raise NoSuchPlan(_("These settings are in force; record new ones from a later day instead."))
    planned.superseded_at = now
    planned.save(update_fields=["superseded_at"])
    record(
        "country.settings_cancelled", subject=f"country:{code}", actor=actor, at=now,
        data={"country": country.name, "from": from_on.isoformat()},
    )  # fmt: skip
    return None


def _set(
    country: Country,
    rules: CountryRules,
    *,
    from_on: date,
    known: Sequence[DatedRules],
    today: date,
    actor: User | None,
    now: datetime,
) -> CountrySettings:
    if known and from_on < today:
        raise SettingsInThePast(
            _("Choose %(day)s or a later day: what held on past days stays as it was.")
            % {"day": date_format(today, "DATE_FORMAT")}
        )
    live = CountrySettings.objects.filter(country=country, superseded_at__isnull=True)
    live.filter(from_on=from_on).update(superseded_at=now)
    made = CountrySettings(
        country=country, from_on=from_on, recorded_at=now, recorded_by=actor, **_columns(rules)
    )
    made.save(force_insert=True)
    before = [dated.rules for dated in known if dated.from_on <= from_on]
    joins = rules.in_programme and not (before and before[-1].in_programme)
    leaves = bool(before) and before[-1].in_programme and not rules.in_programme
    kind = "country.added" if joins else "country.removed" if leaves else "country.settings_set"
    record(
        kind, subject=f"country:{country.code}", actor=actor, at=now,
        data={"country": country.name, "from": from_on.isoformat(), "fields": _changed(rules, before)},
    )  # fmt: skip
    return made


def _changed(rules: CountryRules, before: list[CountryRules]) -> list[str]:
    """Names of the settings that differ from those before; all of them for the first record."""
    new = _columns(rules)
    old = _columns(before[-1]) if before else {}
    return sorted(name for name, value in new.items() if old.get(name, ...) != value)


def _columns(rules: CountryRules) -> dict[str, object]:
    """The settings as a record stores them."""
    return {
        "in_programme": rules.in_programme,
        "began_on": rules.began_on,
        "time_zone": rules.time_zone,
        "weekend": sorted(rules.weekend),
        "added_holidays": {day.isoformat(): name for day, name in sorted(rules.added_holidays.items())},
        "removed_holidays": sorted(day.isoformat() for day in rules.removed_holidays),
        "languages": list(rules.languages),
        "comment_days": rules.comment_days,
        "published_from_cycle": rules.published_from_cycle,
        "protocol": str(rules.protocol),
        "investigation_hours": rules.investigation_hours,
        "follow_up_hours": rules.follow_up_hours,
    }


def _locked(code: str, actor: User | None) -> Country:
    """The country, made where the registry does not know it yet; nobody else changes it until the transaction ends."""
    if actor is not None and not keeps_countries(actor):
        raise CountriesNotYours(_("An administrator or the global team keeps the countries' settings."))
    if not is_country(code):
        raise UnknownCountry(_("There is no country with the code “%(code)s”.") % {"code": code})
    Country.objects.bulk_create([Country(code=code, name=name_of(code))], ignore_conflicts=True)
    return Country.objects.select_for_update().get(pk=code)
