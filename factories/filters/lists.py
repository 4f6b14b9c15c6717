"""What the filters of all lists share: one FilterSet a list, for its page and for its API.

A value that is not valid filters nothing: the page shows the field's error beside it, the API answers 400 with the
errors by field (`DjangoFilterBackend`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet
from django_filters.fields import ChoiceField
from rest_framework.request import Request

from countries.domain.countries import is_country
from factories.queries import countries_of
from factories.queries.paging import Order

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from django.http import QueryDict

PLACE = "page"
LONGEST_SEARCH = 80


class FilterForm(forms.Form):
    """A GET form of filters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s"} | kwargs)

    @property
    def values(self) -> dict[str, Any]:
        """The values that are valid, by name."""
        self.is_valid()
        return self.cleaned_data

    @property
    def active(self) -> list[dict[str, str]]:
        """The filters in force, as chips: each with the address of the list without it."""
        return [
            {"label": self._label_of(name, value), "url": address(self.data, **{name: ""})}  # type: ignore[arg-type]
            for name, value in self.values.items()
            if value and not self[name].is_hidden
        ]

    def _label_of(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]  # choices are flat here
        return _("“%(text)s”") % {"text": value}


class SortedForm(FilterForm):
    """The same, keeping the order of the page's list. The API has an order of its own."""

    sort = forms.CharField(required=False, widget=forms.HiddenInput)


class SearchFilter(CharFilter):
    """The search box of a list."""

    def __init__(self, *, label: Any, method: str) -> None:
        widget = forms.TextInput({"type": "search", "autocomplete": "off", "placeholder": label})
        super().__init__(method=method, label=label, max_length=LONGEST_SEARCH, widget=widget)


class CountryField(ChoiceField):
    """A country's code, in capitals or not."""

    any_country = False

    def valid_value(self, value: Any) -> bool:
        """Whether the country is offered; for the API whether there is such a country."""
        return is_country(value) if self.any_country else super().valid_value(value)

    def to_python(self, value: Any) -> str:
        """The code in capitals."""
        return str(super().to_python(value)).upper()


class CountryFilter(ChoiceFilter):
    """One of the countries offered on a page; any country for the API."""

    field_class = CountryField

    def __init__(self, field_name: str = "country", **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", gettext_lazy("All countries"))
        super().__init__(
            field_name, label=gettext_lazy("Country"), help_text="ISO 3166-1 alpha-2, as KH", **kwargs
        )


class FactoryCodeFilter(CharFilter):
    """One factory by its code; not shown on pages, kept in their addresses."""

    def __init__(self, field_name: str = "factory__code") -> None:
        super().__init__(field_name, widget=forms.HiddenInput, help_text="a factory's code")


class ListFilterSet(FilterSet):
    """The filters of one list."""

    orders: ClassVar[Mapping[str, Order]] = {}
    usual = ""

    class Meta:
        form = FilterForm

    def get_form_class(self) -> type[forms.Form]:
        """The form of the filters; the API's takes any country."""
        made: type[forms.Form] = super().get_form_class()
        if isinstance(self.request, Request) and "country" in made.base_fields:
            made.base_fields["country"].any_country = True  # type: ignore[attr-defined]
        return made

    @property
    def values(self) -> dict[str, Any]:
        """The values that are valid, by name."""
        values: dict[str, Any] = self.form.values
        return values

    @property
    def order(self) -> Order:
        """The order asked for; the usual one where there is no such order."""
        return self.orders.get(self.values.get("sort", ""), self.orders[self.usual])

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]], *, several: bool = False) -> None:
        """Set what can be chosen for one filter; with `several` the filter goes where there is only one choice."""
        offered = list(choices)
        self.filters[name].extra["choices"] = offered
        # the schema of the API asks the class for its fields, which then are copied with the filters
        vars(self.filters[name]).pop("_field", None)
        if several and len(offered) < 2:  # noqa: PLR2004  # nothing to choose from
            del self.filters[name]

    def offer_countries(self, *, several: bool = False) -> None:
        """Set the countries that can be chosen: those in which the reader works."""
        countries = countries_of(self.request.user).order_by("name")
        self.offer("country", countries.values_list("code", "name"), several=several)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that every valid value lets through."""
        return self._filtered(queryset)

    def without(self, name: str) -> QuerySet[Any]:
        """The rows that every filter but one lets through, as the map of all countries shows them."""
        return self._filtered(self.queryset.all(), without=name)

    def _filtered(self, queryset: QuerySet[Any], *, without: str = "") -> QuerySet[Any]:
        for name, value in self.values.items():
            if name in self.filters and name != without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset


def both_ways(keys: Mapping[str, tuple[Combinable, type[str] | type[int]]]) -> dict[str, Order]:
    """An order a key, and with a minus before the key the same downwards, as the heads of columns ask for it."""
    return {
        f"{sign}{key}": Order(by, kind, descending=bool(sign))
        for key, (by, kind) in keys.items()
        for sign in ("", "-")
    }


def address(query: QueryDict, **changes: str) -> str:
    """The list's address with some values changed ("" takes one away), from its first page."""
    parameters = query.copy()
    parameters.pop(PLACE, None)
    for name, value in changes.items():
        if value:
            parameters[name] = value
        else:
            parameters.pop(name, None)
    return f"?{parameters.urlencode()}"


def page_address(query: QueryDict, cursor: str) -> str:
    """The address of a neighbouring page; "" where there is none."""
    return address(query, **{PLACE: cursor}) if cursor else ""
