"""What the directory and the list of suppliers can be narrowed by, and in which order they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from factories.queries.paging import Order
from portal.brands.queries import rate_key
from portal.filters import SEARCH, ListFilter
from portal.queries import named, recognised_among

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from django.http import QueryDict

    from portal.queries import CountryCount

KEYS: dict[str, tuple[Combinable, type[str] | type[int]]] = {
    "name": (F("name"), str),
    "country": (F("country__name"), str),
    "workers": (Coalesce("workers", Value(0)), int),
    "recognised": (Coalesce(Cast("recognised_on", CharField()), Value("")), str),
}
RECOGNISED = [("", _("All")), ("yes", _("Recognised"))]
_UNRECOGNISED = Case(When(recognised_on__isnull=True, then=Value("1")), default=Value("0"))


class FactoryListFilter(ListFilter):
    """What both lists share: text, country, recognition, order."""

    q = forms.CharField(
        label=_("Factory, code or OS ID"),
        required=False,
        max_length=80,
        widget=forms.TextInput({**SEARCH, "placeholder": _("Factory, code or OS ID")}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    recognised = forms.ChoiceField(label=_("Recognition"), required=False, choices=RECOGNISED)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    keys = KEYS
    usual = "name"

    def __init__(self, asked: QueryDict, *, countries: Iterable[CountryCount]) -> None:
        super().__init__(asked)
        choices = [("", _("All countries")), *((c.code, c.name) for c in countries)]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    @property
    def order(self) -> Order:
        """The order asked for; the usual one when it makes no sense."""
        asked = self.said.get("sort", "")
        if asked.removeprefix("-") not in self.keys:
            asked = self.usual
        by, kind = self.keys[asked.removeprefix("-")]
        return Order(by, kind, descending=asked.startswith("-"))

    def matching(self, factories: QuerySet[Any]) -> QuerySet[Any]:
        """Every filter but the country: what the map shows."""
        if self.said.get("recognised"):
            factories = recognised_among(factories)
        text = self.said.get("q", "")
        return factories.filter(named(text)) if text else factories

    def narrowed(self, factories: QuerySet[Any]) -> QuerySet[Any]:
        """The factories that the address asks for."""
        country = self.said.get("country")
        found = self.matching(factories)
        return found.filter(country=country) if country else found


class DirectoryFilter(FactoryListFilter):
    """The directory's: also what is made, and whether one buys there."""

    product = forms.CharField(
        label=_("Product"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"placeholder": _("as: shirts")}),
    )
    mine = forms.ChoiceField(
        label=_("Suppliers"), required=False, choices=[("", _("All")), ("yes", _("My suppliers"))]
    )

    field_order = ("q", "country", "recognised", "product", "mine", "sort")
    # who is recognised is seen first, then everybody by name
    keys = {**KEYS, "seen": (Concat(_UNRECOGNISED, F("name")), str)}
    usual = "seen"

    def matching(self, factories: QuerySet[Any]) -> QuerySet[Any]:
        """Every filter but the country: what the map shows."""
        found = super().matching(factories)
        if self.said.get("mine"):
            found = found.filter(mine=True)
        product = self.said.get("product", "")
        return found.filter(Q(products__icontains=product)) if product else found


class SupplierFilter(FactoryListFilter):
    """The suppliers': also whether they share their reports."""

    shared = forms.ChoiceField(
        label=_("Reports"),
        required=False,
        choices=[("", _("All")), ("yes", _("Shared with us")), ("no", _("Not shared"))],
    )

    field_order = ("q", "country", "recognised", "shared", "sort")
    keys = {**KEYS, "rate": (rate_key(), int)}

    def matching(self, factories: QuerySet[Any]) -> QuerySet[Any]:
        """Every filter but the country: what the map shows."""
        found = super().matching(factories)
        shared = self.said.get("shared")
        return found.filter(consented=shared == "yes") if shared else found
