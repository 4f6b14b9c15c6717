"""Pairs of factories that may be one, and merges that can be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q

from accounts.models import Role
from factories.models import DuplicatePair, Factory, FactoryMerge
from factories.queries.lookups import standing
from factories.queries.visibility import countries_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

OPEN = DuplicatePair.State.OPEN


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Whom a factory may be, as a mark in a list: the pair, and the other factory."""

    pair_id: int
    code: str
    name: str


def pairs_visible_to(user: User) -> QuerySet[DuplicatePair]:
    """Pairs of countries that the user decides in: the global team everywhere, a country manager in the country."""
    standing = DuplicatePair.objects.filter(first__merged_into__isnull=True, second__merged_into__isnull=True)
    decided = DuplicatePair.objects.filter(state=DuplicatePair.State.SAME)
    pairs = standing | decided
    if user.role == Role.GLOBAL:
        return pairs
    if user.role == Role.MANAGER:
        mine = countries_of(user)
        return pairs.filter(first__country__in=mine, second__country__in=mine)
    return DuplicatePair.objects.none()


def merges_visible_to(user: User) -> QuerySet[FactoryMerge]:
    """Merges of countries that the user decides in."""
    if user.role == Role.GLOBAL:
        return FactoryMerge.objects.all()
    if user.role == Role.MANAGER:
        mine = countries_of(user)
        return FactoryMerge.objects.filter(kept__country__in=mine, dropped__country__in=mine)
    return FactoryMerge.objects.none()


def in_open_pairs() -> QuerySet[Factory, int]:
    """Ids of factories that may be registered twice, as a subquery."""
    pairs = DuplicatePair.objects.filter(state=OPEN)
    either = Q(pk__in=pairs.values("first")) | Q(pk__in=pairs.values("second"))
    return Factory.objects.filter(either).values_list("pk", flat=True)


def suspicions_of(factory_ids: Collection[int]) -> dict[int, list[Suspicion]]:
    """Open pairs by factory id, the likeliest first. One query."""
    pairs = DuplicatePair.objects.filter(
        Q(first__in=factory_ids) | Q(second__in=factory_ids),
        first__country=F("second__country"),  # one of them may have been registered in the wrong country
        state=OPEN,
        first__merged_into__isnull=True,
        second__merged_into__isnull=True,
    )
    found: dict[int, list[Suspicion]] = defaultdict(list)
    wanted = set(factory_ids)
    for pair in pairs.select_related("first", "second").order_by("-score", "pk"):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if one.pk in wanted:
                found[one.pk].append(Suspicion(pair.pk, other.code, other.name))
    return found


def stands_for(code: str) -> Factory | None:
    """The factory that a code leads to now: its own, or the one that it became part of. A query a step."""
    found = Factory.every.select_related("country").filter(code=code).first()
    while found is not None and found.merged_into_id is not None:
        found = Factory.every.select_related("country").get(pk=found.merged_into_id)
    return found


def merges_into(factory_id: int) -> list[FactoryMerge]:
    """Merges that stand, by which other records became part of a factory, the newest first. One query."""
    rows = FactoryMerge.objects.filter(kept=factory_id, split_at__isnull=True).select_related("dropped")
    return list(rows.order_by("-merged_at", "pk"))


def merged_together() -> dict[int, set[int]]:
    """Factory id → ids of the records that were ever merged with it, even if taken back. One query."""
    groups: dict[int, set[int]] = {}
    for kept, dropped in FactoryMerge.objects.values_list("kept_id", "dropped_id"):
        joined = groups.get(kept, {kept}) | groups.get(dropped, {dropped})
        for member in joined:
            groups[member] = joined
    return {member: group - {member} for member, group in groups.items()}


def parts_of(factory_id: int) -> list[int]:
    """Ids of the records that became part of a factory, and of those that became part of them. One query."""
    into = dict(Factory.every.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    return sorted(pk for pk in into if standing(pk, into) == factory_id)
