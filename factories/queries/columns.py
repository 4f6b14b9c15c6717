"""The registry as plain rows for the judgement: which factories are judged, and their head counts over time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from itertools import starmap
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, Value
from django.db.models.functions import Concat

from factories.models import Factory, Workforce
from journal.together import UNKNOWN, Rows, shaped

if TYPE_CHECKING:
    from django.db.models import QuerySet


FACTORY, HEAD_COUNT = "factory", "head_count"


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
    """All head counts there are, superseded ones too. One statement."""
    rows = Workforce.objects.values_list(*HeadCount._fields)
    return [HeadCount(*row) for row in rows]


def registry_parts(
    factories: Collection[int] | None, *, on: date, known_at: datetime | None
) -> list[QuerySet[Any]]:
    """Factories that were open on a day (`factory`), and head counts (`head_count`), to be read with other tables.

    Args:
        factories: ids, or None for all.
        on: the day.
        known_at: leave out what was recorded later.
    """
    opened = Q(is_closed=False, closed_on__isnull=True) | Q(closed_on__gt=on)
    registered, counted = Factory.objects.filter(opened), Workforce.objects.all()
    if factories is not None:
        registered, counted = registered.filter(id__in=factories), counted.filter(factory_id__in=factories)
    if known_at is None:
        counted = counted.filter(superseded_at__isnull=True)
    else:
        registered = registered.filter(recorded_at__lte=known_at)
        still = Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at)
        counted = counted.filter(still, recorded_at__lte=known_at)
    named = Concat("country_id", Value(" "), "code")
    return [
        shaped(registered, FACTORY, factory="id", text=named),
        shaped(counted, HEAD_COUNT, "counted_on", numbers=("workers", "women_workers"), at="recorded_at"),
    ]


def judged_factories(rows: Rows) -> list[JudgedFactory]:
    """Factories as `registry_parts` gives them, in order of code."""
    named = (text.split(" ", 1) for text in rows.texts)
    found = [JudgedFactory(key, code, country) for key, (country, code) in zip(rows.ids, named, strict=True)]
    return sorted(found, key=attrgetter("code"))


def head_counts(rows: Rows) -> list[HeadCount]:
    """Head counts as `registry_parts` gives them."""
    workers, women, *_ = rows.numbers
    counted = (None if number == UNKNOWN else number for number in women)
    said = zip(rows.ids, rows.factories, rows.days, workers, counted, rows.instants, strict=True)
    return list(starmap(HeadCount, said))
