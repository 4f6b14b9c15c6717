"""What a brand may read of a supplier, and everybody of everyone: copied from what is final, and no more."""

from __future__ import annotations

from datetime import date

import pytest

from portal.models import PriorityEntry, SchemeCriteria, SupplierProgress, SupplierReport
from portal.projections import refresh_priorities, refresh_progress, refresh_reports, refresh_scheme
from responses.models import FindingResponse
from tests import make
from tests.portal.world import TODAY
from tests.recognition.make import eligible_factory, judged

pytestmark = pytest.mark.django_db


def report(factory):
    refresh_reports([factory.pk])
    return SupplierReport.objects.get(pk=factory.pk)


def test_a_report_tells_the_latest_assessment_and_the_way_there():
    factory = make.factory()
    make.assessment(
        factory, assessed_on=date(2017, 3, 1), cycle=1, findings={"OS-8-06": "Locked.", "WT-2-01": "Long."}
    )
    make.assessment(factory, assessed_on=date(2018, 3, 1), cycle=2, findings={"OS-8-06": "Still locked."})

    told = report(factory)

    assert (told.assessed_on, told.cycle, told.noncompliant) == (date(2018, 3, 1), 2, 1)
    assert [(one["question"], one["details"]) for one in told.findings] == [("OS-8-06", "Still locked.")]
    assert [one["noncompliant"] for one in told.trend] == [2, 1]
    assert {one["code"] for one in told.trend[0]["clusters"]} == {
        "CL",
        "DI",
        "FL",
        "FA",
        "CO",
        "CH",
        "OS",
        "WT",
    }


@pytest.mark.parametrize("state", ["draft", "submitted", "comment_window"])
def test_what_is_not_final_is_not_told(state):
    factory = make.factory()
    make.assessment(factory, assessed_on=date(2017, 3, 1), cycle=1)
    make.assessment(
        factory, assessed_on=date(2018, 3, 1), cycle=2, findings={"OS-8-06": "Locked."}, state=state
    )

    told = report(factory)

    assert told.assessed_on == date(2017, 3, 1)
    assert told.findings == []
    assert told.public_issues is None


def test_what_an_adviser_found_on_a_visit_stays_with_the_programme():
    factory = make.factory()
    make.assessment(factory, cycle=1)
    make.visit(factory)
    make.visit_finding(factory, "OS-8-06")

    assert report(factory).findings == []


def test_public_issues_begin_with_the_second_assessment():
    factory = make.factory()
    make.assessment(factory, assessed_on=date(2017, 3, 1), cycle=1, findings=["OS-8-06"])
    assert report(factory).public_issues is None

    make.assessment(factory, assessed_on=date(2018, 3, 1), cycle=2, findings=["OS-8-06"])

    issues = report(factory).public_issues
    assert issues["assessed_on"] == "2018-03-01"
    assert issues["found"] == 1
    assert {one["question"]: one["outcome"] for one in issues["issues"]}["OS-8-06"] == "not_met"


def test_an_open_case_is_an_alert_without_a_word_of_the_case():
    factory = make.factory()
    make.case(factory, trigger="SECRET-TRIGGER")

    told = report(factory)

    assert told.alert
    assert "SECRET" not in str(SupplierReport.objects.values().get(pk=factory.pk))


def test_the_plan_is_copied_with_its_days():
    factory = make.factory()
    make.plan_item(factory, "one", issue="Exits", due_on=date(2018, 7, 1))

    assert [(one["ref"], one["issue"], one["due_on"]) for one in report(factory).plan] == [
        ("one", "Exits", "2018-07-01")
    ]


def test_a_factory_of_which_nothing_is_known_has_no_report():
    factory = make.factory()

    refresh_reports([factory.pk])

    assert not SupplierReport.objects.exists()


def test_a_verdict_is_copied_with_what_is_missing():
    factory = eligible_factory(latest=["OS-8-06"])
    judged(factory)

    refresh_progress([factory.pk])

    told = SupplierProgress.objects.get()
    assert told.outcome == "not_eligible"
    assert "C3-PUBLIC" in [row["code"] for row in told.criteria_rows if row["outcome"] == "not_met"]
    assert next(step["criterion"] for step in told.next_steps) in {"C3-PUBLIC", "C6-POINT"}


def test_criteria_on_zero_tolerance_cases_are_marked_and_not_in_the_pillars():
    factory = eligible_factory()
    make.case(factory)
    judged(factory)

    refresh_progress([factory.pk])

    told = SupplierProgress.objects.get()
    assert {row["code"] for row in told.criteria_rows if row["restricted"]} == {"C5-OPEN", "C5-RECENT"}
    assert sum(pillar["not_met"] for pillar in told.pillars) == 0


def test_the_priority_list_names_cases_first_with_their_number():
    make.factory("KH-00001")
    make.case(make.factory("KH-00002"))

    refresh_priorities(TODAY)

    entry = PriorityEntry.objects.get()
    assert (entry.code, entry.rank, entry.cases, entry.country) == ("KH-00002", 1, 1, "KH")


def test_a_priority_that_is_over_leaves_the_list():
    factory = make.factory()
    make.case(factory)
    refresh_priorities(TODAY)

    refresh_priorities(date(2018, 5, 1))  # before the case was opened

    assert not PriorityEntry.objects.exists()


def test_the_criteria_are_told_in_every_language_once():
    judged()  # loads the criteria that come with the product

    refresh_scheme()
    assert refresh_scheme() == 1

    told = SchemeCriteria.objects.get()
    assert told.name == "high-performance/1.0"
    assert len(told.criteria) == 22
    assert set(told.criteria[0]["sentences"]) == {"en", "km", "vi", "bn", "id", "ar", "fr", "es", "ht"}


def test_a_finding_that_the_factory_agrees_with_is_not_told_as_unanswered():
    mill = make.factory()
    final = make.assessment(mill, findings={"OS-8-06": "Locked.", "WT-2-01": "Late."})
    FindingResponse.objects.create(
        assessment=final, question="OS-8-06", agrees=True, sent_agrees=True, saved_at=make.NOW, sent_at=make.NOW,
        saved_by=make.user("factory", factory=mill),
    )  # fmt: skip

    told = {finding["question"]: finding["agrees"] for finding in report(mill).findings}

    assert told == {"OS-8-06": True, "WT-2-01": False}
