"""A country's settings as a form, and a country to add to the programme."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from countries.domain.countries import country_choices
from countries.domain.country_rules import (
    LAST_CYCLE,
    LONGEST_CLOCK_HOURS,
    LONGEST_WINDOW_DAYS,
    CountryRules,
    Protocol,
    faults,
)
from countries.domain.time_zones import known_zones
from countries.models import CountrySettings
from files.forms import DayField

LONGEST_NAME = 120
MOST_HOLIDAYS = 400
FAULTS = {
    "no_such_zone": _("There is no such time zone; choose one of the list."),
    "no_such_day": _("Choose days of the week."),
    "no_working_day": _("One day of the week at least must be a working day."),
    "added_and_removed": _("A day stands in both lists; take it out of one of them."),
    "no_language": _("Choose at least one language."),
    "no_such_language": _("Choose languages of the list."),
    "window_length": _("Give 1 to 90 days."),
    "cycle": _("Give a whole number from 1 on, or leave it empty for never."),
    "clock_length": _("Give 1 to 720 hours."),
}


class HolidaysField(forms.CharField):
    """Days, one a line, as 2018-04-14 with a name behind it; cleaned to a dictionary of names by day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": 4}))
        super().__init__(required=False, max_length=20_000, **kwargs)

    def clean(self, value: Any) -> dict[date, str]:
        """The names by day."""
        lines = [line.strip() for line in super().clean(value).splitlines()]
        if len(lines) > MOST_HOLIDAYS:
            raise forms.ValidationError(_("Give at most 400 days."))
        return dict(_holiday(number, line) for number, line in enumerate(lines, start=1) if line)

    def prepare_value(self, value: Any) -> Any:
        """The days as lines; what was typed stays as it was."""
        if isinstance(value, dict):
            return "\n".join(f"{day.isoformat()} {name}".strip() for day, name in sorted(value.items()))
        return value


def _holiday(number: int, line: str) -> tuple[date, str]:
    day, _space, name = line.partition(" ")
    try:
        return date.fromisoformat(day), name.strip()[:LONGEST_NAME]
    except ValueError:
        message = _(
            "Line %(number)s: “%(day)s” is no day; write it as 2018-04-14, then a space and its name."
        )
        raise forms.ValidationError(message, params={"number": number, "day": day[:20]}) from None


class CountrySettingsForm(forms.Form):
    """A country's settings from a day on."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    from_on = DayField(
        label=_("In force from"),
        help_text=_("The first day, by the country's clock. What holds until then stays in the history."),
    )
    in_programme = forms.BooleanField(
        label=_("The programme works in this country"),
        help_text=_(
            "Without it no visits are planned there. Factories, evidence and published recognitions stay."
        ),
        required=False,
    )
    began_on = DayField(
        label=_("The programme began here on"),
        help_text=_("Evidence of a day before needs a reason."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Days, deadlines and clocks of its factories run by it."),
    )
    weekend = forms.TypedMultipleChoiceField(
        label=_("Days of the week without work"),
        choices=[(number, name) for number, name in WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    added_holidays = HolidaysField(
        label=_("Holidays beside the public ones"),
        help_text=_("One a line: 2018-04-14 Khmer New Year. Public holidays are known already."),
    )
    removed_holidays = HolidaysField(
        label=_("Public holidays on which people work"), help_text=_("One day a line: 2018-05-01.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages"),
        choices=settings.LANGUAGES,
        error_messages={"required": FAULTS["no_language"]},
        widget=forms.CheckboxSelectMultiple,
    )
    comment_days = forms.IntegerField(
        label=_("Days in which a factory may comment on its findings"),
        min_value=1,
        max_value=LONGEST_WINDOW_DAYS,
    )
    published_from_cycle = forms.IntegerField(
        label=_("Public reporting from which assessment of a factory on"),
        help_text=_("2: the first assessment stays confidential. Leave it empty and nothing is published."),
        min_value=1,
        max_value=LAST_CYCLE,
        required=False,
    )
    protocol = forms.ChoiceField(
        label=_("Zero-tolerance protocol"), choices=CountrySettings.Protocol.choices, widget=forms.RadioSelect
    )
    investigation_hours = forms.IntegerField(
        label=_("Hours until the ministry is asked to begin its investigation"),
        min_value=1,
        max_value=LONGEST_CLOCK_HOURS,
    )
    follow_up_hours = forms.IntegerField(
        label=_("Hours until the programme follows up"), min_value=1, max_value=LONGEST_CLOCK_HOURS
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(known_zones())
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The settings as `rules`; what is impossible together stands beside its field."""
        data = super().clean() or {}
        if not self.errors:
            data["rules"] = rules = self._rules(data)
            for fault in faults(rules, languages=dict(settings.LANGUAGES)):
                self.add_error(fault.field, FAULTS[fault.code])
        return data

    def _rules(self, data: dict[str, Any]) -> CountryRules:
        before = list(self.initial.get("languages", ()))
        # checkboxes have no order: the language that came first stays first, English comes last among new ones
        languages = sorted(
            data["languages"],
            key=lambda code: (before.index(code) if code in before else len(before), code == "en"),
        )
        return CountryRules(
            in_programme=data["in_programme"],
            began_on=data["began_on"],
            time_zone=data["time_zone"],
            weekend=frozenset(data["weekend"]),
            added_holidays=data["added_holidays"],
            removed_holidays=frozenset(data["removed_holidays"]),
            languages=tuple(languages),
            comment_days=data["comment_days"],
            published_from_cycle=data["published_from_cycle"],
            protocol=Protocol(data["protocol"]),
            investigation_hours=data["investigation_hours"],
            follow_up_hours=data["follow_up_hours"],
        )

    @staticmethod
    def initial_of(rules: CountryRules, *, from_on: date, seen: int | None) -> dict[str, Any]:
        """Settings as the form shows them."""
        return {
            "seen": seen,
            "from_on": from_on,
            "in_programme": rules.in_programme,
            "began_on": rules.began_on,
            "time_zone": rules.time_zone,
            "weekend": sorted(rules.weekend),
            "added_holidays": dict(rules.added_holidays),
            "removed_holidays": dict.fromkeys(rules.removed_holidays, ""),
            "languages": list(rules.languages),
            "comment_days": rules.comment_days,
            "published_from_cycle": rules.published_from_cycle,
            "protocol": rules.protocol.value,
            "investigation_hours": rules.investigation_hours,
            "follow_up_hours": rules.follow_up_hours,
        }


class AddCountryForm(forms.Form):
    """A country that joins the programme."""

    country = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = country_choices(get_language() or "en")
        self.fields["country"].choices = [("", _("Choose a country")), *choices]  # type: ignore[attr-defined]
