"""Findings, plan and trend of factories, for the brands they consent to; the public part for everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from advisory.queries.histories import open_cases, plan_of
from assessments.queries.final_assessments import FinalAssessment, final_assessments
from assessments.queries.findings import FindingInWords, PublicIssue, findings_of, public_issues
from factories.queries.by_id import every_factory
from portal.models import PublicAssessment, SupplierReport
from portal.projections.public_assessments import public_assessments, public_part
from portal.projections.versions import rebuilding, slices
from questionnaires.queries.questionnaires import place_names
from responses.queries.responses import agreed_of_factories, comments_of_factories

if TYPE_CHECKING:
    from advisory.models import PlanItem

WRITTEN = tuple(field.name for field in SupplierReport._meta.concrete_fields if not field.primary_key)
Json = dict[str, Any]


class _OfFactory(Protocol):
    @property
    def factory_id(self) -> int: ...


Row = TypeVar("Row", bound=_OfFactory)


def refresh_reports(factory_ids: Collection[int] | None = None) -> int:
    """Copy what is final of some factories (all when None); returns how many factories have a report.

    What everybody may read of it is copied with it. What advisers find and write on visits
    stays with the programme and the factory: only assessments are reported.
    """
    if factory_ids is None:
        factory_ids = set(every_factory().values_list("pk", flat=True)) | set(
            SupplierReport.objects.values_list("pk", flat=True)
        )
    return sum(_refresh(part) for part in slices(factory_ids))


def _refresh(factory_ids: Sequence[int]) -> int:
    with rebuilding(factory_ids):
        issues = public_issues(factory_ids, every_assessment=True)
        made = _reports(factory_ids, issues)
        SupplierReport.objects.filter(
            pk__in=set(factory_ids).difference(report.pk for report in made)
        ).delete()
        SupplierReport.objects.bulk_create(
            made, update_conflicts=True, unique_fields=["factory"], update_fields=WRITTEN
        )
        PublicAssessment.objects.filter(factory__in=factory_ids).delete()
        PublicAssessment.objects.bulk_create(public_assessments(issues), batch_size=500)
    return len(made)


def _reports(factory_ids: Sequence[int], public: Sequence[PublicIssue]) -> list[SupplierReport]:
    """One report for each factory of which anything is to be told. The same statements for one factory as for all."""
    assessments = _by_factory(final_assessments(factory_ids))
    findings = _by_factory(
        finding for finding in findings_of(factory_ids, latest=True) if finding.assessment_id
    )
    plans = _by_factory(plan_of(factory_ids))
    issues = _by_factory(public)
    alerts = {case.factory_id for case in open_cases(factory_ids)}
    names = place_names()
    workers, agreed = comments_of_factories(factory_ids), agreed_of_factories(factory_ids)
    concerned = assessments.keys() | plans.keys() | alerts
    return [
        SupplierReport(
            factory_id=factory_id,
            **_latest(assessments[factory_id]),
            trend=[
                _point(assessment, names)
                for assessment in assessments[factory_id]
                if assessment.kind == "full"
            ],
            findings=[_finding(finding, workers, agreed) for finding in _in_order(findings[factory_id])],
            plan=[_item(plan) for plan in plans[factory_id]],
            public_issues=public_part(issues[factory_id]),
            alert=factory_id in alerts,
        )
        for factory_id in sorted(concerned)
    ]


def _by_factory(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.factory_id].append(row)
    return found


def _latest(assessments: Sequence[FinalAssessment]) -> Json:
    if not assessments:
        return {}
    last = assessments[-1]
    return {
        "assessed_on": last.assessed_on,
        "cycle": last.cycle,
        "noncompliant": last.noncompliant,
        "applicable": last.applicable,
    }


def _point(final_assessment: FinalAssessment, names: Mapping[str, str]) -> Json:
    return {
        "assessed_on": final_assessment.assessed_on.isoformat(),
        "cycle": final_assessment.cycle,
        "noncompliant": final_assessment.noncompliant,
        "applicable": final_assessment.applicable,
        "clusters": [
            {"code": code, "name": names.get(code, code), "n": n, "of": of}
            for code, (n, of) in final_assessment.clusters.items()
        ],
    }


def _in_order(findings: Iterable[FindingInWords]) -> list[FindingInWords]:
    """As the questionnaire asks: findings are written in its order."""
    return sorted(findings, key=lambda finding: finding.id)


def _finding(
    finding: FindingInWords, workers: Mapping[tuple[UUID, str], list[str]], agreed: set[tuple[UUID, str]]
) -> Json:
    return {
        "question": finding.question,
        "cluster": finding.cluster,
        "cluster_name": finding.cluster_name,
        "point": finding.point,
        "point_name": finding.point_name,
        "text": finding.text,
        "legal_reference": finding.legal_reference,
        "details": finding.details,
        "attribution": finding.attribution,
        "response": finding.response,
        "agrees": (finding.assessment_id, finding.question) in agreed,
        "workers": workers.get((finding.assessment_id, finding.question), [])
        if finding.assessment_id
        else [],
        "fixed_on": _day(finding.fixed_on),
    }


def _item(plan_item: PlanItem) -> Json:
    return {
        "ref": plan_item.ref,
        "question": plan_item.question,
        "issue": plan_item.issue,
        "action": plan_item.action,
        "owner": plan_item.owner,
        "status": plan_item.status,
        "due_on": _day(plan_item.due_on),
        "done_on": _day(plan_item.done_on),
        "verified_on": _day(plan_item.verified_on),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
