"""Columns of the list of factories: how each improvement plan stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from advisory.models import PlanItem
from advisory.queries.obligations import UNFINISHED
from factory_table.queries.columns import ListColumn, Shown

if TYPE_CHECKING:
    from django.db.models.functions import Coalesce as Counted

    from countries.queries.local_time import LocalDays


def columns(days: LocalDays) -> list[ListColumn]:
    """How many items of each plan are open, overdue, and done but not verified."""
    late = Q(status__in=UNFINISHED, due_on__lt=days.sql("factory__country"))
    return [
        ListColumn(
            "open_items",
            _("Open items"),
            _counted(Q(status__in=UNFINISHED)),
            Shown.NUMBER,
        ),
        ListColumn("overdue_items", _("Overdue"), _counted(late), Shown.NUMBER, usual=True),
        ListColumn("items_to_verify", _("To verify"), _counted(Q(status=PlanItem.Status.DONE)), Shown.NUMBER),
    ]


def _counted(which: Q) -> Counted:
    items = PlanItem.objects.filter(which, factory=OuterRef("pk"), superseded_at__isnull=True).order_by()
    number = items.values("factory").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), Value(0))
