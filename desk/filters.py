"""What the access log of a factory can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFilter

from factories.filters.lists import ListFilterSet
from journal.models import Access

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet


def _day(label: Any, lookup: str) -> DateFilter:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return DateFilter("at", lookup_expr=lookup, label=label, widget=widget)


class LookFilter(ListFilterSet):
    """Which brand, how it was looked at, and between which days of the active time zone."""

    brand = ChoiceFilter(label=_("Brand"), empty_label=_("All"), method="of_brand")
    kind = ChoiceFilter(label=_("Kind"), choices=Access.Kind.choices, empty_label=_("All"))
    since = _day(_("From"), "date__gte")
    until = _day(_("Until"), "date__lte")

    def __init__(self, *args: Any, brands: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brands = brands  # by id of the person
        self.offer("brand", ((name, name) for name in sorted(set(brands.values()))))

    def of_brand(self, rows: QuerySet[Access], _name: str, brand: str) -> QuerySet[Access]:
        """Looks of the brand's people."""
        return rows.filter(user__in=[person for person, name in self.brands.items() if name == brand])
