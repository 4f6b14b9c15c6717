"""What is done with the factories ticked in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from factories.queries.memberships.staff import advisers_in
from files.forms import DayField

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from countries.models import Country


class AssignAdviserForm(forms.Form):
    """Who is the factories' adviser, from which day on."""

    adviser = forms.ModelChoiceField(
        label=_("Adviser"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )
    from_on = DayField(label=_("From which day on"))

    def __init__(self, *args: Any, countries: QuerySet[Country], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["adviser"]
        people.queryset = advisers_in(countries).order_by("name", "pk")
