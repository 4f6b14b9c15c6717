"""What the list of factories can be narrowed by, on its page and in its API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from factories.filters.lists import CountryFilter, ListFilterSet, SearchFilter, SortedForm, both_ways
from factories.models import Factory
from factories.queries.duplicate_pairs import in_open_pairs
from factories.queries.list_columns import ListColumn, columns_for
from factories.queries.search import matching

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict

    from accounts.requests import SignedIn
    from countries.queries.local_time import LocalDays

OPEN, MINE = "open", "me"
SUSPECTED = ("suspected", _("Possible duplicates"))
STATES = [(OPEN, _("Open")), ("closed", _("Closed")), ("all", _("All"))]


class ColumnsForm(SortedForm):
    """The same, and which columns are shown; those that a reader may not choose are not there for them."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )


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


class FactoryPageFilter(FactoryFilter):
    """The filters of the page: also whose factories, and the columns; open factories where no state is chosen."""

    whose = ChoiceFilter(
        method="assessed_by",
        label=_("Assessed last by"),
        choices=[(MINE, _("Me"))],
        empty_label=_("Everybody"),
    )

    class Meta:
        form = ColumnsForm

    def __init__(self, request: SignedIn, factories: QuerySet[Factory], days: LocalDays) -> None:
        query: QueryDict = request.GET.copy()
        query["state"] = query.get("state") or OPEN
        super().__init__(query, factories, request=request)
        self.offered = columns_for(request.user, days)
        self.orders = {**self.orders, **{k: v for column in self.offered for k, v in column.orders().items()}}
        choices: Any = self.form.fields["columns"]
        self.form.order_fields([name for name in self.form.fields if name != "columns"])  # it comes last
        choices.choices = [(column.key, column.label) for column in self.offered]
        choices.initial = [column.key for column in self.columns]

    @cached_property
    def columns(self) -> list[ListColumn]:
        """The columns chosen; the usual ones where none is, or none that there is."""
        wanted = set(self.data.getlist("columns"))
        return [column for column in self.offered if column.key in wanted] or [
            column for column in self.offered if column.usual
        ]

    def assessed_by(self, factories: QuerySet[Factory], _name: str, _mine: str) -> QuerySet[Factory]:
        """Those that the reader assessed last."""
        ids = import_string(settings.ASSESSED_LAST_BY)(self.request.user.pk)
        return factories.filter(pk__in=ids)
