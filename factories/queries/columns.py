"""The registry as plain rows for the judgement: which factories are judged, and their head counts over time.

Each function costs one statement whatever the number of factories. `factories` are at most 500 ids, or None for all.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from factories.models import Factory, Workforce

MANY = 500
"""How many ids one statement takes."""


class JudgedFactory(NamedTuple):
    """A factory that can be judged."""

    id: int
    code: str
    country: str


class HeadCount(NamedTuple):
    """How many worked there on a day; `women_workers` is None when not counted apart."""

    id: int
    factory_id: int
    counted_on: date
    workers: int
    women_workers: int | None


def judged_factories(
    factories: Collection[int] | None = None, *, on: date, known_at: datetime | None = None
) -> list[JudgedFactory]:
    """Factories that were open on a day, in order of code; with `known_at`, those registered by that moment."""
    was_open = Q(is_closed=False, closed_on__isnull=True) | Q(closed_on__gt=on)
    rows = Factory.objects.filter(was_open)
    if factories is not None:
        rows = rows.filter(id__in=_few(factories))
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return [JudgedFactory(*row) for row in rows.order_by("code").values_list("id", "code", "country_id")]


def head_counts(
    factories: Collection[int] | None = None, *, known_at: datetime | None = None
) -> list[HeadCount]:
    """Every head count; with `known_at`, those recorded by that moment."""
    rows = Workforce.objects.all()
    if factories is not None:
        rows = rows.filter(factory_id__in=_few(factories))
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return [
        HeadCount(*row)
        for row in rows.values_list("id", "factory_id", "counted_on", "workers", "women_workers")
    ]


def _few(factories: Collection[int]) -> list[int]:
    if len(factories) > MANY:
        raise ValueError(f"at most {MANY} factories at once, or None for all of them")
    return sorted(factories)
