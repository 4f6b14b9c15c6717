"""What the list of factories can be narrowed by, on its page and in its API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from factories.filters.lists import CountryFilter, ListFilterSet, SearchFilter, SortedForm, both_ways
from factories.models import Factory
from factories.queries.duplicate_pairs import in_open_pairs
from factories.queries.search import matching

if TYPE_CHECKING:
    from django.db.models import QuerySet


OPEN = "open"
SUSPECTED = ("suspected", _("Possible duplicates"))
STATES = [(OPEN, _("Open")), ("closed", _("Closed")), ("all", _("All"))]


class FactoryFilter(ListFilterSet):
    """Words, country, state. Without a state the API lists every factory."""

    q = SearchFilter(label=_("Name, address, code or OS ID"))
    country = CountryFilter()
    state = ChoiceFilter(method="in_state", label=_("State"), choices=STATES, empty_label=None)

    orders = both_ways({"name": (F("name"), str), "code": (F("code"), str)})
    usual = "name"

    factory_column = "pk"

    class Meta:
        form = SortedForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries()
        if getattr(self.request.user, "is_staff", False):
            self.offer("state", [*STATES[:-1], SUSPECTED, STATES[-1]])

    def called(self, text: str) -> Q:
        """Part of a name or address, a code or an identifier; earlier ones too."""
        return matching(text)

    def in_state(self, factories: QuerySet[Factory], _name: str, state: str) -> QuerySet[Factory]:
        """Open, closed, suspected of being registered twice, or all."""
        conditions = {
            OPEN: Q(is_closed=False),
            "closed": Q(is_closed=True),
            "suspected": Q(pk__in=in_open_pairs()),
        }
        return factories.filter(conditions.get(state, Q()))

    def filter_queryset(self, queryset: QuerySet[Factory]) -> QuerySet[Factory]:
        """The factories that every valid value lets through; open ones where there is no such state."""
        rows = super().filter_queryset(queryset)
        return rows if "state" in self.values else rows.filter(is_closed=False)
