"""What the priority list can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from factories.filters.lists import CountryFilter, ListFilterSet, SearchFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.models import PriorityEntry

REASONS = [
    ("rate", _("High non-compliance")),
    ("cases", _("Open zero-tolerance case")),
    ("repeated", _("Repeated public issues")),
]


class PriorityFilter(ListFilterSet):
    """Words, reason, and the country where there are several to choose from."""

    q = SearchFilter(label=_("Factory or code"))
    country = CountryFilter(empty_label=_("All my countries"))
    reason = ChoiceFilter(
        label=_("Reason"), choices=REASONS, empty_label=_("Any reason"), method="with_reason"
    )

    def __init__(self, *args: Any, cases: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not cases:
            self.offer("reason", [reason for reason in REASONS if reason[0] != "cases"])
        self.offer_countries(several=True)  # also those without an entry: the overview leads there

    def with_reason(self, rows: QuerySet[PriorityEntry], _name: str, reason: str) -> QuerySet[PriorityEntry]:
        """That have a number for the reason."""
        return rows.filter(**{f"{reason}__isnull": False})
