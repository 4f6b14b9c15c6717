"""What people type about packages and forums."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.domain.forums import ForumPlan
from benefits.queries.catalogue import addable
from countries.domain.time_zones import PARTNER_ZONES, city_of
from countries.queries.countries import programme_countries
from countries.queries.local_time import LocalDays
from factories.queries import countries_of
from files.forms import DayField

if TYPE_CHECKING:
    from accounts.models import User
    from benefits.models import Forum

MOST_ROOM = 5000


def _hour() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, format="%H:%M")


class CountriesField(forms.MultipleChoiceField):
    """One's own countries are offered; whether one may organise in those chosen is the command's to say."""

    def valid_value(self, value: str) -> bool:  # noqa: ARG002  # Django's signature
        """Nothing is refused here."""
        return True


class ForumForm(forms.Form):
    """What, where, when and for whom. Hours are those of the clock at the place."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=160)
    countries = CountriesField(
        label=_("For factories of"),
        help_text=_("One country: a national forum. Several: a regional one."),
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.CharField(label=_("Place"), help_text=_("City and address, or “Online”."), max_length=200)
    day = DayField(label=_("Day"))
    starts = forms.TimeField(label=_("Begins at"), widget=_hour())
    ends_on = DayField(label=_("Last day"), help_text=_("If it takes more than one."), required=False)
    ends = forms.TimeField(label=_("Ends at"), widget=_hour())
    time_zone = forms.ChoiceField(label=_("By the clock of"))
    capacity = forms.IntegerField(label=_("Room for how many people"), min_value=1, max_value=MOST_ROOM)
    online_url = forms.URLField(label=_("Online link"), required=False, max_length=400, assume_scheme="https")
    about = forms.CharField(
        label=_("What it is about"), required=False, max_length=2000, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args: Any, user: User, now: datetime, clock: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries, days = set(countries_of(user).values_list("code", flat=True)), LocalDays(now)
        programme = programme_countries(days)
        choices = [(code, name) for code, name in programme if code in countries]
        zones = {days.settings.at(code, now).time_zone for code, _name in programme}
        clocks = sorted({*zones, *PARTNER_ZONES, *filter(None, [clock])}, key=city_of)
        self.fields["time_zone"].choices = [("", _("Choose")), *((name, city_of(name)) for name in clocks)]  # type: ignore[attr-defined]
        self.fields["countries"].choices = choices  # type: ignore[attr-defined]
        self.fields["uid"].initial = uuid4
        if len(choices) == 1:
            self.fields["countries"].initial = [choices[0][0]]
            self.fields["time_zone"].initial = days.settings.at(choices[0][0], now).time_zone

    def plan(self) -> ForumPlan:
        """What was said, once it is valid."""
        cleaned = self.cleaned_data
        zone = ZoneInfo(cleaned["time_zone"])
        return ForumPlan(
            name=cleaned["name"],
            place=cleaned["place"],
            time_zone=cleaned["time_zone"],
            starts_at=datetime.combine(cleaned["day"], cleaned["starts"], tzinfo=zone),
            ends_at=datetime.combine(cleaned["ends_on"] or cleaned["day"], cleaned["ends"], tzinfo=zone),
            countries=tuple(sorted(cleaned["countries"])),
            capacity=cleaned["capacity"],
            online_url=cleaned["online_url"],
            about=cleaned["about"],
        )

    @staticmethod
    def said_before(forum: Forum) -> dict[str, Any]:
        """A forum as its form shows it."""
        first, last = forum.starts_there, forum.ends_there
        return {
            "uid": forum.pk,
            "name": forum.name,
            "countries": [country.country_id for country in forum.countries.all()],
            "place": forum.place,
            "day": first.date(),
            "starts": first.time(),
            "ends_on": last.date() if last.date() != first.date() else None,
            "ends": last.time(),
            "time_zone": forum.time_zone,
            "capacity": forum.capacity,
            "online_url": forum.online_url,
            "about": forum.about,
        }


class BenefitForm(forms.Form):
    """A promise to one factory."""

    kind = forms.ChoiceField(label=_("Benefit"))
    note = forms.CharField(
        label=_("What exactly"),
        help_text=_("The factory reads it. Write no names of workers."),
        max_length=300,
    )
    due_on = DayField(label=_("By when"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = addable()  # type: ignore[attr-defined]


class DeliveryForm(forms.Form):
    """What was delivered, on which day."""

    delivered_on = DayField(label=_("Delivered on"))
    what = forms.CharField(
        label=_("What was delivered"), help_text=_("The factory reads it."), max_length=300
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivered_on"].initial = today
        self.fields["delivered_on"].widget.attrs["max"] = today.isoformat()


class CancelForm(forms.Form):
    """Why it does not happen."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Those concerned read it. Write no names of workers."),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
