"""What the filters of all lists share: one FilterSet a list, for its page and for its API.

A value that is not valid filters nothing: the page shows the field's error beside it, the API answers 400 with the
errors by field (`DjangoFilterBackend`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Case, Q, Value, When
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet, NumberFilter
from django_filters.fields import ChoiceField
from rest_framework.request import Request

from countries.domain.countries import is_country
from countries.queries.countries import named_countries
from factories.queries import countries_of
from factories.queries.paging import Order
from factories.queries.search import factories_matching, find_factories

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from django.http import QueryDict

PLACE, SEARCH = "page", "q"
LONGEST_SEARCH = 80


class FilterForm(forms.Form):
    """A GET form of filters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s"} | kwargs)

    spelt_alike = False
    """Whether nothing is called as was typed, and what is found is only spelt nearly so."""

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

    def __init__(self, *, label: Any, method: str = "search") -> None:
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


class YearFilter(NumberFilter):
    """A calendar year, in which a day of the rows lies."""

    def __init__(self, field_name: str | None = None, **kwargs: Any) -> None:
        kwargs = {"label": gettext_lazy("Year"), "min_value": 1900, "max_value": 9998} | kwargs
        super().__init__(field_name, **kwargs)

    def filter(self, rows: QuerySet[Any], year: Decimal | None) -> QuerySet[Any]:
        """The rows of the year; all without one."""
        return rows if year is None else rows.filter(**{f"{self.field_name}__range": days_of_year(int(year))})


def days_of_year(year: int) -> tuple[date, date]:
    """Its first and its last day."""
    return date(year, 1, 1), date(year, 12, 31)


class ListFilterSet(FilterSet):
    """The filters of one list."""

    orders: Mapping[str, Order] = {}  # a page may add its columns
    usual = ""
    factory_column = "factory"
    """The rows' column that is the factory, for searches."""
    closest: Sequence[int] = ()
    """Factories that are only nearly called as was typed, the best first."""

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
        chosen = self.orders.get(self.values.get("sort", ""))
        return chosen or self.closest_first(self.orders[self.usual])

    def closest_first(self, usual: Order) -> Order:
        """The usual order; where names are only spelt nearly as typed, those first that fit best."""
        if not self.closest:
            return usual
        places = [
            When(**{self.factory_column: factory, "then": Value(place)})
            for place, factory in enumerate(self.closest)
        ]
        return Order(Case(*places, default=Value(len(places))), int, unique=usual.unique)

    def called(self, text: str) -> Q:
        """Which rows have a factory that is called so."""
        return Q(**{f"{self.factory_column}__in": factories_matching(text)})

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Of factories that are called so, today or before; where there is none, nearly so."""
        found = find_factories(rows, text, exact=self.called(text), by=self.factory_column)
        self.closest = found.closest
        self.form.spelt_alike = bool(found.closest)
        return found.rows

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]], *, several: bool = False) -> None:
        """Set what can be chosen for one filter; with `several` the filter goes where there is only one choice."""
        offered = list(choices)
        self.filters[name].extra["choices"] = offered
        # the schema of the API asks the class for its fields, which then are copied with the filters
        vars(self.filters[name]).pop("_field", None)
        if several and len(offered) < 2:  # noqa: PLR2004  # nothing to choose from
            del self.filters[name]

    def count_choices(self, name: str, numbers: Mapping[str, int]) -> None:
        """Say behind each choice of a filter how many rows it leaves; those without a number leave none."""
        field = self.form.fields[name]
        field.widget.attrs["data-counted"] = ""  # said anew with each answer: static/js/counted_choices.js
        field.widget.choices = [  # chips keep the plain labels, which are the field's
            (
                value,
                f"{label} ({number_format(numbers.get(value, 0), force_grouping=True)})" if value else label,
            )
            for value, label in field.choices
        ]

    def offer_countries(self, *, several: bool = False) -> None:
        """Set the countries that can be chosen: those in which the reader works."""
        self.offer("country", named_countries(countries_of(self.request.user)), several=several)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that every valid value lets through."""
        return self._filtered(queryset)

    def without(self, *names: str) -> QuerySet[Any]:
        """The rows that every filter but these lets through, as the map of all countries shows them."""
        return self._filtered(self.queryset.all(), without=names)

    def _filtered(self, queryset: QuerySet[Any], *, without: Sequence[str] = ()) -> QuerySet[Any]:
        # words last: they are looked for among what the other filters leave
        for name, value in sorted(self.values.items(), key=lambda chosen: chosen[0] == SEARCH):
            if name in self.filters and name not in without:
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
