"""Files of every other kind of evidence: versions instead of overwriting, all or nothing, told to the journal."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisory.models import (
    AdvisoryVisit,
    CommitteeReview,
    LearningRecord,
    PlanItem,
    SystemsReview,
    ZeroToleranceCase,
)
from assessments.models import Finding
from journal.models import Event
from tests import make
from tests.assessments.files import run, write

pytestmark = pytest.mark.django_db

CODE = "KH-00017"
# one row of each kind, the column that a correction changes, and what it becomes
KINDS = {
    "visits": (
        AdvisoryVisit,
        {"factory": CODE, "visited_on": "2018-04-10", "purpose": "Plan", "topics": "OSH", "notes": ""},
        ("topics", "OSH; wages"),
    ),
    "plan-items": (
        PlanItem,
        {
            "factory": CODE,
            "ref": "2018-01",
            "question": "OS-8-06",
            "issue": "Exit locked",
            "root_cause": "No key holder",
            "action": "Push bars",
            "owner": "Maintenance head",
            "due_on": "2018-05-01",
            "status": "done",
            "done_on": "2018-04-20",
            "verified_on": "",
        },
        ("action", "Push bars on every exit"),
    ),
    "committees": (
        CommitteeReview,
        {
            "factory": CODE,
            "reviewed_on": "2018-04-10",
            "worker_seats": "5",
            "management_seats": "5",
            "worker_side_elected": "yes",
            "women_percent": "70",
            "meetings_12m": "12",
            "minutes_12m": "11",
        },
        ("minutes_12m", "12"),
    ),
    "systems": (
        SystemsReview,
        {"factory": CODE, "reviewed_on": "2018-04-10", "area": "osh", "score": "4"},
        ("score", "3"),
    ),
    "learning": (
        LearningRecord,
        {
            "factory": CODE,
            "held_on": "2018-02-05",
            "course": "OSH awareness",
            "hours": "8",
            "managers_men": "1",
            "managers_women": "2",
            "workers_men": "3",
            "workers_women": "4",
        },
        ("workers_women", "14"),
    ),
    "zero-tolerance": (
        ZeroToleranceCase,
        {"factory": CODE, "opened_on": "2018-03-02", "closed_on": "", "trigger": "Child labour"},
        ("closed_on", "2018-04-02"),
    ),
}


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory(CODE)


def of_kind(kind, tmp_path, **changed):
    return write(tmp_path / f"{kind}.csv", [KINDS[kind][1] | changed])


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_each_kind_is_recorded(kind, mill, tmp_path):
    told = run("import_evidence", kind, of_kind(kind, tmp_path))

    assert (told.code, told.counts) == (0, (1, 0, 0)), told.stderr
    assert KINDS[kind][0].objects.get().factory_id == mill.pk
    assert Event.objects.filter(factory_id=mill.pk).count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_file_again_changes_nothing(kind, mill, tmp_path):
    file = of_kind(kind, tmp_path)
    run("import_evidence", kind, file)
    events = Event.objects.count()

    told = run("import_evidence", kind, file)

    assert told.counts == (0, 0, 1)
    assert KINDS[kind][0].objects.count() == 1
    assert Event.objects.count() == events


@pytest.mark.parametrize("kind", KINDS)
def test_a_correction_closes_the_row_and_writes_a_new_one_beside_it(kind, mill, tmp_path):
    model, row, (column, value) = KINDS[kind]
    run("import_evidence", kind, of_kind(kind, tmp_path))

    told = run("import_evidence", kind, of_kind(kind, tmp_path, **{column: value}))

    assert told.counts == (0, 1, 0)
    old, new = model.objects.order_by("pk")
    assert old.superseded_at == new.recorded_at
    assert new.superseded_at is None
    assert [str(getattr(one, column) or "") for one in (old, new)] == [row[column], value]


@pytest.mark.parametrize("kind", KINDS)
def test_a_dry_run_writes_nothing(kind, mill, tmp_path):
    told = run("import_evidence", kind, of_kind(kind, tmp_path), "--dry-run")

    assert told.counts == (1, 0, 0)
    assert not KINDS[kind][0].objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_one_unknown_factory_keeps_a_whole_file_out(kind, mill, tmp_path):
    row = KINDS[kind][1]
    file = write(tmp_path / "file.csv", [row, row | {"factory": "XX-1"}])

    told = run("import_evidence", kind, file)

    assert (told.code, told.codes) == (1, ["unknown_factory"])
    assert "file.csv:3:factory: " in told.stderr
    assert not KINDS[kind][0].objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_hundreds_of_rows_cost_batches_not_statements_each(kind, mill, tmp_path):
    def statements(count):
        codes = [make.factory().code for _ in range(count)]
        file = write(tmp_path / "many.csv", [KINDS[kind][1] | {"factory": code} for code in codes])
        with CaptureQueriesContext(connection) as caught:
            assert run("import_evidence", kind, file).counts == (count, 0, 0)
        return len(caught)

    few, many = statements(3), statements(60)

    assert many - few <= 8


def test_what_a_file_has_no_column_for_stays_as_it_was(mill, tmp_path):
    run("import_evidence", "plan-items", of_kind("plan-items", tmp_path))
    short = {
        "factory": CODE,
        "ref": "2018-01",
        "issue": "Exit locked",
        "status": "verified",
        "verified_on": "2018-05-02",
    }

    run("import_evidence", "plan-items", write(tmp_path / "short.csv", [short]))

    item = PlanItem.objects.get(superseded_at=None)
    assert (item.status, item.root_cause) == ("verified", "No key holder")


def test_what_a_visit_found_is_a_finding_and_an_item_of_the_plan_but_no_answer(mill, tmp_path):
    run("import_evidence", "visits", of_kind("visits", tmp_path))
    row = {"factory": CODE, "visited_on": "2018-04-10", "question": "OS-8-06", "details": "Exit locked again"}

    told = run("import_evidence", "visit-findings", write(tmp_path / "found.csv", [row]))

    finding = Finding.objects.get()
    assert (told.counts, finding.details, finding.assessment) == ((1, 0, 0), "Exit locked again", None)
    item = PlanItem.objects.get()
    assert (item.finding, item.question, item.status, item.due_on) == (
        finding,
        "OS-8-06",
        "not_started",
        None,
    )


def test_a_finding_told_again_changes_nothing_and_told_otherwise_is_replaced(mill, tmp_path):
    run("import_evidence", "visits", of_kind("visits", tmp_path))
    row = {"factory": CODE, "visited_on": "2018-04-10", "question": "OS-8-06", "details": "Exit locked"}
    file = write(tmp_path / "found.csv", [row])
    run("import_evidence", "visit-findings", file)

    again = run("import_evidence", "visit-findings", file)
    other = run(
        "import_evidence", "visit-findings", write(tmp_path / "other.csv", [row | {"details": "Two exits"}])
    )

    assert (again.counts, other.counts) == ((0, 0, 1), (0, 1, 0))
    assert Finding.objects.get(withdrawn_at=None).details == "Two exits"
    assert Finding.objects.exclude(withdrawn_at=None).get().details == "Exit locked"
    assert PlanItem.objects.count() == 1


def test_a_finding_of_an_unknown_visit_is_a_problem(mill, tmp_path):
    row = {"factory": CODE, "visited_on": "2018-04-10", "question": "OS-8-06", "details": ""}

    told = run("import_evidence", "visit-findings", write(tmp_path / "found.csv", [row]))

    assert told.codes == ["unknown_visit"]


def test_a_corrected_visit_keeps_its_id_and_what_was_found(mill, tmp_path):
    visit = make.visit(mill, purpose="Plan")
    finding = make.visit_finding(mill, "OS-8-06")

    run("import_evidence", "visits", of_kind("visits", tmp_path))

    corrected = AdvisoryVisit.objects.get(superseded_at=None)
    assert (corrected.uid, corrected.topics) == (visit.uid, "OSH")
    finding.refresh_from_db()
    assert finding.visit_id == corrected.pk


def test_a_verified_plan_item_says_that_what_was_found_is_fixed(mill, tmp_path):
    make.assessment(mill, assessed_on=date(2018, 3, 1), findings=["OS-8-06", "CO-2-01"])
    fixed = {"status": "verified", "verified_on": "2018-05-02"}

    run("import_evidence", "plan-items", of_kind("plan-items", tmp_path, **fixed))

    assert dict(Finding.objects.values_list("question", "fixed_on")) == {
        "OS-8-06": date(2018, 5, 2),
        "CO-2-01": None,
    }
    assert PlanItem.objects.get().finding.question == "OS-8-06"


def test_it_does_so_too_when_the_assessment_comes_in_later(mill, tmp_path):
    run(
        "import_evidence",
        "plan-items",
        of_kind("plan-items", tmp_path, status="verified", verified_on="2018-05-02"),
    )

    make.assessment(mill, assessed_on=date(2018, 3, 1), findings=["OS-8-06"])
    make.assessment(mill, assessed_on=date(2018, 5, 20), findings=["OS-8-06"])

    assert list(Finding.objects.order_by("found_on").values_list("fixed_on", flat=True)) == [
        date(2018, 5, 2),
        None,
    ]


def test_a_case_that_is_over_when_it_becomes_known_was_never_told_as_opened(mill, tmp_path):
    run("import_evidence", "zero-tolerance", of_kind("zero-tolerance", tmp_path, closed_on="2018-04-01"))

    assert list(Event.objects.values_list("kind", flat=True)) == [
        "questionnaire.loaded",
        "zero_tolerance.closed",
    ]


def test_an_open_case_is_told_at_once_and_its_end_under_the_same_id(mill, tmp_path):
    run("import_evidence", "zero-tolerance", of_kind("zero-tolerance", tmp_path))
    run("import_evidence", "zero-tolerance", of_kind("zero-tolerance", tmp_path, closed_on="2018-04-01"))

    told = Event.objects.filter(kind__startswith="zero_tolerance").order_by("id")
    assert [event.kind for event in told] == ["zero_tolerance.opened", "zero_tolerance.closed"]
    assert len({event.subject for event in told}) == 1


def test_sourcing_and_consents_come_in_under_the_same_command(mill, tmp_path):
    link = {"factory": CODE, "brand": "Fictional Brand", "from_on": "2016-01-01", "until_on": ""}

    sourcing = run("import_evidence", "sourcing", write(tmp_path / "sourcing.csv", [link]))
    consent = run(
        "import_evidence", "consents", write(tmp_path / "consents.csv", [link | {"scope": "reports"}])
    )

    assert (sourcing.counts, consent.counts) == ((1, 0, 0), (1, 0, 0)), consent.stderr


def test_two_visits_of_one_day_with_what_each_found(tmp_path):
    make.questionnaire()
    make.factory(CODE)
    day = {"factory": CODE, "visited_on": "2018-04-10"}
    visits = [{**day, "number": "", "purpose": "Plan"}, {**day, "number": "2", "purpose": "Committee"}]
    found = [
        {**day, "number": number, "question": "OS-8-06", "details": f"Found {number}"} for number in "12"
    ]

    for _again in range(2):
        run("import_evidence", "visits", write(tmp_path / "visits.csv", visits))
        run("import_evidence", "visit-findings", write(tmp_path / "found.csv", found))

    assert [(row.number, row.purpose) for row in AdvisoryVisit.objects.order_by("number")] == [
        (1, "Plan"),
        (2, "Committee"),
    ]
    assert [(row.visit.number, row.details) for row in Finding.objects.order_by("details")] == [
        (1, "Found 1"),
        (2, "Found 2"),
    ]
