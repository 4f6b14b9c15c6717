"""What the list of assessments can be narrowed by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from factories.queries import countries_of
from factories.queries.search import named

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


class SectorFilter(forms.Form):
    """Which sector table: country, year, and how finely."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    level = forms.ChoiceField(
        label=_("By"), required=False, choices=[("point", _("compliance point")), ("cluster", _("cluster"))]
    )

    def __init__(
        self, *args: object, countries: Mapping[str, str], years: Sequence[int], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        self.years = years
        self.fields["country"].choices = [("", _("All countries")), *countries.items()]  # type: ignore[attr-defined]
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[str, int | None, Literal["cluster", "point"]]:
        """Country, year (None when there are no figures at all) and level; what makes no sense asks for nothing."""
        self.is_valid()
        said = self.cleaned_data
        newest = self.years[0] if self.years else None
        level: Literal["cluster", "point"] = "cluster" if said.get("level") == "cluster" else "point"
        return said.get("country") or "", said.get("year") or newest, level


class AssessmentFilter(forms.Form):
    """The filters, from the address."""

    q = forms.CharField(
        label=_("Factory or code"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "placeholder": _("Factory or code")}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *Assessment.State.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Assessment.Kind.choices]
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        countries = countries_of(user).order_by("name").values_list("code", "name")
        self.fields["country"].choices = [("", _("All countries")), *countries]  # type: ignore[attr-defined]

    def narrowed(self, assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
        """The assessments that the address asks for; what makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        if said.get("q"):
            assessments = assessments.filter(_named(said["q"]))
        for name, column in (("country", "factory__country"), ("state", "state"), ("kind", "kind")):
            if said.get(name):
                assessments = assessments.filter(**{column: said[name]})
        return assessments


def _named(text: str) -> Q:
    return Q(factory__in=named(text))
