"""What the list of people can be narrowed by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from factories.queries.countries import local_name, of_the_programme
from factories.queries.paging import Order
from factories.queries.places import people_at, places_like
from people.models import AccountInvitation
from people.policies import authority_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

STATES = [
    ("", _("All")),
    ("active", _("Active")),
    ("invited", _("Invited")),
    ("expired", _("AccountInvitation expired")),
    ("awaiting", _("Waiting for a second person")),
    ("closed", _("Closed")),
]
_BY_NAME = Order(Lower("name"), str)
_SEEN = Coalesce(Cast(F("last_seen_on"), CharField()), Value(""))
ORDERS = {
    "name": _BY_NAME,
    "-name": Order(Lower("name"), str, descending=True),
    "email": Order(F("email"), str),
    "-email": Order(F("email"), str, descending=True),
    "seen": Order(_SEEN, str),
    "-seen": Order(_SEEN, str, descending=True),
}


class PeopleFilter(forms.Form):
    """The filters, from the address."""

    q = forms.CharField(
        label=_("Name, address or place"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "placeholder": _("Name, address or place")}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in ORDERS], widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, authority = now, authority_of(actor)
        self.everywhere = authority.everywhere
        roles = [(value, label) for value, label in Role.choices if value in authority.roles]
        self.fields["role"].choices = [("", _("All roles")), *roles]  # type: ignore[attr-defined]  # a ChoiceField
        countries = of_the_programme(authority.reach.countries).values_list("code", flat=True)
        named = sorted(((code, local_name(code)) for code in countries), key=lambda pair: pair[1])
        if named:
            self.fields["country"].choices = [("", _("All countries")), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["country"]

    def narrowed(self, people: QuerySet[User]) -> QuerySet[User]:
        """The people who match the filters in the address; values that are not valid filter nothing."""
        self.is_valid()
        data = self.cleaned_data
        if data.get("role"):
            people = people.filter(role=data["role"])
        if data.get("country"):
            people = people.filter(pk__in=people_at(data["country"]))
        for word in data.get("q", "").split():
            named = Q(name__icontains=word) | Q(email__icontains=word)
            if self.everywhere:  # a place out of reach must not be found either
                named |= Q(pk__in=places_like(word))
            people = people.filter(named)
        return in_state(people, data.get("state", ""), self.now)

    @property
    def order(self) -> Order:
        """The order asked for; by name where none is."""
        return ORDERS[self.cleaned_data.get("sort") or "name"]


def in_state(people: QuerySet[User], state: str, now: datetime) -> QuerySet[User]:
    """Those in a state; all of them where none is named."""
    rows = AccountInvitation.objects.filter(person=OuterRef("pk"))
    opened = rows.filter(state=AccountInvitation.State.OPEN)
    match state:
        case "active":
            return people.filter(is_active=True)
        case "invited":
            return people.filter(Exists(opened.filter(valid_until__gt=now)), is_active=False)
        case "expired":
            return people.filter(Exists(opened.filter(valid_until__lte=now)), is_active=False)
        case "awaiting":
            return people.filter(Exists(rows.filter(state=AccountInvitation.State.AWAITING)), is_active=False)
        case "closed":
            return people.filter(~Exists(rows.filter(state__in=AccountInvitation.LIVE)), is_active=False)
    return people
