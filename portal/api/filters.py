"""What the API's list can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_filters import rest_framework as filters

from factories.domain.names import match_name
from portal.models import Listing

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ListingFilter(filters.FilterSet):
    """Country, day of recognition, name."""

    country = filters.CharFilter(lookup_expr="iexact", help_text="ISO 3166-1 alpha-2, as KH")
    recognised_from = filters.DateFilter(
        "recognised_on", lookup_expr="gte", help_text="recognised on this day or later"
    )
    recognised_to = filters.DateFilter(
        "recognised_on", lookup_expr="lte", help_text="recognised on this day or earlier"
    )
    name = filters.CharFilter(method="named", help_text="part of the name, in any spelling")

    class Meta:
        model = Listing
        fields: tuple[str, ...] = ()

    def named(self, rows: QuerySet[Listing], _field: str, text: str) -> QuerySet[Listing]:
        """Part of the name, without accents, punctuation and legal forms."""
        folded = match_name(text)
        return rows.filter(search_name__contains=folded) if folded else rows
