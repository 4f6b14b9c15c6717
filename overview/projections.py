"""The figures of years, counted from what all apps hold. Rebuilt, never edited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from countries.queries.local_time import LocalDays, programme_day
from overview.models import YearFigure
from overview.queries.figures import (
    DURING,
    JUDGED,
    KEPT_YEARS,
    OVERDUE_ITEMS,
    PLAN_FIGURES,
    Numbers,
    countries_of_factories,
    countries_with_factories,
    figures_of_year,
    first_judged,
    first_planned,
    overdue_items,
)

BATCH = 400


def refresh_year_figures(factory_ids: Collection[int] | None = None, *, now: datetime) -> int:
    """Count the years again for the countries of these factories (all when None).

    Returns how many figures there are. The number of statements grows with the years, not with factories.
    """
    every = factory_ids is None or len(factory_ids) > BATCH
    countries = countries_with_factories() if every else countries_of_factories(factory_ids or ())
    this_year = programme_day(now).year
    known_from = dict.fromkeys(JUDGED, first_judged(countries)) | dict.fromkeys(
        PLAN_FIGURES, first_planned(countries)
    )
    years: dict[int, Numbers] = {
        year: figures_of_year(year, countries) for year in range(this_year - KEPT_YEARS, this_year)
    }
    years[this_year] = figures_of_year(this_year, countries, DURING) | {
        OVERDUE_ITEMS: overdue_items(countries, LocalDays(now))
    }
    counted = [
        YearFigure(country=country, year=year, figure=figure, number=numbers.get(country, 0), counted_at=now)
        for year, figures in years.items()
        for figure, numbers in figures.items()
        for country in sorted(countries)
        if figure not in known_from or known_from[figure].get(country, this_year) <= year
    ]
    with transaction.atomic():
        before = YearFigure.objects.all()
        (before if every else before.filter(country__in=countries)).delete()
        YearFigure.objects.bulk_create(counted, batch_size=BATCH)
    return len(counted)
