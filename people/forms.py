"""What people type about people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from countries.queries.countries import local_name, of_the_programme
from factories.queries.memberships.places import PlaceRef
from factories.queries.memberships.reach import Reach, factories_called, offered_factories
from files.forms import DayField
from people.domain.invitation_rows import COLUMN_OF, InvitationRow
from people.domain.roles import CAN_ADMINISTER, PLACE_KIND, PRIVILEGED
from people.policies import authority_of
from people.queries.open_work import DRAFTS, WorkRef, colleagues

PLACE_LABELS = {
    "country": gettext_lazy("Countries"),
    "brand": gettext_lazy("Brand"),
    "factory": gettext_lazy("Factory"),
    "group": gettext_lazy("Manufacturer group"),
}
OFFERED = 5


class ReasonField(forms.CharField):
    """Why something about a person changes; it stays in the journal."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Reason"))
        kwargs.setdefault("help_text", gettext_lazy("Kept in the journal, with your name."))
        super().__init__(max_length=500, widget=forms.Textarea({"rows": 2}), **kwargs)


class AccountReasonForm(forms.Form):
    """A change that needs nothing but its reason."""

    reason = ReasonField()


class PlacesForm(forms.Form):
    """Places that fit a role, among those within the actor's reach, from a day until a day."""

    from_on = DayField(
        label=gettext_lazy("From"),
        required=False,
        help_text=gettext_lazy("Empty: from today."),
    )
    until_on = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The last day. Empty: without an end."),
    )
    places_required = True

    def __init__(self, *args: Any, actor: User, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.role, self.kind = actor, role, PLACE_KIND[role]
        self.reach = authority_of(actor).reach
        if self.kind:
            self.fields["places"] = _place_field(self.kind, self.reach, required=self.places_required)
        else:
            del self.fields["from_on"], self.fields["until_on"]

    def clean_places(self) -> tuple[PlaceRef, ...]:
        """The chosen places."""
        value = self.cleaned_data["places"]
        if not value:
            return ()
        if self.kind == "factory":
            return (self._factory(value),)
        keys = value if isinstance(value, list) else [value]
        return tuple(PlaceRef(self.kind, str(getattr(key, "pk", key))) for key in keys)

    def _factory(self, text: str) -> PlaceRef:
        code = text.partition(" ")[0]
        found = factories_called(self.reach, [code]).get(code.casefold(), [])
        if found:
            return found[0]
        offered = offered_factories(self.reach, text, most=OFFERED + 1)
        if len(offered) == 1:
            return factories_called(self.reach, [offered[0][0]])[offered[0][0].casefold()][0]
        if not offered:
            raise forms.ValidationError(_("No open factory of yours has this code or name. Correct it."))
        names = "; ".join(f"{code} {name}" for code, name in offered[:OFFERED])
        raise forms.ValidationError(_("Which one? Write its code: %(names)s") % {"names": names})

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        data = super().clean() or {}
        from_on, until_on = data.get("from_on"), data.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", _("This day lies before the first one. Correct one of them."))
        return data


def _place_field(kind: str, reach: Reach, *, required: bool) -> forms.Field:
    label = PLACE_LABELS[kind]
    if kind == "country":
        rows = of_the_programme(reach.countries).values_list("code", flat=True)
        choices = sorted(((code, local_name(code)) for code in rows), key=lambda pair: pair[1])
        return forms.MultipleChoiceField(
            label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=required
        )
    if kind == "factory":
        return forms.CharField(
            label=label,
            required=required,
            max_length=200,
            help_text=_("Its code, such as KH-00017, or its name."),
        )
    places = (reach.brands if kind == "brand" else reach.groups).order_by("name")
    found: forms.Field = _NamedPlaceField(queryset=places, label=label, required=required)
    return found


class _NamedPlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # brands or groups
    """A place by its name."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)


class InvitationForm(PlacesForm):
    """One person to invite, in a role that was chosen before."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Of the invitation, of pages and of mail. The person can change it."),
    )
    is_administrator = forms.BooleanField(
        label=gettext_lazy("Invites and removes colleagues of this place"),
        required=False,
        help_text=gettext_lazy("The first person of a brand, group or factory does so anyway."),
    )
    reason = ReasonField(label=gettext_lazy("Why this person needs this right"))

    field_order = ("email", "name", "language", "places", "from_on", "until_on", "is_administrator", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.role not in PRIVILEGED:
            del self.fields["reason"]
        if self.role not in CAN_ADMINISTER:
            del self.fields["is_administrator"]
        self.order_fields(self.field_order)

    def row(self) -> InvitationRow:
        """The row that a list would have for it."""
        data = self.cleaned_data
        places = tuple((place.kind, self._written(place)) for place in data.get("places", ()))
        return InvitationRow(
            0, data["email"].casefold(), " ".join(data["name"].split()), self.role, data["language"], places,
            data.get("from_on"), data.get("until_on"), data.get("is_administrator"), data.get("reason", ""),
        )  # fmt: skip

    def _written(self, place: PlaceRef) -> str:
        if place.kind == "country":
            return place.key
        if place.kind == "factory":
            return str(self.reach.factories.values_list("code", flat=True).get(pk=place.value))
        rows = self.reach.brands if place.kind == "brand" else self.reach.groups
        return str(rows.values_list("name", flat=True).get(pk=place.value))

    def field_of(self, column: str) -> str | None:
        """The field of a list's column; None for what concerns the whole form."""
        name = "places" if column in COLUMN_OF.values() else column
        return name if name in self.fields else None


class HandoverForm(AccountReasonForm):
    """Who takes over what a person has open: a choice for each kind of work and country."""

    def __init__(self, *args: Any, person: User, work: Mapping[WorkRef, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work = work
        for ref, number in work.items():
            people = [(str(user.pk), user.name) for user in colleagues(person, ref.country)]
            if ref.kind == DRAFTS:
                label = _("Open assessments in %(country)s: %(n)s")
                choices = [("", _("Choose a colleague")), *people]
            else:
                label = _("Planned visits in %(country)s: %(n)s")
                choices = [
                    ("", _("Choose a colleague")),
                    *people,
                    ("anew", _("Nobody: plan these visits anew")),
                ]
            self.fields[ref.name] = forms.ChoiceField(
                label=label % {"country": local_name(ref.country), "n": number},
                choices=choices,
                help_text="" if people else _("Nobody else of this role works there. Invite a person first."),
            )
        self.order_fields([*(ref.name for ref in work), "reason"])

    def chosen(self) -> dict[WorkRef, int | None]:
        """Colleagues by work; None where visits are to be planned anew."""
        data = self.cleaned_data
        return {ref: None if data[ref.name] == "anew" else int(data[ref.name]) for ref in self.work}


class RoleForm(HandoverForm, PlacesForm):
    """Another role for a person, with places where it needs them, and who takes over what is open."""

    places_required = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["places", "from_on", "until_on", *(ref.name for ref in self.work), "reason"])
        if self.kind:
            self.fields["places"].help_text = _("Leave empty to keep the places that fit the new role.")


class AdministratorForm(AccountReasonForm):
    """Whether a person invites and removes the colleagues of a place."""

    give = forms.BooleanField(required=False, widget=forms.HiddenInput)


class PeopleFileForm(forms.Form):
    """A list of people to invite."""

    file = forms.FileField(
        label=gettext_lazy("The list"),
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx,.xls,text/csv"}),
    )

    def clean_file(self) -> Any:
        """The upload, if it is not too large."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.IMPORT_MAX_MB * 2**20:
            raise forms.ValidationError(
                _("The file is larger than %(mb)s MB. Cut it into several files.")
                % {"mb": settings.IMPORT_MAX_MB}
            )
        return upload


class PasswordForm(forms.Form):
    """The password that a person chooses when they accept an invitation."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 10 characters; several words are good."),
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """A password that is hard to guess."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        data = super().clean() or {}
        if "password" in data and data.get("again") not in {None, data["password"]}:
            self.add_error("again", _("The two passwords are not the same. Write them again."))
        return data


def role_choices(roles: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Roles to choose from, each with what it is for."""
    words = {
        Role.ADVISER: _("Assesses and advises factories in some countries."),
        Role.REVIEWER: _("Reviews assessments and proposes recognitions."),
        Role.MANAGER: _("Runs the programme in a country, and invites its people."),
        Role.GLOBAL: _("Decides on recognitions and criteria. Given by two administrators."),
        Role.ADMIN: _("Keeps people and settings, sees no evidence. Given by two administrators."),
        Role.BRAND: _("Sees recognised factories and the reports of its suppliers."),
        Role.FACTORY: _("Speaks for a factory: responds, consents, appeals."),
        Role.WORKER: _("Represents the workers of a factory."),
        Role.GROUP: _("Speaks for all factories of a manufacturer group."),
        Role.INSPECTOR: _("Sees what is public, and the priority list of a country."),
    }
    return [{"role": role, "label": label, "words": words[Role(role)]} for role, label in roles]
