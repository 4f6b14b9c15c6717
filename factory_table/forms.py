"""What is done with the factories ticked in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from factories.queries.memberships.staff import advisers_in
from factory_advisers.queries import NOBODY
from files.forms import DayField

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from countries.models import Country


class AssignAdviserForm(forms.Form):
    """Who is the factories' adviser, from which day on. Nobody is chosen too: a form sent too early changes nothing."""

    adviser = forms.TypedChoiceField(label=_("Adviser"))
    from_on = DayField(label=_("From which day on"))

    def __init__(self, *args: Any, countries: QuerySet[Country], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {str(user.pk): user for user in advisers_in(countries).order_by("name", "pk")}
        field: Any = self.fields["adviser"]
        named = ((key, user.name) for key, user in people.items())
        field.choices = [("", _("Choose")), (NOBODY, _("Nobody")), *named]
        field.coerce = people.get  # None for nobody
