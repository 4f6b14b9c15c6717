"""What the list of recognised factories can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from factories.domain.names import match_name
from portal.filters import SEARCH, ListFilter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import QueryDict

    from portal.models import Listing
    from portal.queries import CountryCount


class RecognisedFilter(ListFilter):
    """Name or certificate, and country."""

    q = forms.CharField(
        label=_("Factory, code or certificate number"),
        required=False,
        max_length=80,
        widget=forms.TextInput({**SEARCH, "placeholder": _("Factory, code or certificate number")}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, asked: QueryDict, *, countries: Iterable[CountryCount]) -> None:
        super().__init__(asked)
        choices = [("", _("All countries")), *((c.code, c.name) for c in countries)]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    def matching(self, rows: QuerySet[Listing]) -> QuerySet[Listing]:
        """The recognised factories that the search names, in every country: what the map shows."""
        text = self.said.get("q", "")
        return rows.filter(_named(text)) if text else rows

    def narrowed(self, rows: QuerySet[Listing]) -> QuerySet[Listing]:
        """The recognised factories that the address asks for."""
        country = self.said.get("country")
        found = self.matching(rows)
        return found.filter(country=country) if country else found


def _named(text: str) -> Q:
    folded = match_name(text)
    found = Q(code__istartswith=text.strip())
    if folded:
        found |= Q(search_name__contains=folded)
    try:
        return found | Q(pk=UUID(text.strip()))
    except ValueError:
        return found
