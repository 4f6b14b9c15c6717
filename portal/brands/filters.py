"""What the directory and the list of suppliers can be narrowed by, and in which orders they can be sorted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from buyers.queries.own import watches
from factories.filters.lists import CountryFilter, ListFilterSet, SearchFilter, SortedForm, both_ways
from factories.queries import brands_of, registered
from factories.queries.search import matching
from portal.brands.queries.suppliers import rate_key, suppliers
from portal.filters import AreaFilter
from portal.queries import by_country, recognised_among

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict

    from accounts.models import User
    from countries.queries.local_time import On

KEYS: dict[str, tuple[Combinable, type[str] | type[int]]] = {
    "name": (F("name"), str),
    "country": (F("country__name"), str),
    "workers": (Coalesce("workers", Value(0)), int),
    "recognised": (Coalesce(Cast("recognised_on", CharField()), Value("")), str),
}
_UNRECOGNISED = Case(When(recognised_on__isnull=True, then=Value("1")), default=Value("0"))
_UNSHARED = Case(When(consented=True, then=Value("0")), default=Value("1"))
_SEARCH_LABEL = _("Factory, code or OS ID")


def own_suppliers(factories: QuerySet[Any]) -> QuerySet[Any]:
    """Of which the reader's brand buys."""
    return factories.filter(mine=True)


class FactoryListFilter(ListFilterSet):
    """What both lists share: words, country, recognition."""

    q = SearchFilter(label=_SEARCH_LABEL)
    country = CountryFilter()
    recognised = ChoiceFilter(
        label=_("Recognition"),
        choices=[("yes", _("Recognised"))],
        empty_label=_("All"),
        method="only_recognised",
    )

    orders = both_ways(KEYS)
    usual = "name"
    factory_column = "pk"

    class Meta:
        form = SortedForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("country", ((c.code, c.name) for c in by_country(self.everything())))

    def everything(self) -> QuerySet[Any]:
        """Factories whose countries can be chosen."""
        everything: QuerySet[Any] = self.queryset
        return everything

    def called(self, text: str) -> Q:
        """Part of a name or address, a code or an identifier; earlier ones too."""
        return matching(text)

    def only_recognised(self, factories: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """With a public recognition."""
        return recognised_among(factories)


class DirectoryForm(SortedForm):
    """The same, keeping the factories that are chosen for comparison."""

    compare = forms.Field(required=False, widget=forms.MultipleHiddenInput)


class DirectoryFilter(FactoryListFilter):
    """The directory: also what is made, and whether one buys there."""

    product = CharFilter(
        "products",
        lookup_expr="icontains",
        label=_("Product"),
        max_length=60,
        widget=forms.TextInput({"placeholder": _("for example: shirts")}),
    )
    mine = ChoiceFilter(
        label=_("Suppliers"),
        choices=[("yes", _("My suppliers"))],
        empty_label=_("All"),
        method="only_mine",
    )

    area = AreaFilter()

    class Meta:
        form = DirectoryForm

    # who is recognised is seen first, then everybody by name
    orders = both_ways({**KEYS, "seen": (Concat(_UNRECOGNISED, F("name")), str)})
    usual = "seen"

    def everything(self) -> QuerySet[Any]:
        """Factories whose countries can be chosen."""
        return registered()

    def count_all(self, countries: Mapping[str, int]) -> None:
        """How many factories every choice leaves, the other filters as they are. Two queries."""
        self.count_choices("country", countries)
        for name, choice in (("recognised", recognised_among), ("mine", own_suppliers)):
            self.count_choices(name, {"yes": choice(self.without(name)).count()})

    def only_mine(self, factories: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Of which the reader's brand buys."""
        return own_suppliers(factories)


class SupplierFilter(FactoryListFilter):
    """The suppliers: also whether they share their reports."""

    shared = ChoiceFilter(
        label=_("Reports"),
        choices=[("yes", _("Shared with us")), ("no", _("Not shared"))],
        empty_label=_("All"),
        method="sharing",
    )

    watched = ChoiceFilter(
        label=_("Watch list"),
        choices=[("yes", _("Watched"))],
        empty_label=_("All"),
        method="only_watched",
    )

    # what is shared is seen first, then everybody by name
    orders = both_ways({**KEYS, "rate": (rate_key(), int), "seen": (Concat(_UNSHARED, F("name")), str)})
    usual = "seen"

    def sharing(self, factories: QuerySet[Any], _name: str, shared: str) -> QuerySet[Any]:
        """With or without the factory's consent."""
        return factories.filter(consented=shared == "yes")

    def only_watched(self, factories: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """On the reader's watch list."""
        return factories.filter(watched=True)


def supplier_filter(parameters: QueryDict, user: User, on: On) -> SupplierFilter:
    """A person's suppliers, narrowed by what an address holds."""
    rows = suppliers(brands_of(user), on).annotate(watched=watches(user.pk))
    return SupplierFilter(parameters, rows)
