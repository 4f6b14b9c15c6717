"""What the list of assessments can be narrowed by, on its page and in the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from assessments.models import Assessment
from factories.filters.lists import CountryFilter, FactoryCodeFilter, ListFilterSet, SearchFilter, YearFilter


class AssessmentFilter(ListFilterSet):
    """Words, country, state, kind, year; by address and API also one factory."""

    q = SearchFilter(label=_("Factory or code"))
    country = CountryFilter("factory__country")
    state = ChoiceFilter(label=_("State"), choices=Assessment.State.choices, empty_label=_("All"))
    kind = ChoiceFilter(label=_("Kind"), choices=Assessment.Kind.choices, empty_label=_("All"))
    year = YearFilter("assessed_on")
    factory = FactoryCodeFilter()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries()
