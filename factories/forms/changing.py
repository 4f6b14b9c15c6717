"""What people type to change a factory's entry. Each form carries the version of the entry that its page showed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from countries.queries.countries import local_name
from factories.forms.fields import (
    address_field,
    brand_name_field,
    latitude_field,
    longitude_field,
    name_field,
    reason_field,
    women_field,
    workers_field,
)
from factories.models import Factory, Group, Identifier, Sourcing
from factories.policies.registry import keeps_registry
from factories.queries import countries_of
from factories.queries.registry import brands_known_to, every_group
from files.forms import DayField

if TYPE_CHECKING:
    from accounts.models import User

Row = Identifier | Sourcing | None


class ChangeForm(forms.Form):
    """A change of one factory; `seen` is the version of what it changes."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, factory: Factory, row: Row = None, user: User, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.factory, self.row, self.user, self.today = factory, row, user, today
        self.initial = {**self.starting_values(), **self.initial}

    def starting_values(self) -> dict[str, Any]:
        """What stands in the fields when the page opens."""
        return {}

    def arguments(self) -> dict[str, Any]:
        """What the command is given."""
        return dict(self.cleaned_data)

    def renewed(self, seen: int) -> None:
        """Carry another version from now on, keeping all that was typed."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, once sent
        data["seen"] = str(seen)
        self.data = data


class CorrectForm(ChangeForm):
    """What was never so."""

    name = name_field(
        label=_("Name"), help_text=_("Its spelling only. A factory that has a new name is renamed instead.")
    )
    address = address_field(
        required=False, help_text=_("Its spelling only. A factory that has moved is moved instead.")
    )
    latitude = latitude_field()
    longitude = longitude_field()
    products = forms.CharField(
        label=_("Makes"), help_text=_("Shirts; Trousers"), required=False, max_length=300
    )
    joined_on = DayField(label=_("Joined the programme on"), required=False)
    reason = reason_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not keeps_registry(self.user):
            del self.fields["name"], self.fields["joined_on"]

    def starting_values(self) -> dict[str, Any]:
        """The entry as it is."""
        names = ("name", "address", "latitude", "longitude", "products", "joined_on")
        return {name: getattr(self.factory, name) for name in names}


class RenameForm(ChangeForm):
    """A new name from a day on."""

    name = name_field(label=_("New name"))
    from_on = DayField(label=_("Named so from"))
    reason = reason_field(help_text=_("New owner, new licence: stands in the factory's history."))

    def starting_values(self) -> dict[str, Any]:
        """Today's name, from today."""
        return {"name": self.factory.name, "from_on": self.today}


class MoveForm(ChangeForm):
    """A new address from a day on."""

    address = address_field(label=_("New address"))
    from_on = DayField(label=_("Works there from"))
    latitude = latitude_field()
    longitude = longitude_field()
    reason = reason_field()

    def starting_values(self) -> dict[str, Any]:
        """From today."""
        return {"from_on": self.today}


class CloseForm(ChangeForm):
    """The day on which it shut."""

    closed_on = DayField(label=_("Closed on"))
    reason = reason_field()

    def starting_values(self) -> dict[str, Any]:
        """Today."""
        return {"closed_on": self.factory.closed_on or self.today}


class ReopenForm(ChangeForm):
    """Why it works again."""

    reason = reason_field()


class SuccessorForm(ChangeForm):
    """Which factory continues it, from when."""

    successor = forms.CharField(
        label=_("Code of the factory that continues it"),
        help_text=_("As KH-00017. If it is not registered yet, add it first."),
        max_length=20,
    )
    from_on = DayField(label=_("Continues it from"))
    reason = reason_field()

    def starting_values(self) -> dict[str, Any]:
        """The successor that is named, and the day of closing."""
        successor = self.factory.successor
        return {
            "successor": "" if successor is None else successor.code,
            "from_on": self.factory.closed_on or self.today,
        }


