"""What the list of suspected duplicates can be narrowed by."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from factories.filters.lists import CountryFilter, ListFilterSet
from factories.models import DuplicatePair


class PairFilter(ListFilterSet):
    """Country and state; those to decide where no state is chosen."""

    country = CountryFilter("first__country")
    state = ChoiceFilter(
        label=_("State"),
        choices=[("different", _("Two factories")), ("same", _("Merged"))],
        empty_label=_("To decide"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries()

    def filter_queryset(self, queryset: Any) -> Any:
        """The pairs in the state chosen."""
        rows = super().filter_queryset(queryset)
        return rows if self.values.get("state") else rows.filter(state=DuplicatePair.State.OPEN)
