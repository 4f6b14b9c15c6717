"""Whoever changes the evidence behind the commands' back is found; corrections are not mistaken for it."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.models import Assessment, Score, SheetRevision
from assessments.queries.verification import score_faults, sheet_faults
from assessments.tasks import close_comment_windows
from journal import deliveries
from journal.chains.faults import CheckResult, run_check
from journal.models import Delivery
from sector_tables.models import SectorCount
from sector_tables.tasks import refresh_sector_counts
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def final():
    make.questionnaire()
    return make.assessment(make.factory(), findings=["OS-8-06"])


def codes(faults):
    return sorted(fault.code for fault in faults)


def test_what_was_recorded_holds_and_is_counted(final):
    assert run_check(sheet_faults()) == CheckResult(1, [])
    assert run_check(score_faults()) == CheckResult(1, [])


def test_a_correction_is_no_fault_and_both_revisions_are_checked(final):
    make.assessment(final.factory, findings=[], reason="It was a cupboard")

    assert run_check(sheet_faults()) == CheckResult(2, [])


@pytest.mark.parametrize(
    "change",
    [
        {"sheet": make.sheet("KH")},
        {"national_law": "OS-8-06"},
        {"kind": "partial"},
        {"announced": True},
        {"cycle": 7},
    ],
    ids=str,
)
def test_a_changed_revision_is_found(final, change):
    SheetRevision.objects.update(**change)

    assert "altered" in codes(sheet_faults())


def test_a_changed_revision_with_a_fitting_digest_is_found_by_its_event(final):
    other = make.assessment(make.factory())
    honest = SheetRevision.objects.get(assessment=other)
    SheetRevision.objects.filter(assessment=final).update(sheet=honest.sheet, digest=honest.digest)

    assert "not_as_recorded" in codes(sheet_faults())


def test_a_changed_day_is_found(final):
    Assessment.objects.update(assessed_on=date(2018, 3, 2))

    assert "altered" in codes(sheet_faults())


def test_an_assessment_that_shows_another_sheet_than_its_revision_is_found(final):
    Assessment.objects.update(sheet=make.sheet("KH"))

    assert codes(sheet_faults()) == ["not_current"]


def test_a_changed_draft_is_found(final):
    make.assessment(final.factory, assessed_on=date(2018, 4, 1), state="draft")
    Assessment.objects.filter(state="draft").update(sheet=make.sheet("KH", findings=["CO-2-01"]))

    assert codes(sheet_faults()) == ["not_as_recorded"]


def test_a_changed_or_missing_score_is_found(final):
    Score.objects.update(noncompliant=0)
    changed = codes(score_faults())
    Score.objects.all().delete()

    assert (changed, codes(score_faults())) == (["wrong_score"], ["wrong_score"])


# --- what the worker does -------------------------------------------------------------------------------------------


def test_a_final_assessment_has_its_sector_counted_by_the_worker(final):
    assert not SectorCount.objects.exists()

    done = deliveries.deliver("sector_tables.refresh_sector_counts", now=make.NOW)

    assert done == 1
    assert SectorCount.objects.get(country="KH", code="OS-8").noncompliant == 1
    assert not Delivery.objects.filter(
        reaction="sector_tables.refresh_sector_counts", state="waiting"
    ).exists()


def test_counting_twice_counts_the_same(final):
    refresh_sector_counts([final.factory_id])
    first = set(SectorCount.objects.values_list("country", "code", "noncompliant", "assessed"))

    refresh_sector_counts([final.factory_id])

    assert set(SectorCount.objects.values_list("country", "code", "noncompliant", "assessed")) == first


def test_the_nightly_task_closes_comment_windows_that_ran_out(final):
    make.assessment(final.factory, assessed_on=date(2018, 5, 1), state="comment_window")

    assert close_comment_windows() == 1
    assert close_comment_windows() == 0
    assert set(Assessment.objects.values_list("state", flat=True)) == {"final"}
