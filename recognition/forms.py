"""What people type about recognition: why they decide, and what a list is narrowed by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.queries.teams import ids_assessed_last_by
from factories.queries import countries_of
from factories.queries.search import named
from factories.queries.staff import advisers_in
from recognition.queries.worklist import LISTS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from criteria.models import Evaluation

SORTS = [("distance", _("Nearest first")), ("name", _("Name")), ("code", _("Code"))]
RULES = [("", _("One or two")), ("1", _("One")), ("2", _("Two"))]


class ReasonForm(forms.Form):
    """Why somebody decides so."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Kept with the decision. Write no names of workers."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ConfirmationForm(ReasonForm):
    """Why, and from when it is public."""

    publish_on = forms.DateField(
        label=_("Public from"),
        help_text=_("Brands, inspectors and everybody see it from this day on."),
        widget=forms.DateInput({"type": "date"}),
    )
    field_order = ("publish_on", "reason", "seen")

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        self.fields["publish_on"].initial = today
        self.fields["publish_on"].widget.attrs["min"] = today.isoformat()


class PublicationForm(forms.Form):
    """Nothing to say: it was confirmed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class WorklistFilter(forms.Form):
    """The worklist's filters, from the address."""

    q = forms.CharField(
        label=_("Name or code"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "placeholder": _("Name or code")}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    adviser = forms.TypedChoiceField(
        label=_("Assessed last by"), required=False, coerce=int, empty_value=None
    )
    short = forms.ChoiceField(label=_("Rules not met"), required=False, choices=RULES)
    list = forms.ChoiceField(
        required=False, choices=[(name, name) for name in LISTS], widget=forms.HiddenInput
    )
    sort = forms.ChoiceField(required=False, choices=SORTS, widget=forms.HiddenInput)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        countries = countries_of(user).order_by("name").values_list("code", "name")
        self.fields["country"].choices = [("", _("All countries")), *countries]  # type: ignore[attr-defined]
        people = advisers_in(countries_of(user)).order_by("name", "pk").values_list("pk", "name")
        self.fields["adviser"].choices = [("", _("Everybody")), *people]  # type: ignore[attr-defined]

    def narrowed(self, rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
        """The rows that the address asks for; what makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        if said.get("country"):
            rows = rows.filter(factory__country=said["country"])
        if said.get("adviser"):
            rows = rows.filter(factory__in=ids_assessed_last_by(said["adviser"]))
        if said.get("short"):
            rows = rows.filter(failed_rules=int(said["short"]))
        return rows.filter(_named(said["q"])) if said.get("q") else rows

    @property
    def asked_list(self) -> str:
        """The list asked for; "" for whichever has something to do."""
        return str(self.cleaned_data.get("list") or "")

    @property
    def asked_sort(self) -> str:
        """The order asked for."""
        return str(self.cleaned_data.get("sort") or "")


def _named(text: str) -> Q:
    return Q(factory__in=named(text))
