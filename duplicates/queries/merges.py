"""Pairs of factories that may be one, and merges that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role
from duplicates.models import FactoryMerge
from factories.models import DuplicatePair, Factory
from factories.queries.visibility import countries_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


def pairs_visible_to(user: User) -> QuerySet[DuplicatePair]:
    """Pairs of countries that the user decides in: the global team everywhere, a country manager in the country."""
    undecided = DuplicatePair.objects.filter(
        first__merged_into__isnull=True, second__merged_into__isnull=True
    )
    decided = DuplicatePair.objects.filter(state=DuplicatePair.State.SAME)
    pairs = undecided | decided
    if user.role == Role.GLOBAL:
        return pairs
    if user.role == Role.MANAGER:
        countries = countries_of(user)
        return pairs.filter(first__country__in=countries, second__country__in=countries)
    return DuplicatePair.objects.none()


def merges_visible_to(user: User) -> QuerySet[FactoryMerge]:
    """Merges of countries that the user decides in."""
    if user.role == Role.GLOBAL:
        return FactoryMerge.objects.all()
    if user.role == Role.MANAGER:
        countries = countries_of(user)
        return FactoryMerge.objects.filter(kept__country__in=countries, dropped__country__in=countries)
    return FactoryMerge.objects.none()


def surviving_factory(code: str) -> Factory | None:
    """The factory that a code leads to now: its own, or the one that it became part of. A query a step."""
    found = Factory.every.select_related("country").filter(code=code).first()
    while found is not None and found.merged_into_id is not None:
        found = Factory.every.select_related("country").get(pk=found.merged_into_id)
    return found


def merges_into(factory_id: int) -> list[FactoryMerge]:
    """Merges that stand, by which other records became part of a factory, the newest first. One query."""
    rows = FactoryMerge.objects.filter(kept=factory_id, split_at__isnull=True).select_related("dropped")
    return list(rows.order_by("-merged_at", "pk"))


def merged_record_ids() -> dict[int, set[int]]:
    """Factory id → ids of the records that were ever merged with it, even if taken back. One query."""
    groups: dict[int, set[int]] = {}
    for kept, dropped in FactoryMerge.objects.values_list("kept_id", "dropped_id"):
        joined = groups.get(kept, {kept}) | groups.get(dropped, {dropped})
        for member in joined:
            groups[member] = joined
    return {member: group - {member} for member, group in groups.items()}
