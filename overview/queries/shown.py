"""All numbers of one reader's overview, read in a constant number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from overview.queries.clusters import ClusterYears, clusters_over_years
from overview.queries.figures import (
    Numbers,
    figures_of_year,
    is_behind,
    kept_at,
    kept_figures,
)
from portal.inspectors.queries.priorities import priorities_for
from scheduling.queries.visit_schedule import overdue, placed_rows, plan_visible_to

if TYPE_CHECKING:
    from accounts.models import User

YEARS = 6
PLANNED, LATE, PRIORITY = "planned", "late", "priority"


@dataclass(frozen=True, slots=True)
class OverviewNumbers:
    """What the page shows.

    Attributes:
        years: oldest first; the last is the running one.
        figures: by year, figure and country; a year that was not counted is not there.
        today: by figure and country what has no years: visits planned and late, priority factories.
        clusters: of the one country or of the programme; None where several countries of a programme have no table.
        counted_at: when what is kept was counted; None: never.
        is_behind: whether changes wait to be counted.
    """

    countries: tuple[str, ...]
    years: tuple[int, ...]
    figures: Mapping[int, Numbers]
    today: Numbers
    clusters: list[ClusterYears] | None
    counted_at: datetime | None
    is_behind: bool

    @property
    def this_year(self) -> int:
        """The running year."""
        return self.years[-1]

    def of(self, name: str, year: int, *countries: str) -> int | None:
        """A figure of some countries together, of all when none is named; None where it was not counted."""
        found = self.figures.get(year, {}).get(name, {})
        known = [found[code] for code in countries or self.countries if code in found]
        return sum(known) if known else None

    def now(self, name: str, *countries: str) -> int:
        """What has no years."""
        return sum(self.today[name].get(code, 0) for code in countries or self.countries)


def overview_numbers(
    user: User,
    countries: Sequence[str],
    today: Sequence[str],
    *,
    on: date,
    sector: str | None,
    language: str,
) -> OverviewNumbers:
    """The numbers of some countries.

    Args:
        today: figures counted for this page, not kept: how factories stand, and the plan, that the person may read.
        sector: whose sector table: a country, "" for the programme, None for none.
    """
    years = tuple(range(on.year - YEARS + 1, on.year + 1))
    found: dict[int, Numbers] = kept_figures(countries, years)
    found[on.year] = found.get(on.year, {}) | figures_of_year(on.year, countries, today, is_over=False)
    first = min((year for year in years if any(map(_is_any, found.get(year, {}).values()))), default=on.year)
    shown = tuple(year for year in years if year >= first)
    counted_at = kept_at(countries)
    return OverviewNumbers(
        countries=tuple(countries),
        years=shown,
        figures=found,
        today=_visits(user, countries, on)
        | {
            PRIORITY: _counted(priorities_for(user).filter(country__in=countries), "country"),
        },
        clusters=None if sector is None else clusters_over_years(sector, shown, language=language),
        counted_at=counted_at,
        is_behind=is_behind(countries, counted_at),
    )


def _is_any(numbers: Mapping[str, int]) -> bool:
    return any(numbers.values())


def _visits(user: User, countries: Sequence[str], on: date) -> Numbers:
    """Visits with a day in the running year, and those whose window has ended, by country."""
    rows = plan_visible_to(user).filter(factory__country__in=countries)
    this_year = Q(starts_on__range=(date(on.year, 1, 1), date(on.year, 12, 31)))
    return {
        PLANNED: _counted(placed_rows(rows).filter(this_year), "factory__country"),
        LATE: _counted(overdue(rows, on), "factory__country"),
    }


def _counted(rows: Any, path: str) -> dict[str, int]:
    counted = rows.order_by().values(path).annotate(rows_counted=Count("pk"))
    return dict(counted.values_list(path, "rows_counted"))
