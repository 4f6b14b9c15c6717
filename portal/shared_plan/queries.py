"""The shared plan and its comments, as one reader is shown them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from buyers.queries.plan_comments import ShownComment, comments_for_brand, comments_for_factory
from countries.queries.local_time import LocalDays
from factories.domain.scopes import PLAN
from portal import queries

if TYPE_CHECKING:
    from factories.models import Brand, Factory


def plan_shown(factory: Factory, days: LocalDays) -> Any:
    """The plan as it is shared. One query."""
    report = queries.shared_report(factory.pk, PLAN)
    return queries.outlook(report.plan if report else [], days.of(factory.country_id))


def items_of(plan: Any) -> list[dict[str, Any]]:
    """Its items in the order of the page."""
    return [*plan.overdue, *plan.open, *plan.done, *plan.verified]


def comments_shown(factory: Factory, brands: list[Brand], days: LocalDays) -> list[ShownComment]:
    """The comments as people of these brands read them, or without brands as the factory and the programme do."""
    if brands:
        return comments_for_brand(factory.pk, [brand.pk for brand in brands], days)
    return comments_for_factory(factory.pk)
