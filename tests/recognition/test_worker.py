"""What follows evidence and decisions on a real worker: verdicts, publications, the job with its bar."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Role
from criteria.commands.criteria import load_criteria
from criteria.models import Evaluation
from criteria.projections import SHIPPED
from journal.jobs import enqueue
from journal.models import Delivery, Job
from tests import make
from tests.recognition.make import eligible_factory
from tests.waiting import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]
SHIPPED_TEXT = (SHIPPED / "high-performance" / "1.0.toml").read_text(encoding="utf-8")


def current(factory):
    return Evaluation.objects.filter(factory=factory, is_current=True).first()


def test_evidence_is_judged_by_a_worker_without_being_asked(worker):
    factory = eligible_factory()

    verdict = eventually(lambda: current(factory))

    # the cast's evidence is of 2018 and the worker's clock is today's: long out of date
    assert "C1-RECENT" in verdict.failed
    assert eventually(lambda: not Delivery.objects.exclude(state="done").exists())


def test_criteria_that_come_into_force_have_everybody_judged(worker):
    factories = [make.factory() for _ in range(3)]

    load_criteria(SHIPPED_TEXT, now=timezone.now())

    assert eventually(lambda: all(current(factory) for factory in factories))


def test_criteria_in_force_beside_other_evidence_still_have_everybody_judged(start_worker):
    factories = [make.factory() for _ in range(3)]
    make.committee(factories[0])
    load_criteria(SHIPPED_TEXT, now=timezone.now())

    start_worker(beat=True)

    assert eventually(lambda: all(current(factory) for factory in factories))


def test_judging_everybody_is_a_job_with_a_bar(worker):
    make.factory()
    asked = enqueue("evaluate-programme", parameters={}, actor=make.user(Role.GLOBAL), now=timezone.now())

    def done():
        asked.refresh_from_db()
        return asked.state == Job.State.DONE

    assert eventually(done)
    assert asked.result["factories"] == 1
    assert (asked.done_units, asked.total_units) == (3, 3)
