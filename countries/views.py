"""The programme's countries: the list, and each one's settings with what is planned and what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn, filled_in, only_for
from countries.commands.settings import (
    SettingsFaulty,
    add_country,
    cancel_planned_settings,
    set_country_settings,
)
from countries.domain.country_rules import CountryRules
from countries.domain.time_zones import city_of
from countries.forms import FAULTS, AddCountryForm, CountrySettingsForm
from countries.models import Country, CountrySettings
from countries.policies import countries_to_read, keeps_countries, reads_countries
from countries.queries.country_settings import (
    country_lines,
    history_of_settings,
    rules_of,
    settings_by_country,
)
from journal.commands import Unchanged
from journal.queries import history_of
from journal.refusals import Refused
from journal.wording import comma, day_in_words

GET_AND_POST = ["GET", "HEAD", "POST"]


@only_for(reads_countries)
@require_safe
def country_list(request: SignedIn) -> HttpResponse:
    """The countries whose settings the reader may know, with what is in force."""
    own = set(countries_to_read(request.user).values_list("code", flat=True))
    lines = [line for line in country_lines(timezone.now()) if line.code in own]
    rows = [(line, _facts(line.rules)) for line in lines]
    keeps = keeps_countries(request.user)
    return render(request, "countries/list.html", {"rows": rows, "keeps": keeps})


@only_for(keeps_countries)
@require_http_methods(GET_AND_POST)
def add(request: SignedIn) -> HttpResponse:
    """The programme begins to work in a country, today, with the defaults shipped for it."""
    form = AddCountryForm(filled_in(request))
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            code = form.cleaned_data["country"]
            done = add_country(code, actor=request.user, now=timezone.now())
            if isinstance(done, Unchanged):
                messages.info(request, _("The programme works there already."))
            else:
                messages.success(
                    request, _("Added. Check the settings: they are the defaults shipped for it.")
                )
            return redirect("country", code=code)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "countries/add.html", {"form": form}, status=status)


@only_for(reads_countries)
@require_http_methods(GET_AND_POST)
def country(request: SignedIn, code: str) -> HttpResponse:
    """One country: the settings in force, a planned change, a form for the next ones, and the history."""
    found = get_object_or_404(countries_to_read(request.user), pk=code)
    keeps = keeps_countries(request.user)
    if request.method == "POST" and not keeps:
        raise Http404
    now = timezone.now()
    known = settings_by_country()
    records, today = known.records.get(code, ()), known.day(code, now)
    history = history_of_settings(code)
    newest = max((row.pk for row in history), default=None)
    shown = records[-1].rules if records else known.at(code, now)
    first = max([today, *(record.from_on for record in records)])
    initial = CountrySettingsForm.initial_of(shown, from_on=first, seen=newest)
    form = CountrySettingsForm(filled_in(request), initial=initial) if keeps else None
    status = HTTPStatus.OK
    if request.method == "POST" and form is not None:
        status = _saved(request, found, form)
        if status is HTTPStatus.OK:
            return redirect("country", code=code)
        if status is HTTPStatus.CONFLICT:
            typed = request.POST.copy()
            typed["seen"] = str(newest or "")
            form.data = typed  # what the reader is shown now: saving again is meant
    return render(
        request,
        "countries/country.html",
        _context(found, form, history, today, now=now),
        status=status,
    )


@only_for(keeps_countries)
@require_POST
def cancel(request: SignedIn, code: str, from_on: str) -> HttpResponse:
    """Give up a planned change."""
    found = get_object_or_404(countries_to_read(request.user), pk=code)
    try:
        day = date.fromisoformat(from_on)
    except ValueError:
        raise Http404 from None
    try:
        cancel_planned_settings(found.code, from_on=day, actor=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The planned change is cancelled."))
    return redirect("country", code=code)


def _saved(request: SignedIn, found: Country, form: CountrySettingsForm) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    data = form.cleaned_data
    try:
        done = set_country_settings(
            found.code, rules=data["rules"], from_on=data["from_on"], seen=data["seen"], actor=request.user,
            now=timezone.now(),
        )  # fmt: skip
    except SettingsFaulty as faulty:
        for name, fault in faulty.fields.items():
            form.add_error(name, FAULTS[fault])
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except Refused as refusal:
        form.add_error("from_on" if type(refusal).__name__ == "SettingsInThePast" else None, str(refusal))
        return HTTPStatus.CONFLICT
    if isinstance(done, Unchanged):
        messages.info(request, _("Nothing changed: these settings hold already."))
    else:
        messages.success(request, _("Saved."))
    return HTTPStatus.OK


def _context(
    found: Country,
    form: CountrySettingsForm | None,
    history: Sequence[CountrySettings],
    today: date,
    *,
    now: datetime,
) -> dict[str, Any]:
    live = sorted((row for row in history if row.superseded_at is None), key=lambda row: row.from_on)
    current = next((row for row in reversed(live) if row.from_on <= today), None)
    rules = settings_by_country().at(found.pk, now)
    planned = [row for row in live if row.from_on > today]
    left = current is not None and not rules.in_programme
    return {
        "country": found,
        "form": form,
        "rules": rules,
        "current": current,
        "facts": _facts(rules),
        "planned": [(row, _differences(rules, rules_of(row))) for row in planned],
        "history": [(row, _facts(rules_of(row))) for row in history if row not in planned and row != current],
        "events": history_of(f"country:{found.pk}"),
        "today": today,
        "zone": rules.time_zone,
        "there": now.astimezone(ZoneInfo(rules.time_zone)),
        "factories_left": import_string(settings.OPEN_FACTORIES)().filter(country=found).count()
        if left
        else 0,
    }


def _facts(rules: CountryRules) -> list[dict[str, str]]:
    """Settings in words."""
    languages = dict(settings.LANGUAGES)
    protocols = dict(CountrySettings.Protocol.choices)
    weekend = comma().join(str(WEEKDAYS[day]) for day in sorted(rules.weekend)) or pgettext("list", "none")
    cycle = rules.published_from_cycle
    words = {
        _("Programme"): _("works here") if rules.in_programme else _("does not work here"),
        _("Began"): day_in_words(rules.began_on),
        _("Time zone"): f"{city_of(rules.time_zone)} ({rules.time_zone})",
        _("Weekend"): weekend,
        _("Own holidays"): _days(rules.added_holidays),
        _("Public holidays worked"): _days(dict.fromkeys(rules.removed_holidays, "")),
        _("Working languages"): comma().join(str(languages.get(code, code)) for code in rules.languages),
        _("Comment window"): ngettext("%(n)s day", "%(n)s days", rules.comment_days)
        % {"n": rules.comment_days},
        _("Public reporting"): _("never") if cycle is None else _("from assessment %(n)s on") % {"n": cycle},
        _("Zero-tolerance protocol"): str(protocols[rules.protocol.value]),
        _("Clocks"): _("%(first)s and %(second)s hours")
        % {"first": rules.investigation_hours, "second": rules.follow_up_hours},
    }
    return [{"label": label, "value": value} for label, value in words.items()]


def _days(days: Mapping[date, str]) -> str:
    return "; ".join(f"{day_in_words(day)} {name}".strip() for day, name in sorted(days.items())) or pgettext(
        "list", "none"
    )


def _differences(before: CountryRules, after: CountryRules) -> list[dict[str, str]]:
    """The settings that change, in words."""
    old = {fact["label"]: fact["value"] for fact in _facts(before)}
    return [fact for fact in _facts(after) if old[fact["label"]] != fact["value"]]
