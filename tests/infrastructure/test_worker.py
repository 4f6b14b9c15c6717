"""A real worker on the real broker: it takes work that pages queue, and tells how far it is."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from journal import jobs
from journal.models import Job
from tests.conftest import StartWorker
from tests.waiting import eventually

pytestmark = pytest.mark.worker
LABOUR = "tests.infrastructure.labour"


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_a_worker_in_another_process_does_a_queued_job_on_this_database(start_worker: StartWorker) -> None:
    start_worker(include=LABOUR)

    queued = jobs.enqueue("test.count", parameters={"total": 3}, actor=None, now=timezone.now())

    eventually(lambda: state_of(queued) == Job.State.DONE)
    assert queued.result["counted"] == 3
    assert queued.result["process"] != os.getpid()


def test_progress_is_seen_while_the_job_runs(start_worker: StartWorker) -> None:
    start_worker(include=LABOUR)

    queued = jobs.enqueue("test.count", parameters={"total": 60}, actor=None, now=timezone.now())

    eventually(lambda: state_of(queued) == Job.State.RUNNING and 0 < queued.done_units < 60, every=0.02)


def test_work_sent_while_no_worker_runs_is_done_when_one_starts(start_worker: StartWorker) -> None:
    queued = jobs.enqueue("test.count", parameters={"total": 1}, actor=None, now=timezone.now())

    start_worker(include=LABOUR)

    eventually(lambda: state_of(queued) == Job.State.DONE)


def test_the_schedule_sweeps_up_a_job_whose_message_was_lost(start_worker: StartWorker) -> None:
    lost = Job.objects.create(
        kind="test.count", parameters={"total": 1}, queued_at=timezone.now() - timedelta(minutes=1)
    )

    start_worker(include=LABOUR, beat=True)

    eventually(lambda: state_of(lost) == Job.State.DONE, seconds=60)


def test_a_worker_told_to_stop_finishes_what_it_began(start_worker: StartWorker) -> None:
    worker = start_worker(include=LABOUR)
    begun = jobs.enqueue("test.count", parameters={"total": 30}, actor=None, now=timezone.now())
    eventually(lambda: state_of(begun) == Job.State.RUNNING, every=0.02)

    worker.stop()

    assert state_of(begun) == Job.State.DONE
