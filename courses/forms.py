"""What people enter about sessions and participants."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from advisory.forms.field_entries import EntryContext, EntryProblem, Read, Sent, problems_of
from countries.queries.countries import programme_countries
from countries.queries.local_time import LocalDays
from courses.domain.sessions import GROUPS, MOST_PEOPLE, Participants, SessionPlan
from courses.queries.catalogue import courses, title_of
from factories.queries import countries_of
from files.forms import DayField

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import CourseSession

MOST_PLACES = 2000


def _hour() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, format="%H:%M")


class SessionForm(forms.Form):
    """Which course, where, when and for how many. Hours are those of the country's clock."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    course = forms.ChoiceField(label=_("Course"))
    country = forms.ChoiceField(label=_("For factories of"))
    place = forms.CharField(label=_("Place"), help_text=_("City and address, or “Online”."), max_length=200)
    day = DayField(label=_("Day"))
    starts = forms.TimeField(label=_("Begins at"), widget=_hour())
    ends_on = DayField(label=_("Last day"), help_text=_("If it takes more than one."), required=False)
    ends = forms.TimeField(label=_("Ends at"), widget=_hour())
    sign_up_ends_on = DayField(label=_("Registration until"))
    places = forms.IntegerField(
        label=pgettext_lazy("seats", "Places"),
        help_text=_("Number of people."),
        min_value=1,
        max_value=MOST_PLACES,
    )
    trainer = forms.CharField(label=_("Trainer"), help_text=_("A person or an organisation."), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    online_url = forms.URLField(label=_("Online link"), required=False, max_length=400, assume_scheme="https")
    about = forms.CharField(
        label=_("What participants should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, user: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._days, self._now = LocalDays(now), now
        own_countries = set(countries_of(user).values_list("code", flat=True))
        choices = [(code, name) for code, name in programme_countries(self._days) if code in own_countries]
        self.fields["country"].choices = choices if len(choices) == 1 else [("", now_("Choose")), *choices]  # type: ignore[attr-defined]
        self.fields["course"].choices = [  # type: ignore[attr-defined]
            ("", now_("Choose")),
            *((course.code, title_of(course.code)) for course in courses()),
        ]
        self.fields["uid"].initial = uuid4

    def plan(self) -> SessionPlan:
        """What was entered, once it is valid."""
        cleaned = self.cleaned_data
        zone = ZoneInfo(self._days.settings.at(cleaned["country"], self._now).time_zone)
        same = (
            "course",
            "country",
            "place",
            "places",
            "trainer",
            "language",
            "sign_up_ends_on",
            "online_url",
            "about",
        )
        return SessionPlan(
            starts_at=datetime.combine(cleaned["day"], cleaned["starts"], tzinfo=zone),
            ends_at=datetime.combine(cleaned["ends_on"] or cleaned["day"], cleaned["ends"], tzinfo=zone),
            **{name: cleaned[name] for name in same},
        )

    @staticmethod
    def entered_before(session: CourseSession) -> dict[str, Any]:
        """A session as its form shows it."""
        first, last = session.starts_there, session.ends_there
        return {
            "uid": session.pk,
            "day": first.date(),
            "starts": first.time(),
            "ends_on": last.date() if last.date() != first.date() else None,
            "ends": last.time(),
            "country": session.country_id,
            **{
                name: getattr(session, name)
                for name in (
                    "course", "place", "places", "trainer", "language", "sign_up_ends_on", "online_url", "about",
                )
            },
        }  # fmt: skip


_LABELS = {
    "managers_men": _("Managers, men"),
    "managers_women": _("Managers, women"),
    "workers_men": _("Workers, men"),
    "workers_women": _("Workers, women"),
}


class ParticipantsForm(forms.Form):
    """How many people of a factory come, by role and sex. With several factories, of which."""

    factory = forms.CharField(label=_("Factory code"), max_length=20)

    def __init__(self, *args: Any, factories: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if factories is not None:
            self.fields["factory"] = forms.ChoiceField(label=now_("Factory"), choices=factories)
            if len(factories) == 1:
                self.fields["factory"].widget = forms.HiddenInput()
                self.fields["factory"].initial = factories[0][0]
        for name in GROUPS:
            self.fields[name] = forms.IntegerField(
                label=_LABELS[name], min_value=0, max_value=MOST_PEOPLE, required=False,
                widget=forms.NumberInput({"inputmode": "numeric", "class": "number-short"}),
            )  # fmt: skip

    def people(self) -> Participants:
        """The numbers; a field left empty is nobody."""
        return Participants(**{name: self.cleaned_data[name] or 0 for name in GROUPS})


def read_registration(sent: Sent, _context: EntryContext) -> Read:
    """How many people come to a session, in what a device sent."""
    form = ParticipantsForm(
        {**sent.fields, "factory": sent.factory}, factories=[(sent.factory, sent.factory)]
    )
    try:
        session = UUID(sent.fields.get("ref", ""))
    except ValueError:
        return Read({}, (EntryProblem("", "", now_("This is no entry. Load the page again.")),))
    if not form.is_valid():
        return Read({}, tuple(problems_of(form)))
    return Read({"session": session, "code": sent.factory, "people": form.people()})


class CancelSessionForm(forms.Form):
    """Why it does not take place."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The registered factories read it. Write no names of workers."),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
