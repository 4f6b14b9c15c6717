"""Factories open or closed, for commands that already hold a right to them and for whoever operates this."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from factories.models import Factory
from factories.queries.lookups import Named

if TYPE_CHECKING:
    from django.db.models import QuerySet

MANY = 500


def factories_by_id(factory_ids: Collection[int]) -> dict[int, Named]:
    """Code, country and name of at most 500 factories. One query."""
    rows = Factory.every.filter(pk__in=list(factory_ids)[:MANY])
    return {row[0]: Named(*row) for row in rows.values_list("id", "code", "country_id", "name")}


def every_factory() -> QuerySet[Factory]:
    """All factories, without regard to rights: not for pages."""
    return Factory.objects.all()


def factory_ids_after(last: int, *, limit: int) -> list[int]:
    """Ids of the next factories in order of id, records merged into others included. One query."""
    following = Factory.every.filter(pk__gt=last).order_by("pk")
    return list(following.values_list("pk", flat=True)[:limit])


def number_of_factories() -> int:
    """How many factories there are, records merged into others included."""
    return Factory.every.count()


def hold_factory(factory_id: int) -> None:
    """Keep a factory's row as it is until the transaction ends: whatever changes its entry locks it first."""
    hold_factories([factory_id])


def hold_factories(factory_ids: Collection[int]) -> None:
    """The same of several, in one order, so that two who hold some of the same do not wait for each other."""
    list(Factory.every.select_for_update().filter(pk__in=list(factory_ids)).order_by("pk"))