class CountryForm(ChangeForm):
    """In which country it really stands."""

    country = forms.ChoiceField(label=_("Country"))
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = countries_of(self.user).order_by("name").values_list("pk", flat=True)
        self.fields["country"].choices = [(code, local_name(code)) for code in codes]  # type: ignore[attr-defined]

    def starting_values(self) -> dict[str, Any]:
        """The one registered."""
        return {"country": self.factory.country_id}


class GroupForm(ChangeForm):
    """Which manufacturer it belongs to."""

    group = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.none())
    from_on = DayField(label=_("Belongs to it from"))
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        field.queryset = every_group()  # type: ignore[attr-defined]
        field.label_from_instance = lambda group: group.name  # type: ignore[attr-defined]

    def starting_values(self) -> dict[str, Any]:
        """Today's group, from today."""
        return {"group": self.factory.group_id, "from_on": self.today}

    def arguments(self) -> dict[str, Any]:
        """The group by its id."""
        cleaned = dict(self.cleaned_data)
        cleaned["group_id"] = cleaned.pop("group").pk
        return cleaned


class LeaveGroupForm(ChangeForm):
    """Its last day in the group."""

    until_on = DayField(label=_("Last day in the group"))
    reason = reason_field()

    def starting_values(self) -> dict[str, Any]:
        """Today."""
        return {"until_on": self.today}


class IdentifierForm(ChangeForm):
    """What others call it."""

    scheme = forms.ChoiceField(label=_("Kind"), choices=Identifier.Scheme.choices)
    value = forms.CharField(label=_("Number or code"), max_length=40)
    from_on = DayField(label=_("Given on"))

    def starting_values(self) -> dict[str, Any]:
        """From today."""
        return {"from_on": self.today}


class RetireIdentifierForm(ChangeForm):
    """The last day of an identifier."""

    until_on = DayField(label=_("Last day"))
    reason = reason_field(required=False)

    def starting_values(self) -> dict[str, Any]:
        """Today."""
        return {"until_on": self.today}

    def arguments(self) -> dict[str, Any]:
        """Which one."""
        assert isinstance(self.row, Identifier)  # noqa: S101  # the view gives it
        return {**self.cleaned_data, "scheme": self.row.scheme, "value": self.row.value}


class HeadCountForm(ChangeForm):
    """How many worked there on a day."""

    counted_on = DayField(label=_("Counted on"))
    workers = workers_field()
    women_workers = women_field()
    reason = reason_field(
        required=False,
        help_text=_("Needed only to correct a day that is counted already; the old count is kept."),
    )

    def starting_values(self) -> dict[str, Any]:
        """Today."""
        return {"counted_on": self.today}


class StartSourcingForm(ChangeForm):
    """Which brand buys here, from when."""

    brand = brand_name_field(
        label=_("Brand"),
        help_text=_("Choose one of the list, or write the name of a new one."),
        widget=forms.TextInput({"list": "brands", "autocomplete": "off"}),
    )
    from_on = DayField(label=_("Buys here from"))

    def starting_values(self) -> dict[str, Any]:
        """From today."""
        return {"from_on": self.today}

    @property
    def choices(self) -> list[str]:
        """Names of the brands that the user knows. One query."""
        return list(brands_known_to(self.user).values_list("name", flat=True))


class EndSourcingForm(ChangeForm):
    """A brand's last day here."""

    until_on = DayField(label=_("Last day"))

    def starting_values(self) -> dict[str, Any]:
        """Today."""
        return {"until_on": self.today}

    def arguments(self) -> dict[str, Any]:
        """Of which brand."""
        assert isinstance(self.row, Sourcing)  # noqa: S101  # the view gives it
        return {**self.cleaned_data, "brand_id": self.row.brand_id}


class CorrectSourcingForm(ChangeForm):
    """The days of a link."""

    from_on = DayField(label=_("First day"))
    until_on = DayField(label=_("Last day"), required=False, help_text=_("Empty while the brand buys here."))
    reason = reason_field()

    def starting_values(self) -> dict[str, Any]:
        """The link's days."""
        assert isinstance(self.row, Sourcing)  # noqa: S101  # the view gives it
        return {"from_on": self.row.from_on, "until_on": self.row.until_on}
