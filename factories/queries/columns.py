"""The registry as plain rows for the judgement: which factories are judged, and their head counts over time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import CharField, DateField, F, IntegerField, Q, Value
from django.db.models.functions import Cast

from factories.models import Factory, Workforce
from journal.bulk import fetch_columns

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
    recorded_at: datetime  # a count of the same day replaces it in place


@dataclass(frozen=True, slots=True)
class RegistryRows:
    """Factories in order of code, and every head count of these and perhaps of others."""

    factories: list[JudgedFactory]
    head_counts: list[HeadCount]


def every_head_count() -> list[HeadCount]:
    """All head counts there are. One statement."""
    rows = Workforce.objects.values_list(*HeadCount._fields)
    return [HeadCount(*row) for row in rows]


def registry_rows(
    factories: Collection[int] | None = None, *, on: date, known_at: datetime | None = None
) -> RegistryRows:
    """Factories that were open on a day, and head counts. One statement, however many there are.

    Args:
        factories: at most 500 ids, or None for all.
        on: the day.
        known_at: leave out what was recorded later.
    """
    nobody = Cast(Value(None), IntegerField())
    opened = Q(is_closed=False, closed_on__isnull=True) | Q(closed_on__gt=on)
    registered = Factory.objects.filter(opened).annotate(
        factory_=F("id"),
        code_=F("code"),
        country_=F("country_id"),
        day_=Cast(Value(None), DateField()),
        workers_=nobody,
        women_=nobody,
    )
    counted = Workforce.objects.annotate(
        factory_=F("factory_id"),
        code_=Value("", output_field=CharField()),
        country_=Value("", output_field=CharField()),
        day_=F("counted_on"),
        workers_=F("workers"),
        women_=F("women_workers"),
    )
    if factories is not None:
        if len(factories) > MANY:
            raise ValueError(f"at most {MANY} factories at once, or None for all of them")
        few = sorted(factories)
        registered, counted = registered.filter(id__in=few), counted.filter(factory_id__in=few)
    if known_at is not None:
        registered, counted = (
            registered.filter(recorded_at__lte=known_at),
            counted.filter(recorded_at__lte=known_at),
        )
    columns = ("id", "factory_", "code_", "country_", "day_", "workers_", "women_", "recorded_at")
    rows = registered.values_list(*columns).union(counted.values_list(*columns), all=True)
    found = RegistryRows([], [])
    for row_id, factory_id, code, country, day, workers, women, recorded_at in zip(
        *fetch_columns(rows), strict=True
    ):
        if day is None:
            found.factories.append(JudgedFactory(row_id, code, country))
        else:
            found.head_counts.append(HeadCount(row_id, factory_id, day, workers, women, recorded_at))
    found.factories.sort(key=lambda factory: factory.code)
    return found
