"""What was altered behind the commands' backs is found; what was corrected through them is no problem."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import Role
from criteria.models import Evaluation
from factories.commands import record_workforce
from factories.models import Workforce
from recognition.models import Recognition
from tests import make
from tests.journal.covering import covered
from tests.recognition.make import LATEST, NOW, eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db


@pytest.fixture
def factory():
    made = eligible_factory("KH-00042")
    judged(made)
    covered()
    return made


def verify():
    out, err = StringIO(), StringIO()
    try:
        call_command("verify", "--json", stdout=out, stderr=err)
        status = 0
    except SystemExit as end:
        status = end.code
    said = json.loads(out.getvalue())
    assert status == (1 if said["problems"] else 0)
    assert len(err.getvalue().splitlines()) == len(said["problems"])
    return said


def codes():
    return {(each["kind"], each["code"]) for each in verify()["problems"]}


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount >= 1, "the tampering itself must hit a row"


def test_an_untouched_programme_has_no_problem(factory):
    said = verify()

    assert said["problems"] == []
    assert said["checked"]["evaluations"] == 1
    assert said["checked"]["sheets"] == said["checked"]["scores"] == 2
    assert said["checked"]["journal"] > 10


_OPEN_CASES = (
    """UPDATE criteria_evaluation SET vector = """
    """REPLACE(CAST(vector AS text), '"open_cases@all": 0', '"open_cases@all": %s'){json}"""
)
TAMPERINGS = {
    "an outcome": (
        "UPDATE criteria_evaluation SET outcome = 'not_eligible'", ("evaluations", "judged_differently"),
    ),
    "a distance": ("UPDATE criteria_evaluation SET distance = 7", ("evaluations", "judged_differently")),
    "failed criteria": (
        "UPDATE criteria_evaluation SET failed = '[\"C2-LATEST\"]'", ("evaluations", "judged_differently"),
    ),
    "measures": (
        _OPEN_CASES.replace("%s", "1"), ("evaluations", "altered"),
    ),
    "nonsense for a measure": (
        _OPEN_CASES.replace("%s", '"none"'), ("evaluations", "unreadable"),
    ),
    "a verdict removed": ("DELETE FROM criteria_evaluation", ("evaluations", "missing")),
    "the criteria": (
        "UPDATE criteria_criteriaversion SET text = REPLACE(text, 'threshold = 15', 'threshold = 16')",
        ("criteria", "altered"),
    ),
    "a committee review": (
        "UPDATE advisory_committeereview SET minutes_12m = 11", ("evaluations", "evidence_altered"),
    ),
    "a plan item": (
        "UPDATE advisory_planitem SET verified_on = '2018-05-30'", ("evaluations", "evidence_altered"),
    ),
    "a learning record removed": (
        "DELETE FROM advisory_learningrecord WHERE course = 'OSH awareness'",
        ("evaluations", "evidence_missing"),
    ),
    "a head count": (
        "UPDATE factories_workforce SET women_workers = 1", ("evaluations", "evidence_altered"),
    ),
    "a sheet": (
        "UPDATE assessments_sheetrevision SET sheet = REPLACE(sheet, 'C', 'X')", ("sheets", "altered"),
    ),
    "a sheet's digest": (
        "UPDATE assessments_sheetrevision SET digest = 'x'", ("evaluations", "evidence_altered"),
    ),
    "what the assessment shows": (
        "UPDATE assessments_assessment SET sheet = REPLACE(sheet, 'C', 'X')", ("sheets", "not_current"),
    ),
    "a score": ("UPDATE assessments_score SET noncompliant = 9", ("scores", "wrong_score")),
    "an event": (
        "UPDATE journal_event SET kind = 'visit.recorded' WHERE kind = 'committee.reviewed'",
        ("journal", "altered"),
    ),
    "the journal's end": (
        "DELETE FROM journal_event WHERE kind = 'assessment.finalised'", ("journal", "events_missing"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found(what, factory):
    statement, problem = TAMPERINGS[what]
    if what == "the journal's end":
        sql("DELETE FROM journal_delivery")
        sql("DELETE FROM journal_rowdigests")

    sql(statement.replace("{json}", "::jsonb" if connection.vendor == "postgresql" else ""))

    assert problem in codes()


def test_problems_come_in_one_order_however_the_database_keeps_its_rows(factory):
    for day in (1, 2, 3):
        Workforce.objects.create(factory=factory, counted_on=date(2018, 3, day), workers=100, recorded_at=NOW)
    before = verify()

    sql("UPDATE factories_workforce SET workers = 100 WHERE counted_on = '2018-03-01'")
    if (
        connection.vendor == "postgresql"
    ):  # it reads the table as it lies, where the first row is the last by now
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")

    assert len(before["problems"]) == 3
    assert verify() == before


def test_a_verdict_written_past_the_commands_is_found(factory):
    row = Evaluation.objects.get()
    row.pk, row.as_of, row.inputs_digest, row.is_current = None, date(2018, 5, 1), "f" * 64, False
    row.save(force_insert=True)

    assert ("evaluations", "no_event") in codes()


def test_an_older_verdict_made_current_again_is_found(factory):
    make.systems(factory, "osh", score=2, reviewed_on=date(2018, 5, 20))
    judged(factory)
    assert codes() == set()

    sql("UPDATE criteria_evaluation SET is_current = NOT is_current AND outcome = 'never'")
    sql("UPDATE criteria_evaluation SET is_current = (outcome = 'eligible') WHERE outcome = 'eligible'")

    assert ("evaluations", "not_current") in codes()


def test_a_recognition_published_past_the_commands_is_found(factory):
    found = recognition(factory)
    covered()
    assert codes() == set()

    Recognition.objects.filter(pk=found.pk).update(state="published")

    assert codes() == {("recognitions", "not_as_recorded"), ("rows", "altered")}


CORRECTIONS = {
    "a sheet": lambda f: make.assessment(
        f, assessed_on=LATEST, findings=["OS-2-01"], cycle=2, reason="A form was overlooked", now=NOW
    ),
    "a committee review": lambda f: make.committee(f, minutes_12m=11),
    "a plan item": lambda f: make.plan_item(f, "1", status="in_progress", now=NOW + timedelta(hours=1)),
    "a late record": lambda f: make.systems(f, "osh", score=1, reviewed_on=date(2018, 1, 9)),
    "a head count": lambda f: record_workforce(
        f.pk, counted_on=date(2018, 1, 15), workers=1001, women_workers=850, actor=None, now=NOW
    ),
    "a case opened": make.case,
}


@pytest.mark.parametrize("what", CORRECTIONS)
@pytest.mark.parametrize("judged_again", [False, True])
def test_a_correction_is_no_problem(what, judged_again, factory):
    CORRECTIONS[what](factory)
    if judged_again:
        judged(factory)
    covered()  # of persons and places that the correction needed

    assert codes() == set()


def test_a_whole_life_of_a_recognition_leaves_no_problem():
    for state in ("lapsed", "withdrawn", "suspended", "declined"):
        recognition(eligible_factory(), state)
    covered()

    assert codes() == set()
    assert Role.GLOBAL


def test_verdicts_of_many_factories_are_verified_in_a_constant_number_of_statements(
    factory, django_assert_max_num_queries
):
    for _ in range(5):
        make.factory()
    judged()

    with django_assert_max_num_queries(273):  # most of them two for each covered table
        verify()
