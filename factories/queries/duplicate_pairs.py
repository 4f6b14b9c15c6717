"""Factories that may be registered twice: marks in lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q

from factories.models import DuplicatePair, Factory

if TYPE_CHECKING:
    from django.db.models import QuerySet


OPEN = DuplicatePair.State.OPEN


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Whom a factory may be, as a mark in a list: the pair, and the other factory."""

    pair_id: int
    code: str
    name: str


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
    chosen = set(factory_ids)
    for pair in pairs.select_related("first", "second").order_by("-score", "pk"):
        for subject, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if subject.pk in chosen:
                found[subject.pk].append(Suspicion(pair.pk, other.code, other.name))
    return found
