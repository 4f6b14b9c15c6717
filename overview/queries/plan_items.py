"""Items of improvement plans through all factories of a reader, and how many each year has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from advisory.models import PlanItem
from advisory.queries.obligations import UNFINISHED
from factories.queries import visible_to

if TYPE_CHECKING:
    from accounts.models import User
    from countries.queries.local_time import LocalDays
    from factories.models import Factory

OPEN, OVERDUE, DONE, VERIFIED = "open", "overdue", "done", "verified"


def items_of(factories: QuerySet[Factory]) -> QuerySet[PlanItem]:
    """Current versions of the items of some factories' plans."""
    return PlanItem.objects.filter(superseded_at__isnull=True, factory__in=factories)


def items_visible_to(user: User) -> QuerySet[PlanItem]:
    """Those of the factories that a person works with, with the names that a row shows."""
    # row by row: a set of all factories would be read before the first item
    works_with = Exists(visible_to(user).filter(pk=OuterRef("factory")))
    rows = PlanItem.objects.filter(works_with, superseded_at__isnull=True)
    return rows.select_related("factory__country")


def items_in_state(rows: QuerySet[PlanItem], state: str, days: LocalDays) -> QuerySet[PlanItem]:
    """Open or overdue at factories that are open, by their clocks; done by the factory and not verified; verified."""
    if state == DONE:
        return rows.filter(status=PlanItem.Status.DONE)
    if state == VERIFIED:
        return rows.filter(status=PlanItem.Status.VERIFIED)
    unfinished = rows.filter(status__in=UNFINISHED, factory__is_closed=False)
    return unfinished if state == OPEN else unfinished.filter(due_on__lt=days.sql("factory__country"))
