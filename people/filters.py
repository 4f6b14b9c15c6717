"""What the list of people can be narrowed by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Lower
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from accounts.models import Role, User
from countries.queries.countries import local_name, of_the_programme
from factories.filters.lists import CountryFilter, ListFilterSet, SearchFilter, SortedForm, both_ways
from factories.queries.memberships.places import people_at, places_like
from people.models import AccountInvitation
from people.policies import authority_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

STATES = [
    ("active", _("Active")),
    ("invited", _("Invited")),
    ("expired", _("Invitation expired")),
    ("awaiting", _("Waiting for a second person")),
    ("closed", _("Closed")),
]


class PeopleFilter(ListFilterSet):
    """Words, role, country of a place, state of the account; within the reader's own authority."""

    q = SearchFilter(label=_("Name, address or place"), method="search")
    role = ChoiceFilter(label=_("Role"), empty_label=_("All roles"))
    country = CountryFilter(method="placed_in")
    state = ChoiceFilter(label=_("State"), choices=STATES, empty_label=_("All"), method="in_state")

    orders = both_ways(
        {
            "name": (Lower("name"), str),
            "email": (F("email"), str),
            "seen": (Coalesce(Cast(F("last_seen_on"), CharField()), Value("")), str),
        }
    )
    usual = "name"

    class Meta:
        form = SortedForm

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, authority = now, authority_of(self.request.user)
        self.everywhere = authority.everywhere
        self.offer("role", [(value, label) for value, label in Role.choices if value in authority.roles])
        countries = of_the_programme(authority.reach.countries).values_list("code", flat=True)
        self.offer(
            "country", sorted(((code, local_name(code)) for code in countries), key=lambda pair: pair[1])
        )
        if not self.filters["country"].extra["choices"]:
            del self.filters["country"]

    def search(self, people: QuerySet[User], _name: str, text: str) -> QuerySet[User]:
        """Whose name, e-mail address or place has every word."""
        for word in text.split():
            found = Q(name__icontains=word) | Q(email__icontains=word)
            if self.everywhere:  # a place out of reach must not be found either
                found |= Q(pk__in=places_like(word))
            people = people.filter(found)
        return people

    def placed_in(self, people: QuerySet[User], _name: str, country: str) -> QuerySet[User]:
        """With a place in the country."""
        return people.filter(pk__in=people_at(country))

    def in_state(self, people: QuerySet[User], _name: str, state: str) -> QuerySet[User]:
        """Those whose account is in a state."""
        rows = AccountInvitation.objects.filter(person=OuterRef("pk"))
        opened = rows.filter(state=AccountInvitation.State.OPEN)
        conditions = {
            "active": Q(is_active=True),
            "invited": Q(Exists(opened.filter(valid_until__gt=self.now)), is_active=False),
            "expired": Q(Exists(opened.filter(valid_until__lte=self.now)), is_active=False),
            "awaiting": Q(Exists(rows.filter(state=AccountInvitation.State.AWAITING)), is_active=False),
            "closed": Q(~Exists(rows.filter(state__in=AccountInvitation.LIVE)), is_active=False),
        }
        return people.filter(conditions[state])
