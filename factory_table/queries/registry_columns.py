"""Columns of the list of factories: what the registry itself holds of each."""

from __future__ import annotations

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from countries.queries.local_time import LocalDays
from factory_advisers.queries import advisers_now
from factory_table.queries.columns import ListColumn, Shown


def columns(_days: LocalDays) -> list[ListColumn]:
    """Country, products, workers, adviser, and the day on which each joined."""
    return [
        ListColumn("country", _("Country"), F("country_id"), Shown.COUNTRY, usual=True),
        ListColumn("products", _("Products"), F("products"), Shown.TEXT),
        ListColumn("workers", _("Workers"), F("workers"), Shown.NUMBER, usual=True, unknown=0),
        ListColumn("assigned", _("Adviser"), _adviser(), Shown.TEXT),
        ListColumn("joined", _("Joined"), F("joined_on"), Shown.DAY),
    ]


def _adviser() -> Subquery:
    return Subquery(advisers_now().filter(factory=OuterRef("pk")).values("adviser__name")[:1])
