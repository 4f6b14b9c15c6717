"""The builders build what they say."""

from __future__ import annotations

from datetime import date

import pytest

from advisory.models import PlanItem
from assessments.models import Finding, Score, SheetRevision
from tests import make

pytestmark = pytest.mark.django_db


def test_a_final_assessment_has_its_revision_score_and_findings():
    factory = make.factory()

    made = make.assessment(factory, findings={"OS-8-06": "One exit was locked."})

    assert made.state == "final"
    assert SheetRevision.objects.get(assessment=made).sheet == made.sheet
    assert Score.objects.get(assessment=made).noncompliant == 1
    assert make.finding(made, "OS-8-06").details == "One exit was locked."


def test_everything_else_that_counts_as_evidence_can_be_made():
    factory = make.factory()

    make.visit(factory)
    make.visit_finding(factory, "OS-8-06")
    make.plan_item(factory, status="done", done_on=date(2018, 4, 20))
    make.committee(factory)
    make.systems(factory, "hr")
    make.learning(factory)
    case = make.case(factory)

    assert Finding.objects.filter(visit__isnull=False).count() == 1
    assert PlanItem.objects.filter(superseded_at=None).count() == 2
    assert case.closed_on is None
