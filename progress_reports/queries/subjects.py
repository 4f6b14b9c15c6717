"""Factories with all that is read of them for a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from criteria.queries.past_outcomes import Outcomes, past_outcomes
from factories.domain.scopes import FINDINGS, PLAN, covers
from portal.queries import (
    PlainCriteria,
    criteria_by_country,
    listings,
    shared_whole_reports,
    whole_progress_of,
)
from portal.workspace.queries import live_plans
from portal.workspace.queries.criteria_met import assessment_days
from progress_reports.queries.changes import earlier_facts
from progress_reports.queries.history import Values, earlier_days, earlier_values
from sector_tables.queries.peer_releases import LatestRelease, latest_releases

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
        peers: what was released of comparable factories of its country.
        scope: what the brand reads of the factory; everything for the factory itself.
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
    peers: LatestRelease | None
    scope: str

    @property
    def has_findings(self) -> bool:
        """Whether the findings are part of the report."""
        return covers(self.scope, FINDINGS)

    @property
    def has_plan(self) -> bool:
        """Whether the improvement plan is part of the report."""
        return covers(self.scope, PLAN)


def subjects_of(
    factories: Mapping[Factory, date], language: str, brand: Brand | None, scope: str
) -> list[ReportSubject]:
    """The factories that have a verdict, each as of its day."""
    progress = whole_progress_of([factory.pk for factory in factories])
    known = [factory for factory in factories if factory.pk in progress]
    ids = [factory.pk for factory in known]
    judged: dict[tuple[str, date], list[int]] = defaultdict(list)
    for factory in known:
        judged[progress[factory.pk].criteria, factories[factory]].append(factory.pk)
    earlier = _earlier(judged)
    reports = shared_whole_reports(dict.fromkeys(ids, scope))
    plans = live_plans(ids) if brand is None else {pk: report.plan for pk, report in reports.items()}
    outcomes = _outcomes(judged, reports)
    before = earlier_facts(reports, plans, outcomes)
    listed = {listing.factory_id: listing for listing in listings().filter(factory__in=ids)}
    peers = latest_releases({factory.country_id for factory in known})
    criteria = criteria_by_country(
        {(progress[factory.pk].criteria, factory.country_id) for factory in known}, language=language
    )
    return [
        ReportSubject(
            factory=factory,
            on=factories[factory],
            progress=progress[factory.pk],
            report=reports.get(factory.pk),
            criteria=criteria.get((progress[factory.pk].criteria, factory.country_id)),
            plan=plans.get(factory.pk, []),
            earlier=earlier.get(factory.code, {}),
            brand=brand,
            listing=listed.get(factory.pk),
            outcomes=outcomes.get(factory.pk, {}),
            facts_before=before.get(factory.pk),
            peers=peers.get(factory.country_id),
            scope=scope,
        )
        for factory in known
    ]


def _earlier(judged: Judged) -> Values:
    found: Values = {}
    for (criteria, on), ids in judged.items():
        found |= earlier_values(ids, criteria=criteria, days=earlier_days(on))
    return found


def _outcomes(judged: Judged, reports: Mapping[int, SupplierReport]) -> dict[int, Outcomes]:
    found: dict[int, Outcomes] = {}
    for (criteria, on), ids in judged.items():
        days = {factory_id: assessment_days(reports.get(factory_id)) for factory_id in ids}
        found |= past_outcomes(days, criteria=criteria, on=on, cases=True)
    return found
