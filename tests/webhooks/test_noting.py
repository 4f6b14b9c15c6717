"""Changes are what readers see differently: no more, no less, and in the order of commits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from criteria.projections import refresh_verdicts
from factories.models import Consent
from portal.models import SupplierProgress
from portal.projections import refresh_progress, refresh_reports
from portal.queries.shown_content import PROGRESS, REPORTS
from tests import make
from tests.recognition.make import NOW, TODAY
from tests.webhooks.conftest import noted
from webhooks.models import ChangeEntry
from webhooks.projections.changes import note_access, note_content

pytestmark = pytest.mark.django_db


def test_noted_twice_is_noted_once(programme):
    before = ChangeEntry.objects.count()
    assert before
    refresh_reports()
    refresh_progress()

    assert noted() == 0
    assert list(ChangeEntry.objects.order_by("position").values_list("position", flat=True)) == list(
        range(1, before + 1)
    )


def test_a_case_that_is_closed_is_no_change_of_criteria(programme):
    """Brands know that a case is open; of criteria that rest on cases they read nothing."""
    supplier = programme.supplier.pk
    verdict = SupplierProgress.objects.get(pk=supplier)
    rows = [row | {"outcome": "not_met"} if row["restricted"] else row for row in verdict.criteria_rows]
    assert rows != verdict.criteria_rows
    SupplierProgress.objects.filter(pk=supplier).update(criteria_rows=rows, outcome="not_eligible")

    assert note_content(PROGRESS, [supplier], now=NOW) == 0


def test_a_criterion_that_is_lost_is_one(programme):
    make.assessment(
        programme.supplier, assessed_on=TODAY, findings=["OS-8-06", "OS-8-05", "CO-1-01", "WT-1-01"], cycle=3
    )
    refresh_verdicts([programme.supplier.pk], now=NOW)
    refresh_progress([programme.supplier.pk])

    assert note_content(PROGRESS, [programme.supplier.pk], now=NOW) == 1
    assert ChangeEntry.objects.order_by("position").last().kind == "supplier.criteria_changed"


def test_a_zero_tolerance_alert_is_one(programme):
    make.case(programme.supplier)
    refresh_reports([programme.supplier.pk])

    note_content(REPORTS, [programme.supplier.pk], now=NOW)

    assert ChangeEntry.objects.order_by("position").last().kind == "supplier.alert_changed"


def test_access_ends_with_the_calendar(programme):
    Consent.objects.update(until_on=TODAY)
    assert note_access(None, now=NOW) == 0

    assert note_access(None, now=NOW + timedelta(days=2)) == 1
    entry = ChangeEntry.objects.order_by("position").last()
    assert (entry.kind, entry.brand_id, entry.factory_id) == (
        "access.ended",
        programme.brand.pk,
        programme.supplier.pk,
    )
