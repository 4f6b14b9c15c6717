"""What people type about a factory that is not registered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from countries.queries.countries import local_name
from factories.domain import os_id
from factories.forms.fields import (
    address_field,
    latitude_field,
    longitude_field,
    name_field,
    women_field,
    workers_field,
)
from factories.queries import countries_of
from files.forms import DayField

if TYPE_CHECKING:
    from accounts.models import User


class OwnCountryField(forms.ChoiceField):
    """One's own countries are offered; whether one may add a factory in the one chosen is the command's to say."""

    def valid_value(self, value: str) -> bool:  # noqa: ARG002  # Django's signature
        """Nothing is refused here."""
        return True


class AddFactoryForm(forms.Form):
    """A new factory. `another` is the answer to a warning that it looks like a known one."""

    country = OwnCountryField(label=_("Country"))
    name = name_field(
        label=_("Name"), help_text=_("As on its licence, with the unit's number if it has one.")
    )
    address = address_field(help_text=_("Street and number, district, city."))
    products = forms.CharField(
        label=_("Makes"), help_text=_("Shirts; Trousers"), required=False, max_length=300
    )
    workers = workers_field(required=False)
    women_workers = women_field()
    os_id = forms.CharField(
        label=_("OS ID"), help_text=_("From Open Supply Hub, 15 characters."), required=False, max_length=40
    )
    joined_on = DayField(label=_("Joined the programme on"), required=False)
    latitude = latitude_field()
    longitude = longitude_field()
    another = forms.BooleanField(label=_("This is another factory"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = countries_of(user).order_by("name").values_list("pk", flat=True)
        choices = [(code, local_name(code)) for code in codes]
        if len(choices) != 1:
            choices.insert(0, ("", str(_("Choose"))))
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    @property
    def has_countries(self) -> bool:
        """Whether there is any country to add a factory to."""
        return any(code for code, _label in self.fields["country"].choices)  # type: ignore[attr-defined]

    @property
    def shown(self) -> list[forms.BoundField]:
        """Every field but the answer to the warning, which stands beside the warning."""
        return [field for field in self if field.name != "another"]

    def clean_os_id(self) -> str:
        """An OS ID as it is stored, if it holds."""
        value = os_id.normalised(self.cleaned_data["os_id"])
        if value and not os_id.is_valid(value):
            raise forms.ValidationError(_("This is no OS ID; copy it again, or leave it empty."))
        return value

    def clean(self) -> dict[str, Any]:
        """Women are among the workers."""
        cleaned = super().clean() or self.cleaned_data
        workers, women = cleaned.get("workers"), cleaned.get("women_workers")
        if women is not None and workers is None and "workers" not in self.errors:
            self.add_error("workers", _("Give the number of all workers, too."))
        return cleaned
