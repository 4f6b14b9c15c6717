"""What the plan of visits can be narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from factories.filters.lists import CountryFilter, FilterForm, ListFilterSet, SearchFilter

PLAN_VIEWS = ("month", "list", "overdue", "unplaced")


class PlanForm(FilterForm):
    """Which view of the plan, and which month (`2018-06`)."""

    view = forms.ChoiceField(
        required=False, choices=[(name, name) for name in PLAN_VIEWS], widget=forms.HiddenInput
    )
    month = forms.DateField(required=False, input_formats=["%Y-%m"], widget=forms.HiddenInput)


class PlanFilter(ListFilterSet):
    """Words, and the country where there are several to choose from."""

    q = SearchFilter(label=_("Name or code"))
    country = CountryFilter("factory__country")

    class Meta:
        form = PlanForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries(several=True)
