"""What the list of factories with an issue can be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from factories.filters.lists import CountryFilter, ListFilterSet, SearchFilter
from factories.queries.paging import Order
from factories.queries.search import factories_matching_publicly
from portal.inspectors.queries.recurring import FOUND, RECURRING, had_issue
from portal.queries import Area, area_of, inside, public_countries

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.models import PublicAssessment


class RecurringIssueFilter(ListFilterSet):
    """Words, country where there are several, issue or compliance point, result, and a part of the country's map."""

    q = SearchFilter(label=_("Factory or code"))
    country = CountryFilter("factory__country", empty_label=_("All my countries"))
    issue = ChoiceFilter(label=_("Issue"), empty_label=_("All issues"), method="with_result")
    result = ChoiceFilter(
        label=_("Result"),
        choices=[(FOUND, _("Found")), (RECURRING, _("Found in two or more cycles"))],
        empty_label=_("All"),
        method="with_result",
    )
    area = CharFilter(widget=forms.HiddenInput, method="in_area")

    by_name = Order(F("factory__name"), str, unique="factory_id")

    def __init__(
        self, *args: Any, issues: Sequence[tuple[str, str]], counts_only: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if counts_only:  # nothing to search: the page lists no factory
            del self.filters["q"]
        self.countries = [(place.code, place.name) for place in public_countries(self.queryset)]
        self.offer("country", self.countries, several=True)
        self.offer("issue", issues)

    @property
    def one_country(self) -> str:
        """The country that is chosen, or the only one; "" where several are shown."""
        if len(self.countries) == 1:
            return self.countries[0][0]
        return str(self.values.get("country") or "")

    @property
    def area_chosen(self) -> Area | None:
        """The part of the map that narrows the list; only of one country."""
        return area_of(self.values.get("area") or "") if self.one_country else None

    def called(self, text: str) -> Q:
        """Part of a name, today's or a former one, or a code."""
        return Q(factory__in=factories_matching_publicly(text))

    def with_result(
        self, rows: QuerySet[PublicAssessment], _name: str, _value: str
    ) -> QuerySet[PublicAssessment]:
        """At which the chosen issue, or any, was found or found again; without a result: found."""
        result = self.values.get("result") or FOUND
        return rows.filter(had_issue(result, self.values.get("issue") or ""))

    def in_area(
        self, rows: QuerySet[PublicAssessment], _name: str, _value: str
    ) -> QuerySet[PublicAssessment]:
        """Inside the part of the map."""
        return inside(rows, self.area_chosen) if self.area_chosen else rows
