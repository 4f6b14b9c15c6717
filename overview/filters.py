"""Which country the overview is of, and what the list of items of improvement plans can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from countries.queries.countries import local_name
from factories.filters.lists import (
    CountryFilter,
    ListFilterSet,
    SearchFilter,
    SortedForm,
    YearFilter,
    both_ways,
)
from factories.queries import countries_of
from overview.queries.plan_items import DONE, OPEN, OVERDUE, VERIFIED, items_in_state

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from advisory.models import PlanItem
    from countries.queries.local_time import LocalDays

STATES = [
    (OPEN, _("Open")),
    (OVERDUE, _("Overdue")),
    (DONE, _("To verify")),
    (VERIFIED, _("Verified")),
]


class OverviewFilter(ListFilterSet):
    """One of the reader's countries; all of them together where none is chosen."""

    country = CountryFilter()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.countries = list(countries_of(self.request.user).order_by("name").values_list("code", flat=True))
        self.offer("country", [(code, local_name(code)) for code in self.countries], several=True)


class PlanItemFilter(ListFilterSet):
    """Words, country, state, and the years in which items are due and were verified."""

    q = SearchFilter(label=_("Factory or code"))
    country = CountryFilter("factory__country")
    state = ChoiceFilter(method="in_state", label=_("State"), choices=STATES, empty_label=_("All"))
    due = YearFilter("due_on", label=_("Due in the year"))
    verified = YearFilter("verified_on", label=_("Verified in the year"))

    orders = both_ways(
        {
            "factory": (F("factory__name"), str),
            "added": (F("pk"), int),
            "due": (Coalesce(Cast(F("due_on"), CharField()), Value("9999")), str),
        }
    )
    usual = "-added"  # read along an index, however many there are

    class Meta:
        form = SortedForm

    def __init__(self, *args: Any, days: LocalDays, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        if any(self.data.get(name) for name in ("state", "due", "verified")):
            self.usual = "due"
        self.offer_countries(several=True)

    def in_state(self, rows: QuerySet[PlanItem], _name: str, state: str) -> QuerySet[PlanItem]:
        """Open, overdue by the factory's clock, done and not verified, or verified."""
        return items_in_state(rows, state, self.days)
