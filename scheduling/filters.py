"""What the plan of visits can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from factories.filters.lists import (
    CountryFilter,
    FilterForm,
    ListFilterSet,
    SearchFilter,
    YearFilter,
    days_of_year,
)
from scheduling.queries.visit_schedule import OPEN_ROWS, done_rows

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models import QuerySet

    from scheduling.models import PlannedAssessment

PLAN_VIEWS = ("month", "list", "overdue", "unplaced", "due")
LIST, DUE = "list", "due"
DONE_OR_NOT = [("open", _("Not begun")), ("done", _("Begun"))]


class PlanForm(FilterForm):
    """Which view of the plan, and which month (`2018-06`)."""

    view = forms.ChoiceField(
        required=False, choices=[(name, name) for name in PLAN_VIEWS], widget=forms.HiddenInput
    )
    month = forms.DateField(required=False, input_formats=["%Y-%m"], widget=forms.HiddenInput)


class PlanFilter(ListFilterSet):
    """Words, the country where there are several to choose from, in lists the year, and whether it is done."""

    q = SearchFilter(label=_("Name or code"))
    country = CountryFilter("factory__country")
    year = YearFilter(method="in_year")
    state = ChoiceFilter(method="in_state", label=_("State"), choices=DONE_OR_NOT, empty_label=_("All"))

    class Meta:
        form = PlanForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries(several=True)

    def in_year(
        self, rows: QuerySet[PlannedAssessment], _name: str, year: Decimal
    ) -> QuerySet[PlannedAssessment]:
        """Those whose first day lies in the year, or that are due in it; the other views have times of their own."""
        column = {LIST: "starts_on", DUE: "due_on"}.get(self.values.get("view", ""))
        return rows.filter(**{f"{column}__range": days_of_year(int(year))}) if column else rows

    def in_state(
        self, rows: QuerySet[PlannedAssessment], _name: str, state: str
    ) -> QuerySet[PlannedAssessment]:
        """Done or open, of those that were due."""
        if self.values.get("view") != DUE:
            return rows
        return done_rows(rows) if state == "done" else rows.filter(OPEN_ROWS)
