"""Forms of the plan of visits: filters, another day, a conflict of interest, a capacity."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from assessments.forms.assessing import OpenForm, PeopleField
from factories.queries import countries_of
from factories.queries.memberships.staff import advisers_in, staff_of
from files.forms import DayField, TextField


class RescheduleForm(forms.Form):
    """Another day or other advisers for one visit, and why."""

    starts_on = DayField(label=_("First day"))
    lead = forms.ModelChoiceField(label=_("Adviser who leads"), queryset=User.objects.none())
    second = forms.ModelChoiceField(label=_("Second adviser"), queryset=User.objects.none())
    beside_others = forms.BooleanField(
        label=_("Another visit of an adviser on these days is no obstacle"),
        required=False,
        help_text=_("Where both can be done, as at two factories next to each other."),
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Kept with the visit. New plans leave it where you put it."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: object, country: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        for name in ("lead", "second"):
            self.fields[name].queryset = staff_of(country, [Role.ADVISER])  # type: ignore[attr-defined]


class ChangeDraftForm(OpenForm):
    """Day, kind and team of a draft."""

    team = PeopleField(label=_("Team"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, country: str, user: User, **kwargs: Any) -> None:
        super().__init__(*args, country=country, user=user, **kwargs)
        self.fields["team"].queryset = staff_of(country, [Role.ADVISER])  # type: ignore[attr-defined]  # a PeopleField


class AbandonForm(forms.Form):
    """Why a draft is given up."""

    reason = TextField(
        label=_("Why it is abandoned"), rows=3, max_length=2000, help_text=_("No names of workers.")
    )


class ConflictForm(forms.Form):
    """Who may not assess which factory, and why. An adviser speaks only for themselves."""

    factory = forms.CharField(
        label=_("Factory code"), max_length=20, widget=forms.TextInput({"autocapitalize": "characters"})
    )
    adviser = forms.ModelChoiceField(
        label=_("Adviser"), queryset=User.objects.none(), empty_label=_("Choose")
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Who plans reads it. Write no more than is needed."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        people = advisers_in(countries_of(user)).order_by("name", "pk")
        self.fields["adviser"].queryset = people  # type: ignore[attr-defined]
        if user.role == Role.ADVISER:
            del self.fields["adviser"]


class CapacityForm(forms.Form):
    """How many assessments a month; 0 while away."""

    per_month = forms.IntegerField(label=_("Assessments a month"), min_value=0, max_value=31)
