"""Each factory's adviser of now: assigned, and still an active adviser in the factory's country."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from factories.queries.memberships.staff import adviser_works_there
from factory_advisers.models import FactoryAdviser

if TYPE_CHECKING:
    from django.db.models import QuerySet

NOBODY = "nobody"
"""Names the choice of no adviser, in forms and addresses."""


def advisers_now() -> QuerySet[FactoryAdviser]:
    """One row a factory that has an adviser; whoever left the country or the programme is nobody's adviser."""
    rows = FactoryAdviser.objects.filter(ended_on__isnull=True)
    return rows.filter(adviser_works_there("adviser", "factory__country"))


def ids_advised_by(people: Collection[int] | QuerySet[Any]) -> QuerySet[FactoryAdviser, int]:
    """Ids of the factories whose adviser one of the people is, as a subquery."""
    return advisers_now().filter(adviser__in=people).values_list("factory", flat=True)


def advisers_by_factory(factory_ids: Collection[int]) -> list[tuple[int, int]]:
    """(factory id, person id) of the advisers of some factories. One query."""
    return list(advisers_now().filter(factory__in=factory_ids).values_list("factory_id", "adviser_id"))


def adviser_of(factory_id: int) -> FactoryAdviser | None:
    """A factory's adviser with their name; None when it has none. One query."""
    return advisers_now().filter(factory=factory_id).select_related("adviser").first()
