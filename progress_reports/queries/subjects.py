"""Factories with all that is read of them for a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from criteria.queries.past_outcomes import Outcomes, past_outcomes
from portal.queries import PlainCriteria, criteria_named, listings, progress_of, report_of
from portal.workspace.queries import live_plan
from portal.workspace.queries.criteria_met import assessment_days
from progress_reports.queries.changes import earlier_facts
from progress_reports.queries.history import Values, earlier_days, earlier_values

if TYPE_CHECKING:
    from factories.models import Brand, Factory
    from portal.models import Listing, SupplierProgress, SupplierReport

Json = dict[str, Any]
Judged = Mapping[tuple[str, date], Sequence[int]]
"""(criteria, day) → ids of the factories that are judged by them on the day."""


@dataclass(frozen=True, slots=True)
class ReportSubject:
    """One factory with what is read of it.

    Attributes:
        earlier: criterion → its rows of earlier years.
        outcomes: of every criterion on the days of its assessments.
        facts_before: what is compared, on the day of the assessment before the latest.
    """

    factory: Factory
    on: date
    progress: SupplierProgress
    report: SupplierReport | None
    criteria: PlainCriteria | None
    plan: list[Json]
    earlier: Mapping[str, Sequence[Mapping[str, Any] | None]]
    brand: Brand | None
    listing: Listing | None
    outcomes: Outcomes
    facts_before: Json | None


def subjects_of(factories: Mapping[Factory, date], language: str, brand: Brand | None) -> list[ReportSubject]:
    """The factories that have a verdict, each as of its day."""
    found = {factory: progress_of(factory.pk) for factory in factories}
    known = {factory: progress for factory, progress in found.items() if progress is not None}
    judged: dict[tuple[str, date], list[int]] = defaultdict(list)
    for factory, progress in known.items():
        judged[progress.criteria, factories[factory]].append(factory.pk)
    earlier = _earlier(judged)
    reports = {factory.pk: report_of(factory.pk) for factory in known}
    plans = {factory.pk: _plan(factory.pk, reports[factory.pk], brand) for factory in known}
    outcomes = _outcomes(judged, reports)
    before = earlier_facts(reports, plans, outcomes)
    listed = {listing.factory_id: listing for listing in listings().filter(factory__in=list(reports))}
    named: dict[tuple[str, str], PlainCriteria | None] = {}
    for factory, progress in known.items():
        key = (progress.criteria, factory.country_id)
        if key not in named:
            named[key] = criteria_named(key[0], language=language, country=key[1])
    return [
        ReportSubject(
            factory=factory,
            on=factories[factory],
            progress=progress,
            report=reports[factory.pk],
            criteria=named[progress.criteria, factory.country_id],
            plan=plans[factory.pk],
            earlier=earlier.get(factory.code, {}),
            brand=brand,
            listing=listed.get(factory.pk),
            outcomes=outcomes.get(factory.pk, {}),
            facts_before=before.get(factory.pk),
        )
        for factory, progress in known.items()
    ]


def _plan(factory_id: int, report: SupplierReport | None, brand: Brand | None) -> list[Json]:
    if brand is None:
        return live_plan(factory_id)
    return report.plan if report else []


def _earlier(judged: Judged) -> Values:
    found: Values = {}
    for (criteria, on), ids in judged.items():
        found |= earlier_values(ids, criteria=criteria, days=earlier_days(on))
    return found


def _outcomes(judged: Judged, reports: Mapping[int, SupplierReport | None]) -> dict[int, Outcomes]:
    found: dict[int, Outcomes] = {}
    for (criteria, on), ids in judged.items():
        days = {factory_id: assessment_days(reports[factory_id]) for factory_id in ids}
        found |= past_outcomes(days, criteria=criteria, on=on, cases=True)
    return found
