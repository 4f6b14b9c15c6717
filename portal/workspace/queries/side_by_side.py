"""Several factories of one's own beside each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from assessments.queries.final_assessments import CommentWindow, comment_windows
from countries.queries.local_time import LocalDays
from portal.models import SupplierProgress, SupplierReport
from portal.queries import outlook, reports_without_findings, whole_progress_of
from portal.workspace.queries.own_factories import live_plans
from scheduling.queries.intervals import VisitPeriod, usual_periods

if TYPE_CHECKING:
    from factories.models import Factory


@dataclass(frozen=True, slots=True)
class OwnFactory:
    """One of several factories, in one line.

    Attributes:
        factory: with `recognition_id` and `recognised_on`.
        to_go: criteria that are not met or lack evidence; None without a verdict.
        overdue: items of the improvement plan.
        windows: comment windows that are open, the one that closes first first.
        next_visit: by the usual interval; None before the first full assessment.
        is_visit_due: whether that period has begun.
    """

    factory: Any  # annotated
    report: SupplierReport | None
    progress: SupplierProgress | None
    to_go: int | None
    overdue: int
    windows: list[CommentWindow]
    next_visit: VisitPeriod | None
    is_visit_due: bool

    @property
    def rate(self) -> Fraction | None:
        """The share of applicable questions found non-compliant in the latest final assessment."""
        report = self.report
        if report is None or report.noncompliant is None or not report.applicable:
            return None
        return Fraction(report.noncompliant, report.applicable)


SORT_KEYS: Mapping[str, Callable[[OwnFactory], Any]] = {
    "name": lambda row: row.factory.name.casefold(),
    "country": lambda row: row.factory.country_id,
    "to_go": lambda row: row.to_go,
    "assessed": lambda row: row.report.assessed_on if row.report else None,
    "rate": lambda row: row.rate,
    "overdue": lambda row: row.overdue,
    "window": lambda row: row.windows[0].closes_on if row.windows else None,
    "next": lambda row: row.next_visit.opens_on if row.next_visit else None,
}


def side_by_side(factories: Sequence[Factory], *, cases: bool, days: LocalDays) -> list[OwnFactory]:
    """Factories with where each stands. Five queries.

    `cases`: whether the reader may know of zero-tolerance cases; else the criteria are those without any.
    """
    ids = [factory.pk for factory in factories]
    reports, plans = reports_without_findings(ids), live_plans(ids)
    progress = whole_progress_of(ids)
    windows: dict[int, list[CommentWindow]] = {factory_id: [] for factory_id in ids}
    for window in comment_windows(ids):
        windows[window.factory_id].append(window)
    assessed = {
        pk: date.fromisoformat(report.trend[-1]["assessed_on"])
        for pk, report in reports.items()
        if report.trend
    }
    recognised = {factory.pk for factory in factories if factory.recognition_id}  # type: ignore[attr-defined]
    periods = usual_periods(assessed, recognised)
    rows = []
    for factory in factories:
        today = days.of(factory.country_id)
        verdict = progress.get(factory.pk)
        rows.append(
            OwnFactory(
                factory=factory,
                report=reports.get(factory.pk),
                progress=verdict,
                to_go=None if verdict is None else _to_go(verdict, cases=cases),
                overdue=len(outlook(plans.get(factory.pk, []), today).overdue),
                windows=[window for window in windows[factory.pk] if window.closes_on >= today],
                next_visit=periods.get(factory.pk),
                is_visit_due=factory.pk in periods and periods[factory.pk].opens_on <= today,
            )
        )
    return rows


def in_order(rows: Sequence[OwnFactory], sort: str) -> list[OwnFactory]:
    """The rows by a key, with a minus before it downwards; what is not known comes last either way."""
    key = SORT_KEYS.get(sort.removeprefix("-"), SORT_KEYS["name"])
    by_name = sorted(rows, key=SORT_KEYS["name"])
    known = [row for row in by_name if key(row) is not None]
    known.sort(key=key, reverse=sort.startswith("-"))
    return [*known, *(row for row in by_name if key(row) is None)]


def _to_go(verdict: SupplierProgress, *, cases: bool) -> int:
    rows = [row for row in verdict.criteria_rows if cases or not row["restricted"]]
    return sum(row["outcome"] != "met" for row in rows)
