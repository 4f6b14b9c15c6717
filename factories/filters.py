"""What the list of factories can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from factories.models import Factory
from factories.queries import countries_of
from factories.queries.duplicates import in_open_pairs
from factories.queries.paging import Order
from factories.queries.search import matching

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.queries.visibility import Viewer

STATES = [
    ("", _("Open")),
    ("closed", _("Closed")),
    ("suspected", _("Perhaps registered twice")),
    ("all", _("All")),
]
_KEYS: dict[str, tuple[Combinable, type[str] | type[int]]] = {
    "name": (F("name"), str),
    "code": (F("code"), str),
    "workers": (Coalesce("workers", Value(0)), int),
}
# a minus before the key turns the order round, as the heads of the columns ask for it
ORDERS = {
    f"{sign}{key}": Order(by, kind, descending=bool(sign))
    for key, (by, kind) in _KEYS.items()
    for sign in ("", "-")
}


class FactoryFilter(forms.Form):
    """The filters, from the address."""

    q = forms.CharField(
        label=_("Name, address, code or OS ID"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "placeholder": _("Name, address, code or OS ID")}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in ORDERS], widget=forms.HiddenInput)

    def __init__(self, *args: object, user: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        countries = countries_of(user).order_by("name").values_list("code", "name")
        self.fields["country"].choices = [("", _("All countries")), *countries]  # type: ignore[attr-defined]

    def narrowed(self, factories: QuerySet[Factory]) -> QuerySet[Factory]:
        """The factories that match the filters in the address; values that are not valid filter nothing."""
        self.is_valid()
        data = self.cleaned_data
        if data.get("country"):
            factories = factories.filter(country=data["country"])
        if data.get("q"):
            factories = factories.filter(matching(data["q"]))
        return factories.filter(_in_state(data.get("state", "")))

    @property
    def order(self) -> Order:
        """The order asked for; by name where none is."""
        return ORDERS[self.cleaned_data.get("sort") or "name"]


def _in_state(state: str) -> Q:
    if state == "closed":
        return Q(is_closed=True)
    if state == "suspected":
        return Q(pk__in=in_open_pairs())
    return Q() if state == "all" else Q(is_closed=False)
