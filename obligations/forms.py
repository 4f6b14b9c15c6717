"""A colleague and the days of an absence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from files.forms import DayField
from obligations.queries.delegations import possible_colleagues


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]  # of people
    """A person by name."""

    def label_from_instance(self, person: User) -> str:
        """The name; the address where there is none."""
        return person.name or person.email


class DelegationForm(forms.Form):
    """Who stands in, and when."""

    colleague = ColleagueField(label=_("Colleague"), queryset=User.objects.none(), empty_label=_("Choose"))
    from_on = DayField(label=_("From"))
    until_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = possible_colleagues(person)  # type: ignore[attr-defined]  # of a ModelChoiceField
