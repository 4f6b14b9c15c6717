"""What brands read: every registered factory in the directory, their own suppliers, and reports by live consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.conf import settings
from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.module_loading import import_string

from countries.queries.local_time import LocalDays, On
from factories.domain.scopes import PLAN, SUMMARY
from factories.queries import brands_of, consented_to, registered, sourced_by
from factories.queries.report_access import NO_ACCESS, ReportAccess, access_of, waiting_requests_of
from portal.models import SupplierProgress, SupplierReport
from portal.queries import DONE, progress_of_several, shared_reports, with_recognition

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import AccessRequest, Brand, Factory


class UsualPeriod(Protocol):
    """The days among which a factory's next assessment usually lies."""

    @property
    def opens_on(self) -> date:
        """The first day."""

    @property
    def closes_on(self) -> date:
        """The last day."""


class PlanPace(NamedTuple):
    """How many items of a plan were due by today, how many of these are done, and which are not."""

    done: int
    due: int
    overdue: list[str]


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """One of a brand's suppliers; `report` and `progress` are None without its consent, or without evidence.

    `report` holds what the scope of `access` opens. `waiting`: the brand's request that the factory has not answered.
    `next_visit`: by the programme's usual interval, never by the plan of visits, which is unannounced.
    """

    factory: Factory
    access: ReportAccess
    report: SupplierReport | None
    progress: SupplierProgress | None
    waiting: AccessRequest | None
    today: date
    next_visit: UsualPeriod | None

    @property
    def is_visit_due(self) -> bool:
        """Whether the usual period of the next assessment has begun."""
        return self.next_visit is not None and self.next_visit.opens_on <= self.today

    @property
    def pace(self) -> PlanPace | None:
        """How far the plan is; None when it is not open to the brand."""
        if self.report is None or not self.access.covers(PLAN):
            return None
        today = self.today.isoformat()
        due = [item for item in self.report.plan if item["due_on"] and item["due_on"] < today]
        overdue = [item["ref"] for item in due if item["status"] not in DONE]
        return PlanPace(len(due) - len(overdue), len(due), overdue)

    @property
    def consented(self) -> bool:
        """Whether the factory shares anything with the brand."""
        return self.access.covers(SUMMARY)

    @property
    def rates(self) -> list[dict[str, int]]:
        """Non-compliance of each final assessment, oldest first."""
        trend = self.report.trend if self.report else []
        return [{"n": point["noncompliant"], "of": point["applicable"]} for point in trend]

    @property
    def open_items(self) -> int | None:
        """Plan items that are not done yet; None when the plan is not open to the brand."""
        if self.report is None or not self.access.covers(PLAN):
            return None
        return sum(item["status"] not in DONE for item in self.report.plan)


def directory(brands: QuerySet[Brand], on: On) -> QuerySet[Any]:
    """Every registered factory, each with its recognition and whether it is one's own supplier (`mine`)."""
    own_suppliers = sourced_by(brands, on).filter(pk=OuterRef("pk"))
    return with_recognition(registered()).annotate(mine=Exists(own_suppliers)).select_related("country")


def suppliers(brands: QuerySet[Brand], on: On) -> QuerySet[Any]:
    """One's own suppliers, each with its recognition and whether it consented (`consented`)."""
    consented = consented_to(brands, on).filter(pk=OuterRef("pk"))
    return (
        with_recognition(sourced_by(brands, on))
        .annotate(consented=Exists(consented))
        .select_related("country")
    )


def rate_key() -> Combinable:
    """Sort key of a supplier's latest rate: ten-thousandths, −1 where there is no consent or no rate."""
    latest = SupplierReport.objects.filter(pk=OuterRef("pk"), applicable__gt=0).annotate(
        key=ExpressionWrapper(F("noncompliant") * 10000 / F("applicable"), output_field=IntegerField())
    )
    # without consent the subquery is not even asked: the order of a list must not tell a rate
    known = Case(When(consented=True, then=Subquery(latest.values("key")[:1])), output_field=IntegerField())
    return Coalesce(known, Value(-1))


def supplier_rows(factories: Sequence[Any], user: User, on: LocalDays) -> list[SupplierRow]:
    """A page of suppliers (of `suppliers`) with what each lets the user's brands read. Four queries."""
    ids = [factory.pk for factory in factories]
    access, waiting = access_of(brands_of(user), on, ids), waiting_requests_of(user, on, ids)
    reports = shared_reports({pk: found.scope for pk, found in access.items()})
    progress = progress_of_several(access)
    periods = _usual_periods(factories, reports)
    return [
        SupplierRow(
            factory=factory,
            access=access.get(factory.pk, NO_ACCESS),
            report=reports.get(factory.pk),
            progress=progress.get(factory.pk),
            waiting=waiting.get(factory.pk),
            today=on.of(factory.country_id),
            next_visit=periods.get(factory.pk),
        )
        for factory in factories
    ]


def _usual_periods(
    factories: Sequence[Any], reports: Mapping[int, SupplierReport]
) -> Mapping[int, UsualPeriod]:
    """When each is usually assessed again, after the last full assessment that the brand reads of. No query."""
    latest = {
        pk: date.fromisoformat(report.trend[-1]["assessed_on"])
        for pk, report in reports.items()
        if report.trend
    }
    recognised = {factory.pk for factory in factories if factory.recognition_id}
    periods: Mapping[int, UsualPeriod] = import_string(settings.USUAL_PERIODS)(latest, recognised)
    return periods
