"""One factory's report and verdict in summary. Whoever calls has asked the policy who is looking."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from factories.domain.scopes import FINDINGS, PLAN, covers
from portal.models import SupplierProgress, SupplierReport
from portal.queries.wording import reword, reword_all

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.models import Factory


def whole_report(factory_id: int) -> SupplierReport | None:
    """Findings, plan and trend of a factory, in the language of the page. One query, in English; else two."""
    return reword(SupplierReport.objects.filter(pk=factory_id).first())


def shared_report(factory_id: int, scope: str) -> SupplierReport | None:
    """What a scope opens of a factory's report, in the language of the page. One query, in English; else two."""
    return _in_scope(whole_report(factory_id), scope)


def progress_of(factory_id: int) -> SupplierProgress | None:
    """The current verdict of a factory in summary. One query."""
    return SupplierProgress.objects.filter(pk=factory_id).first()


def judged_among(factories: QuerySet[Factory]) -> QuerySet[Any]:
    """Those of the factories that have a verdict."""
    return factories.filter(pk__in=SupplierProgress.objects.values("pk"))


def whole_progress_of(factory_ids: Collection[int]) -> dict[int, SupplierProgress]:
    """Current verdicts with their single criteria. One query."""
    return SupplierProgress.objects.in_bulk(list(factory_ids))


def whole_reports(factory_ids: Collection[int]) -> dict[int, SupplierReport]:
    """Reports with their findings, in the language of the page. One query, in English; else two."""
    reports = list(SupplierReport.objects.filter(pk__in=list(factory_ids)))
    return {report.pk: report for report in reword_all(reports)}


def reports_without_findings(factory_ids: Collection[int]) -> dict[int, SupplierReport]:
    """Plan, counts and trend of a page of factories, without the findings. One query."""
    return SupplierReport.objects.defer("findings").in_bulk(list(factory_ids))


def shared_reports(scopes: Mapping[int, str]) -> dict[int, SupplierReport]:
    """Reports without the findings of a page of factories, each as far as its scope opens it. One query."""
    return _each_in_scope(reports_without_findings(scopes), scopes)


def shared_whole_reports(scopes: Mapping[int, str]) -> dict[int, SupplierReport]:
    """Reports as far as the scope of each factory opens them, in the language of the page. One query; else two."""
    return _each_in_scope(whole_reports(scopes), scopes)


def progress_of_several(factory_ids: Collection[int]) -> dict[int, SupplierProgress]:
    """Outcome and pillars of a page of factories, without the single criteria. One query."""
    return SupplierProgress.objects.defer("criteria_rows").in_bulk(list(factory_ids))


def outcomes_of(factory_ids: Collection[int]) -> dict[int, tuple[str, dict[str, str]]]:
    """Version of the criteria, and the outcome of each that does not rest on zero-tolerance cases. One query."""
    rows = SupplierProgress.objects.filter(pk__in=list(factory_ids))
    return {
        pk: (name, {row["code"]: row["outcome"] for row in criteria if not row["restricted"]})
        for pk, name, criteria in rows.values_list("pk", "criteria", "criteria_rows")
    }


def _each_in_scope(
    reports: Mapping[int, SupplierReport], scopes: Mapping[int, str]
) -> dict[int, SupplierReport]:
    cut = {pk: _in_scope(report, scopes[pk]) for pk, report in reports.items()}
    return {pk: report for pk, report in cut.items() if report is not None}


def _in_scope(report: SupplierReport | None, scope: str) -> SupplierReport | None:
    """A report without what lies outside a scope; None where nothing is left."""
    if report is None or not scope:
        return None
    if not covers(scope, FINDINGS):
        report.findings = []
    if not covers(scope, PLAN):
        report.plan = []
        if report.assessed_on is None and not report.alert:
            return None
    return report
