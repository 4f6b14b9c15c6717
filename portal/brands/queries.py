"""What brands read: every registered factory in the directory, their own suppliers, and reports by live consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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

from countries.queries.local_time import On
from factories.queries import consented_to, registered, sourced_by
from portal.models import SupplierProgress, SupplierReport
from portal.queries import DONE, progress_of_several, reports_of, with_recognition

if TYPE_CHECKING:
    from factories.models import Brand, Factory


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """One of a brand's suppliers; `report` and `progress` are None without its consent, or without evidence."""

    factory: Factory
    consented: bool
    report: SupplierReport | None
    progress: SupplierProgress | None

    @property
    def rates(self) -> list[dict[str, int]]:
        """Non-compliance of each final assessment, oldest first."""
        trend = self.report.trend if self.report else []
        return [{"n": point["noncompliant"], "of": point["applicable"]} for point in trend]

    @property
    def open_items(self) -> int | None:
        """Plan items that are not done yet; None when the plan is not open to the brand."""
        return None if self.report is None else sum(item["status"] not in DONE for item in self.report.plan)


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


def supplier_rows(factories: Sequence[Any]) -> list[SupplierRow]:
    """A page of suppliers (of `suppliers`) with what each lets the brand read. Two queries."""
    open_ids = [factory.pk for factory in factories if factory.consented]
    reports, progress = reports_of(open_ids), progress_of_several(open_ids)
    return [
        SupplierRow(
            factory=factory,
            consented=factory.consented,
            report=reports.get(factory.pk),
            progress=progress.get(factory.pk),
        )
        for factory in factories
    ]
