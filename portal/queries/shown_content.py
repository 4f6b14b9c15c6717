"""Digests of what brands read of factories, part by part: whether they changed, without keeping what they say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import Any

from portal.models import Listing, SupplierProgress, SupplierReport

Digests = dict[int, dict[str, str]]
REPORTS, PROGRESS, LISTINGS = "reports", "progress", "listings"
PARTS: dict[str, tuple[str, ...]] = {
    REPORTS: ("report", "findings", "plan", "alert"),
    PROGRESS: ("criteria",),
    LISTINGS: ("recognition",),
}
"""Copy → the parts of `shown_digests` that come from it."""


def shown_digests(copy: str, factory_ids: Collection[int]) -> Digests:
    """Factory id → part → digest, of one of the copies; factories and parts without content are left out. One query.

    What rests on zero-tolerance cases is in none of the parts, except that there is an open one.
    """
    if copy == LISTINGS:
        rows = Listing.objects.filter(factory_id__in=list(factory_ids))
        return {factory: {"recognition": pk.hex} for factory, pk in rows.values_list("factory_id", "pk")}
    if copy == PROGRESS:
        verdicts = SupplierProgress.objects.filter(pk__in=list(factory_ids)).iterator()
        return {verdict.pk: {"criteria": _digest(_criteria(verdict))} for verdict in verdicts}
    reports = SupplierReport.objects.filter(pk__in=list(factory_ids)).iterator()
    return {report.pk: _without_empty(_parts(report)) for report in reports}


def factories_with_content(copy: str) -> set[int]:
    """Ids of all factories of which there is a copy. One query."""
    if copy == LISTINGS:
        return set(Listing.objects.values_list("factory_id", flat=True))
    if copy == PROGRESS:
        return set(SupplierProgress.objects.values_list("pk", flat=True))
    return set(SupplierReport.objects.values_list("pk", flat=True))


def _parts(report: SupplierReport) -> Iterable[tuple[str, Any]]:
    assessed = report.assessed_on.isoformat() if report.assessed_on else None
    shown = [assessed, report.cycle, report.noncompliant, report.applicable, report.trend]
    yield "report", shown if assessed or report.trend else None
    yield "findings", report.findings
    yield "plan", report.plan
    yield "alert", report.alert


def _criteria(verdict: SupplierProgress) -> list[Any]:
    rows = [row for row in verdict.criteria_rows if not row["restricted"]]
    return [
        verdict.criteria,
        verdict.outcome_without_cases,
        [[row["code"], row["outcome"]] for row in rows],
    ]


def _without_empty(parts: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return {name: _digest(content) for name, content in parts if content}


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
