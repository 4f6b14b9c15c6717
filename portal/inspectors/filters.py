"""What the priority list can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.filters import SEARCH, ListFilter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import QueryDict

    from portal.models import PriorityEntry
    from portal.queries import CountryCount

REASONS = [
    ("", _("Any reason")),
    ("rate", _("High non-compliance")),
    ("cases", _("Open zero-tolerance case")),
    ("repeated", _("Repeated public issues")),
]


class PriorityFilter(ListFilter):
    """Text, country, reason."""

    q = forms.CharField(
        label=_("Factory or code"),
        required=False,
        max_length=80,
        widget=forms.TextInput({**SEARCH, "placeholder": _("Factory or code")}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=REASONS)

    def __init__(self, asked: QueryDict, *, countries: Iterable[CountryCount]) -> None:
        super().__init__(asked)
        mine = list(countries)
        if len(mine) > 1:
            choices = [("", _("All my countries")), *((c.code, c.name) for c in mine)]
            self.fields["country"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["country"]

    def narrowed(self, rows: QuerySet[PriorityEntry]) -> QuerySet[PriorityEntry]:
        """The entries that the address asks for."""
        said = self.said
        if said.get("country"):
            rows = rows.filter(country=said["country"])
        if said.get("reason"):
            rows = rows.filter(**{f"{said['reason']}__isnull": False})
        text = said.get("q", "").strip()
        return rows.filter(Q(name__icontains=text) | Q(code__istartswith=text)) if text else rows
