"""The figures of countries and years, each counted over exactly the rows that its list shows.

They are kept (`overview.models.YearFigure`), except for how factories stand today and the running year's plan: these
are counted for each page, in one statement a figure, for all countries at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import Count, Max, Min, QuerySet

from assessments.models import Assessment
from criteria.queries.criteria import PROGRAMME
from criteria.queries.verdicts import evaluations
from factories.queries.by_id import every_factory
from factory_table.queries.standing import STANDINGS, assessed_in, standing_so
from journal.queries import is_pending
from overview.models import YearFigure
from overview.queries.plan_items import OVERDUE, VERIFIED, items_in_state, items_of
from scheduling.queries.visit_schedule import done_rows, planned_assessments_due

if TYPE_CHECKING:
    from countries.queries.local_time import LocalDays

Numbers: TypeAlias = dict[str, dict[str, int]]
"""By figure, then by country; a country of which nothing is known is not there."""

ASSESSMENTS, ASSESSED, DUE, VERIFIED_ITEMS = "assessments", "assessed", "items_due", "items_verified"
PLAN_FIGURES = VISITS_DUE, VISITS_DONE = "visits_due", "visits_done"
"""What the plan wanted done in the year, and how much of that was: for readers of the whole plan alone; nothing is
known of years before the first was due."""
OVERDUE_ITEMS = "items_overdue"
"""Of the running year alone, as of the day on which it was counted."""
DURING = (ASSESSMENTS, ASSESSED, *PLAN_FIGURES, DUE, VERIFIED_ITEMS)
"""Counted over a year; the standings are counted at its end."""
FIGURES = (*STANDINGS, *DURING)
JUDGED = ("eligible", "close")
"""What verdicts say: nothing is known of years before there were any."""
KEPT_YEARS = 10
COUNTED_BY = "overview.refresh_year_figures"
"""The reaction that counts a factory's country again."""


def figures_of_year(
    year: int, countries: Collection[str], figures: Iterable[str] = FIGURES, *, is_over: bool = True
) -> Numbers:
    """A year's figures by country. Standings are those of its end; of a year that is not over those of today.

    One statement a figure.
    """
    nothing = dict.fromkeys(countries, 0)
    return {name: nothing | _by_country(*_rows(name, year, countries, is_over=is_over)) for name in figures}


def first_judged(countries: Collection[str]) -> dict[str, int]:
    """The year of the first verdict on a factory of each country that has one. One statement."""
    rows = evaluations().filter(criteria__code=PROGRAMME, factory__in=_factories(countries))
    first = rows.order_by().values("factory__country").annotate(day=Min("as_of"))
    return {country: day.year for country, day in first.values_list("factory__country", "day")}


def first_planned(countries: Collection[str]) -> dict[str, int]:
    """The year in which the first assessment of each country's plan was due. One statement."""
    rows = planned_assessments_due(date.min, date.max).filter(factory__in=_factories(countries))
    first = rows.order_by().values("factory__country").annotate(day=Min("due_on"))
    return {country: day.year for country, day in first.values_list("factory__country", "day")}


def overdue_items(countries: Collection[str], days: LocalDays) -> dict[str, int]:
    """How many items of plans are overdue, by country. One statement."""
    return _by_country(items_in_state(items_of(_factories(countries)), OVERDUE, days), "factory__country")


def kept_figures(countries: Collection[str], years: Collection[int]) -> dict[int, Numbers]:
    """What is kept, by year, of the countries together and singly. One statement."""
    found: dict[int, Numbers] = {}
    rows = YearFigure.objects.filter(country__in=countries, year__in=years)
    for year, figure, country, number in rows.values_list("year", "figure", "country", "number"):
        found.setdefault(year, {}).setdefault(figure, {})[country] = number
    return found


def kept_at(countries: Collection[str]) -> datetime | None:
    """When the years that are over were counted last. One statement."""
    latest: datetime | None = YearFigure.objects.filter(country__in=countries).aggregate(
        at=Max("counted_at")
    )["at"]
    return latest


def is_behind(countries: Collection[str], since: datetime | None) -> bool:
    """Whether something of these countries was recorded since then that waits to be counted."""
    return is_pending(COUNTED_BY, since=since, factory_ids=_factories(countries).values("pk"))


def countries_of_factories(factory_ids: Collection[int]) -> set[str]:
    """The countries of some factories. One statement."""
    rows = every_factory().filter(pk__in=factory_ids)
    return set(rows.values_list("country_id", flat=True).distinct())


def countries_with_factories() -> set[str]:
    """Every country that has a factory. One statement."""
    return set(every_factory().values_list("country_id", flat=True).distinct())


def _factories(countries: Collection[str]) -> QuerySet[Any]:
    return every_factory().filter(country__in=countries)


def _rows(name: str, year: int, countries: Collection[str], *, is_over: bool) -> tuple[QuerySet[Any], str]:
    """The rows of a figure, and the path from each to its country."""
    factories, within = _factories(countries), (date(year, 1, 1), date(year, 12, 31))
    if name in STANDINGS:
        return standing_so(factories, name, end_of=year if is_over else None), "country"
    if name == ASSESSED:
        return assessed_in(factories, year), "country"
    if name == ASSESSMENTS:
        finals = Assessment.objects.filter(state=Assessment.State.FINAL, assessed_on__range=within)
        return finals.filter(factory__in=factories), "factory__country"
    if name in PLAN_FIGURES:
        planned = planned_assessments_due(*within).filter(factory__in=factories)
        return planned if name == VISITS_DUE else done_rows(planned), "factory__country"
    if name == DUE:
        return items_of(factories).filter(due_on__range=within), "factory__country"
    return items_of(factories).filter(status=VERIFIED, verified_on__range=within), "factory__country"


def _by_country(rows: QuerySet[Any], path: str) -> dict[str, int]:
    counted = rows.order_by().values(path).annotate(rows_counted=Count("pk"))
    return dict(counted.values_list(path, "rows_counted"))
