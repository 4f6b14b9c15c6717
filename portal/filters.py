"""What the list of recognised factories can be narrowed by, on the public page and in the API."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, DateFilter

from factories.domain.programme_codes import code_typed
from factories.filters.lists import CountryFilter, ListFilterSet, SearchFilter
from files.domain.names import match_name
from portal.queries import ids_numbered, listings, listings_by_country

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.models import Listing


class ListingFilter(ListFilterSet):
    """Words and country; by address and API also a part of the name and the day of recognition."""

    q = SearchFilter(label=_("Factory, code or certificate number"))
    country = CountryFilter()
    recognised_from = DateFilter(
        "recognised_on",
        lookup_expr="gte",
        widget=forms.HiddenInput,
        help_text="recognised on this day or later",
    )
    recognised_to = DateFilter(
        "recognised_on",
        lookup_expr="lte",
        widget=forms.HiddenInput,
        help_text="recognised on this day or earlier",
    )
    name = CharFilter(method="named", widget=forms.HiddenInput, help_text="part of the name, in any spelling")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("country", ((c.code, c.name) for c in listings_by_country(listings())))

    def called(self, text: str) -> Q:
        """Part of the name in any order of its words, the beginning of a code, or a certificate's number."""
        found = Q(code__istartswith=text)
        if code := code_typed(text):
            found |= Q(code__endswith=code)
        if words := match_name(text).split():
            found |= Q(*(Q(search_name__contains=word) for word in words))
        if ids := ids_numbered(text):
            found |= Q(pk__gte=ids[0], pk__lte=ids[1])
        with suppress(ValueError):
            found |= Q(pk=UUID(text))
        return found

    def named(self, rows: QuerySet[Listing], _name: str, text: str) -> QuerySet[Listing]:
        """Part of the name, without accents, punctuation and legal forms."""
        folded = match_name(text)
        return rows.filter(search_name__contains=folded) if folded else rows
