"""What was known at a moment is judged as it was judged then, for every kind of evidence that has a day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from accounts.models import Role
from advisory import commands as advisory_commands
from countries.queries.local_time import today_in
from criteria.projections import load_shipped_criteria
from criteria.queries.criteria import standard_on
from criteria.queries.judgement import judge_factories, judgement_as_json
from factories.commands import close_factory, record_workforce, reopen_factory
from tests import make
from tests.architecture.reading import APPS
from tests.assessments.files import write
from tests.recognition.make import COURSES, LATEST, NOW, TODAY, eligible_factory
from tests.two_people import approve

MOMENTS = [NOW + timedelta(hours=hour) for hour in range(1, 5)]


def counted(factory, on, women, now):
    record_workforce(factory.pk, counted_on=on, workers=1000, women_workers=women, actor=None, now=now)


def corrected_sheet(factory, now, findings):
    make.assessment(factory, assessed_on=LATEST, findings=findings, cycle=2, reason="Overlooked", now=now)


def verified(factory, now, status="verified"):
    days = {"done_on": date(2018, 5, 10), "verified_on": date(2018, 5, 12)} if status == "verified" else {}
    make.plan_item(factory, "9", question="OS-8-06", status=status, now=now, **days)


def found_on_a_visit(factory, now):
    make.visit(factory, now=now)
    make.visit_finding(factory, "OS-8-06", now=now)


def attended(factory, now, workers):
    make.learning(factory, COURSES[0], held_on=date(2018, 1, 10), workers_women=workers, now=now)


def closed_case(factory, now):
    (case,) = factory_cases(factory)
    advisory_commands.propose_case_closing(
        case.uid, closed_on=date(2018, 5, 30), statement="Settled.", evidence="Seen.",
        actor=make.user(Role.MANAGER), now=now,
    )  # fmt: skip
    approve(make.user(Role.GLOBAL), f"case:{case.uid}", now=now)


def factory_cases(factory):
    rows = apps.get_model("advisory", "ZeroToleranceCase").objects
    return rows.filter(factory=factory, superseded_at__isnull=True)


def shut(factory, now, on):
    close_factory(factory.pk, closed_on=on, actor=None, now=now)


EVIDENCE = {
    "Assessment": [
        lambda f, now: corrected_sheet(f, now, ["DI-2-01"]),
        lambda f, now: corrected_sheet(f, now, []),
        lambda f, now: make.assessment(
            f, assessed_on=date(2018, 5, 20), findings=["FL-1-01"], cycle=3, now=now
        ),
    ],
    "Finding": [
        found_on_a_visit,
        verified,
        lambda f, now: verified(f, now, status="reopened"),
        verified,
    ],
    "PlanItem": [
        lambda f, now: make.plan_item(f, "2", due_on=date(2018, 5, 1), status="not_started", now=now),
        lambda f, now: make.plan_item(f, "2", status="done", done_on=date(2018, 4, 30), now=now),
        lambda f, now: make.plan_item(f, "2", status="reopened", now=now),
    ],
    "CommitteeReview": [
        lambda f, now: make.committee(f, women_percent=1, now=now),
        lambda f, now: make.committee(f, women_percent=70, now=now),
        lambda f, now: make.committee(f, reviewed_on=date(2018, 5, 20), minutes_12m=2, now=now),
    ],
    "SystemsReview": [
        lambda f, now: make.systems(f, "osh", score=2, now=now),
        lambda f, now: make.systems(f, "osh", score=5, now=now),
    ],
    "LearningRecord": [
        lambda f, now: attended(f, now, 800),
        lambda f, now: attended(f, now, 0),
    ],
    "ZeroToleranceCase": [lambda f, now: make.case(f, now=now), closed_case],
    "Workforce": [
        lambda f, now: counted(f, date(2018, 1, 15), 400, now),
        lambda f, now: counted(f, date(2018, 1, 15), 950, now),
        lambda f, now: counted(f, date(2018, 5, 1), 100, now),
        lambda f, now: counted(f, date(2018, 5, 1), 990, now),
    ],
    "Factory": [
        lambda f, now: shut(f, now, date(2018, 5, 10)),
        lambda f, now: reopen_factory(f.pk, reason="It never closed.", actor=None, now=now),
        lambda f, now: shut(f, now, date(2018, 5, 20)),
    ],
}
"""By model, acts that record something, correct it and take it back."""

NO_EVIDENCE = {
    "AccessRequest": "what a brand asked to read, and until when",
    "AdvisoryVisit": "no measure reads visits; what was found on one is a finding",
    "Benefit": "follows from a recognition",
    "BuyerCommitment": "what a brand means to do for a factory",
    "CommitteeMeeting": "a meeting that is planned; those held are in the reviews",
    "Consent": "who may read; never overwritten, ended rows stay",
    "CountrySettings": "rules; never overwritten, superseded rows stay",
    "CourseSession": "a course that is planned; who came is a learning record",
    "CriteriaVersion": "a version in force never changes",
    "Delegation": "who sees whose work for some days",
    "DueDayProposal": "another due day that was asked for; one agreed is a version of the item",
    "Evaluation": "a verdict itself",
    "EvaluationRun": "a verdict itself",
    "FactoryAdviser": "whose work a factory is",
    "FormerListing": "a projection",
    "FormerName": "how a factory was called",
    "GroupPeriod": "whom a factory belongs to",
    "Handover": "what was passed to the inspectorate",
    "Identifier": "how a factory is called by others",
    "Letter": "what was sent",
    "Listing": "a projection",
    "Membership": "who may read; never overwritten, ended rows stay",
    "PlanMessage": "what was said about an item",
    "PlanRun": "planning",
    "PlannedAssessment": "planning",
    "PriorityEntry": "a projection",
    "ProgressReport": "a document of what was known",
    "PublicAssessment": "a projection",
    "Questionnaire": "a released version never changes",
    "Recognition": "a decision; its changes are events",
    "SchemeCriteria": "a projection",
    "Seal": "of the journal",
    "SystemsFile": "a photo or document beside an element of a review, whose level counts",
    "SelfDiagnosis": "what a factory found itself; never mixed with what is assessed",
    "Sourcing": "who buys from whom",
    "SupplierProgress": "a projection",
    "SupplierReport": "a projection",
    "User": "the day somebody was last here",
}
"""Models with a day that no verdict rests on, and why."""


def seen(factory, known_at=None):
    judgement = judge_factories([factory.pk], standard=standard_on(TODAY), as_of=TODAY, known_at=known_at)
    return judgement_as_json(judgement)


def test_of_every_model_that_has_a_day_it_is_decided_whether_verdicts_rest_on_it():
    dated = {
        model.__name__
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
    }

    assert dated == {*EVIDENCE, *NO_EVIDENCE}
    assert not EVIDENCE.keys() & NO_EVIDENCE.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", EVIDENCE)
def test_what_was_known_at_a_moment_is_judged_as_it_was_judged_then(kind):
    load_shipped_criteria(now=NOW)
    factory = eligible_factory()
    then = {NOW: seen(factory)}
    for moment, act in zip(MOMENTS, EVIDENCE[kind], strict=False):
        act(factory, now=moment)
        then[moment] = seen(factory)

    before = list(then.values())
    assert all(one != other for one, other in pairwise(before)), "each act must count"
    assert {moment: seen(factory, known_at=moment) for moment in then} == then


@pytest.mark.django_db
def test_a_factory_that_lists_close_and_open_again_is_judged_as_it_was_known(tmp_path):
    load_shipped_criteria(now=NOW)
    factory = eligible_factory()

    def listed(closed):
        row = {"code": factory.code, "name": factory.name, "country": factory.country_id, "is_closed": closed}
        call_command(
            "import_factories", str(write(tmp_path / f"{closed}.csv", [row])), "--json", stdout=StringIO()
        )

    today = today_in(factory.country_id, timezone.now())

    def judged(known_at=None):
        done = judge_factories([factory.pk], standard=standard_on(today), as_of=today, known_at=known_at)
        return len(json.loads(json.dumps(judgement_as_json(done)))["verdicts"])

    moments = {timezone.now(): judged()}
    for closed in ("yes", "no"):
        listed(closed)
        moments[timezone.now()] = judged()

    assert list(moments.values()) == [1, 0, 1]
    assert {moment: judged(known_at=moment) for moment in moments} == moments
