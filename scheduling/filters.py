"""What the plan of visits can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from factories.filters.lists import (
    CountryFilter,
    FilterForm,
    ListFilterSet,
    SearchFilter,
    YearFilter,
    days_of_year,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models import QuerySet

    from scheduling.models import PlannedAssessment

PLAN_VIEWS = ("month", "list", "overdue", "unplaced")
LIST = PLAN_VIEWS[1]


class PlanForm(FilterForm):
    """Which view of the plan, and which month (`2018-06`)."""

    view = forms.ChoiceField(
        required=False, choices=[(name, name) for name in PLAN_VIEWS], widget=forms.HiddenInput
    )
    month = forms.DateField(required=False, input_formats=["%Y-%m"], widget=forms.HiddenInput)


class PlanFilter(ListFilterSet):
    """Words, the country where there are several to choose from, and in the list the year."""

    q = SearchFilter(label=_("Name or code"))
    country = CountryFilter("factory__country")
    year = YearFilter(method="in_year")

    class Meta:
        form = PlanForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries(several=True)

    def in_year(
        self, rows: QuerySet[PlannedAssessment], _name: str, year: Decimal
    ) -> QuerySet[PlannedAssessment]:
        """Those whose first day lies in the year; the other views have times of their own."""
        listed = self.values.get("view") == LIST
        return rows.filter(starts_on__range=days_of_year(int(year))) if listed else rows
