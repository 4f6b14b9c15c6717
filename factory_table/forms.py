"""What is done with the factories ticked in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from countries.queries.country_settings import settings_by_country
from countries.queries.day_limits import limits_in
from factories.queries import countries_of
from factories.queries.memberships.staff import advisers_in
from factory_advisers.queries import NOBODY
from files.forms import DayField
from journal.wording import day_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from accounts.models import User
    from countries.domain.day_limits import DayLimits
    from countries.models import Country
    from factories.models import Factory


class AssignAdviserForm(forms.Form):
    """Who is the factories' adviser, from which day on. Nobody is chosen too: a form sent too early changes nothing."""

    adviser = forms.TypedChoiceField(label=_("Adviser"))
    from_on = DayField(label=_("From which day on"))

    def __init__(
        self, *args: Any, countries: QuerySet[Country], limits: Collection[DayLimits], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.first = min(limit.began_on for limit in limits)
        self.last = max(limit.today for limit in limits)
        day = self.fields["from_on"].widget.attrs
        day["min"], day["max"] = self.first.isoformat(), self.last.isoformat()
        people = {str(user.pk): user for user in advisers_in(countries).order_by("name", "pk")}
        field: Any = self.fields["adviser"]
        named = ((key, user.name) for key, user in people.items())
        field.choices = [("", _("Choose")), (NOBODY, _("Nobody")), *named]
        field.coerce = people.get  # None for nobody

    def clean_from_on(self) -> date:
        """A day on which the programme works at one of the factories at least; each is looked at when it is written.

        Raises:
            ValidationError: it is to come, or before the programme began.
        """
        day: date = self.cleaned_data["from_on"]
        if day > self.last:
            raise ValidationError(_("This day has not come yet. Correct it."))
        if day < self.first:
            message = _("The programme began here on %(day)s. Correct the day.")
            raise ValidationError(message, params={"day": day_in_words(self.first)})
        return day


def assign_form(
    sent: Mapping[str, str] | None, *, user: User, factories: Collection[Factory], now: datetime
) -> AssignAdviserForm:
    """The form for some factories, in the countries that somebody keeps; its day is one that has begun at each."""
    known = settings_by_country()
    limits = [limits_in(country, now, known) for country in {factory.country_id for factory in factories}]
    begun_at_each = min(limit.today for limit in limits)
    return AssignAdviserForm(
        sent, countries=countries_of(user), limits=limits, initial={"from_on": begun_at_each}
    )
