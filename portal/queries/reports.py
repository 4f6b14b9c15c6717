"""One factory's report and verdict in summary. Whoever calls has asked the policy who is looking."""

from __future__ import annotations

from collections.abc import Collection

from portal.models import SupplierProgress, SupplierReport
from portal.queries.wording import reword, reword_all


def report_of(factory_id: int) -> SupplierReport | None:
    """Findings, plan and trend of a factory, in the language of the page. One query, in English; else two."""
    return reword(SupplierReport.objects.filter(pk=factory_id).first())


def progress_of(factory_id: int) -> SupplierProgress | None:
    """The current verdict of a factory in summary. One query."""
    return SupplierProgress.objects.filter(pk=factory_id).first()


def whole_reports_of(factory_ids: Collection[int]) -> dict[int, SupplierReport]:
    """Reports with their findings, in the language of the page. One query, in English; else two."""
    reports = list(SupplierReport.objects.filter(pk__in=factory_ids))
    return {report.pk: report for report in reword_all(reports)}


def whole_progress_of(factory_ids: Collection[int]) -> dict[int, SupplierProgress]:
    """Current verdicts with their single criteria. One query."""
    return SupplierProgress.objects.in_bulk(list(factory_ids))


def reports_of(factory_ids: Collection[int]) -> dict[int, SupplierReport]:
    """Plan, counts and trend of a page of factories, without the findings. One query."""
    return SupplierReport.objects.defer("findings").in_bulk(list(factory_ids))


def progress_of_several(factory_ids: Collection[int]) -> dict[int, SupplierProgress]:
    """Outcome and pillars of a page of factories, without the single criteria. One query."""
    return SupplierProgress.objects.defer("criteria_rows").in_bulk(list(factory_ids))
