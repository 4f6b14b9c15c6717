"""What the worklist and the API's list of recognitions can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from assessments.queries.teams import ids_assessed_last_by
from factories.filters.lists import CountryFilter, FactoryCodeFilter, FilterForm, ListFilterSet, SearchFilter
from factories.queries import countries_of
from factories.queries.memberships.staff import advisers_in
from recognition.models import Recognition
from recognition.queries.worklist import LISTS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from criteria.models import Evaluation

SORTS = [("distance", _("Nearest first")), ("name", _("Name")), ("code", _("Code"))]


class WorklistForm(FilterForm):
    """Which of the worklist's lists, and in which order."""

    list = forms.ChoiceField(
        required=False, choices=[(name, name) for name in LISTS], widget=forms.HiddenInput
    )
    sort = forms.ChoiceField(required=False, choices=SORTS, widget=forms.HiddenInput)


class WorklistFilter(ListFilterSet):
    """Words, country, who assessed last, how many rules are not met."""

    q = SearchFilter(label=_("Name or code"))
    country = CountryFilter("factory__country")
    adviser = ChoiceFilter(label=_("Assessed last by"), empty_label=_("Everybody"), method="assessed_by")
    short = ChoiceFilter(
        "failed_rules",
        label=_("Rules not met"),
        choices=[(1, _("One")), (2, _("Two"))],
        empty_label=_("One or two"),
    )

    class Meta:
        form = WorklistForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries()
        people = advisers_in(countries_of(self.request.user)).order_by("name", "pk")
        self.offer("adviser", people.values_list("pk", "name"))

    def assessed_by(self, rows: QuerySet[Evaluation], _name: str, adviser: str) -> QuerySet[Evaluation]:
        """Of the factories whose latest assessment was the adviser's."""
        return rows.filter(factory__in=ids_assessed_last_by(int(adviser)))


class RecognitionFilter(ListFilterSet):
    """Factory and state."""

    factory = FactoryCodeFilter()
    state = ChoiceFilter(choices=Recognition.State.choices)
