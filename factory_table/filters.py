"""What the staff's list of factories can be narrowed by, and the choice of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from accounts.models import Role
from assessments.queries.teams import ids_assessed_last_by
from factories.filters.factories import OPEN, FactoryFilter
from factories.filters.lists import SortedForm, YearFilter
from factories.policies.registry import keeps_registry
from factories.queries import countries_of
from factories.queries.memberships.staff import advisers_in
from factory_advisers.queries import NOBODY, advisers_now, ids_advised_by
from factory_table.policies import columns_for, standings_for
from factory_table.queries.standing import assessed_in, standing_so

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from decimal import Decimal

    from django.db.models import QuerySet
    from django.http import QueryDict

    from accounts.models import User
    from accounts.requests import SignedIn
    from countries.queries.local_time import LocalDays
    from factories.models import Factory
    from factory_table.queries.columns import ListColumn

MINE = "me"


class FactoryTableForm(SortedForm):
    """The same, and which columns are shown; those that a reader may not choose are not there for them."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )


class FactoryTableFilter(FactoryFilter):
    """The filters of the page: also whose factories, how they stand or stood, when they were assessed, and the columns.

    Open factories where no state is chosen.
    """

    adviser = ChoiceFilter(
        method="advised_by",
        label=_("Adviser"),
        choices=[],
        empty_label=_("Everybody"),
    )
    whose = ChoiceFilter(
        method="assessed_by",
        label=_("Assessed last by"),
        choices=[(MINE, _("Me"))],
        empty_label=_("Everybody"),
    )

    status = ChoiceFilter(method="standing_so", label=_("Status"), empty_label=_("Any"))
    at = YearFilter(method="at_the_end", label=_("At the end of the year"))
    assessed = YearFilter(method="assessed_in", label=_("Assessed in the year"))

    class Meta:
        form = FactoryTableForm

    def __init__(self, request: SignedIn, factories: QuerySet[Factory], days: LocalDays) -> None:
        query: QueryDict = request.GET.copy()
        query["state"] = query.get("state") or OPEN
        self.offered = columns_for(request.user, days)
        self.columns = _chosen(self.offered, query.getlist("columns"))
        query.setlist("columns", [column.key for column in self.columns])  # what is shown is ticked
        super().__init__(query, factories, request=request)
        self.offer("status", standings_for(request.user))
        self.offer("adviser", _advisers_offered(request.user))
        for name in ("at", "assessed"):
            if not query.get(name):  # they come with links, and are shown where they narrow the list
                del self.filters[name]
        self.orders = {**self.orders, **{k: v for column in self.offered for k, v in column.orders().items()}}
        choices: Any = self.form.fields["columns"]
        self.form.order_fields([name for name in self.form.fields if name != "columns"])  # it comes last
        choices.choices = [(column.key, column.label) for column in self.offered]

    def advised_by(self, factories: QuerySet[Factory], _name: str, whose: str) -> QuerySet[Factory]:
        """Those whose adviser the reader or another person is, or those that have none."""
        if whose == NOBODY:
            return factories.exclude(Exists(advisers_now().filter(factory=OuterRef("pk"))))
        return factories.filter(
            pk__in=ids_advised_by([self.request.user.pk if whose == MINE else int(whose)])
        )

    def assessed_by(self, factories: QuerySet[Factory], _name: str, _mine: str) -> QuerySet[Factory]:
        """Those that the reader assessed last."""
        return factories.filter(pk__in=ids_assessed_last_by(self.request.user.pk))

    def standing_so(self, factories: QuerySet[Factory], _name: str, status: str) -> QuerySet[Factory]:
        """Those that stand so today; that stood so at the end of the year, where one is chosen."""
        year = self.values.get("at")
        return standing_so(factories, status, end_of=None if year is None else int(year))

    def at_the_end(self, factories: QuerySet[Factory], _name: str, _year: Decimal) -> QuerySet[Factory]:
        """All: it only says when the standing is meant."""
        return factories

    def assessed_in(self, factories: QuerySet[Factory], _name: str, year: Decimal) -> QuerySet[Factory]:
        """Those with a final assessment of the year."""
        return assessed_in(factories, int(year))


def _advisers_offered(user: User) -> list[tuple[str, Any]]:
    """Oneself for an adviser, each adviser of their countries for who keeps these, and nobody."""
    own = [(MINE, _("Me"))] if user.role == Role.ADVISER else []
    people = advisers_in(countries_of(user)).order_by("name", "pk") if keeps_registry(user) else ()
    return [*own, (NOBODY, _("Nobody")), *((str(person.pk), person.name) for person in people)]


def _chosen(offered: Sequence[ListColumn], keys: Collection[str]) -> list[ListColumn]:
    """The columns chosen; the usual ones where none is, or none that there is."""
    return [column for column in offered if column.key in keys] or [
        column for column in offered if column.usual
    ]
