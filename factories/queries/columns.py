"""The registry as plain rows for the judgement: which factories are judged, and their head counts over time.

Every function costs one statement.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from factories.models import Factory, Workforce
from factories.queries.open_factories import open_on


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
    recorded_at: datetime


def every_head_count() -> list[HeadCount]:
    """All head counts there are, superseded ones too."""
    return [HeadCount(*row) for row in Workforce.objects.values_list(*HeadCount._fields)]


def judged_factories(
    factories: Collection[int] | None, *, on: date, known_at: datetime | None
) -> list[JudgedFactory]:
    """Factories that were open on a day, in order of code.

    Args:
        factories: ids, or None for all.
        on: the day.
        known_at: leave out what was recorded later.
    """
    rows = Factory.objects.filter(open_on(on, known_at=known_at))
    if factories is not None:
        rows = rows.filter(id__in=factories)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    found = [JudgedFactory(*row) for row in rows.values_list("id", "code", "country_id")]
    # in Python: databases sort texts by rules of their own
    return sorted(found, key=lambda factory: factory.code)


def head_counts(factories: Collection[int] | None, *, known_at: datetime | None) -> list[HeadCount]:
    """Head counts of factories (None: of all) as they stand, or as they stood at a moment."""
    rows = Workforce.objects.all()
    if factories is not None:
        rows = rows.filter(factory_id__in=factories)
    if known_at is None:
        rows = rows.filter(superseded_at__isnull=True)
    else:
        still = Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at)
        rows = rows.filter(still, recorded_at__lte=known_at)
    return [HeadCount(*row) for row in rows.values_list(*HeadCount._fields)]
