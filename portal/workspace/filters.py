"""What the list of one's own factories can be narrowed by."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from factories.filters.lists import CountryFilter, ListFilterSet, SearchFilter, SortedForm
from factories.queries.search import matching
from portal.queries import by_country


class OwnFactoryFilter(ListFilterSet):
    """Words and country."""

    q = SearchFilter(label=_("Factory, code or OS ID"))
    country = CountryFilter()
    factory_column = "pk"

    class Meta:
        form = SortedForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("country", ((c.code, c.name) for c in by_country(self.queryset)), several=True)

    def called(self, text: str) -> Q:
        """Part of a name or address, a code or an identifier; earlier ones too."""
        return matching(text)
