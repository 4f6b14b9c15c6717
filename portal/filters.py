"""What the list of recognised factories can be narrowed by, on the public page and in the API."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy
from django_filters import CharFilter, DateFilter

from factories.domain.programme_codes import code_typed
from factories.filters.lists import CountryFilter, ListFilterSet, SearchFilter, address
from files.domain.names import match_name
from portal.queries import Area, area_of, clusters, ids_numbered, inside, listings, listings_by_country

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict

    from portal.models import Listing
    from portal.queries import CountryCount, IssueCount


class AreaFilter(CharFilter):
    """A rectangle of the chosen country's map, as its points lead to it; kept in the address."""

    def __init__(self) -> None:
        super().__init__(
            widget=forms.HiddenInput,
            help_text="of the chosen country: its code, a colon, then south, west, north, east in degrees, with commas",
        )

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows inside; all of them where it is no rectangle of the chosen country."""
        area = chosen_area(self.parent)
        return inside(qs, area) if value and area else qs


def chosen_area(filters: ListFilterSet) -> Area | None:
    """The part of the map that narrows the list: one that was chosen in another country does not."""
    country, _, sides = filters.values.get("area", "").partition(":")
    return area_of(sides) if country and country == filters.values.get("country") else None


def map_points(query: QueryDict, filters: ListFilterSet) -> list[dict[str, Any]]:
    """What the list shows in the chosen country, as points of its map that narrow the list; none without a country.

    Two queries.
    """
    country = filters.values.get("country")
    if not country:
        return []
    chosen = chosen_area(filters)
    return [
        {
            "latitude": cluster.latitude,
            "longitude": cluster.longitude,
            "value": cluster.number,
            "name": gettext("Around %(latitude)s, %(longitude)s")
            % {"latitude": f"{cluster.latitude:.1f}°", "longitude": f"{cluster.longitude:.1f}°"},
            "url": address(query, area=f"{country}:{cluster.area.text}"),
            "chosen": cluster.area == chosen,
        }
        for cluster in clusters(filters.without("area"))
    ]


def count_links(
    counts: Iterable[CountryCount | IssueCount], query: QueryDict, parameter: str, **more: str
) -> list[dict[str, Any]]:
    """What has how many, each with the address of the list narrowed to it; for maps and bars beside the list."""
    return [
        {
            "code": count.code,
            "name": count.name,
            "value": count.number,
            "url": address(query, **{parameter: count.code}, **more),
        }
        for count in counts
    ]


def active_filters(query: QueryDict, filters: ListFilterSet) -> list[dict[str, str]]:
    """The filters in force as chips, the part of the map with them."""
    chips = list(filters.form.active)
    if chosen_area(filters):
        chips.append({"label": gettext("Part of the map"), "url": address(query, area="")})
    return chips


class ListingFilter(ListFilterSet):
    """Words and country; by address and API also a part of the name and the day of recognition."""

    q = SearchFilter(label=gettext_lazy("Factory, code or certificate number"))
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
    area = AreaFilter()
    name = CharFilter(
        method="with_name_part", widget=forms.HiddenInput, help_text="part of the name, in any spelling"
    )

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

    def with_name_part(self, rows: QuerySet[Listing], _name: str, text: str) -> QuerySet[Listing]:
        """Part of the name, without accents, punctuation and legal forms."""
        folded = match_name(text)
        return rows.filter(search_name__contains=folded) if folded else rows
