"""The worker's side of the journal: deliveries, jobs, the sweep and the daily seal."""

from __future__ import annotations

import uuid
from datetime import UTC

from celery import shared_task
from django.utils import timezone

from journal import deliveries, jobs
from journal.reactions import wake
from journal.seals import anchors, sealing


@shared_task(name="journal.tasks.deliver")
def deliver(name: str) -> None:
    """Carry out everything that waits for one reaction."""
    while deliveries.deliver(name, now=timezone.now(), clock=timezone.now):
        pass


@shared_task(name="journal.tasks.run_job")
def run_job(job_id: str) -> None:
    """Run one job, if nobody else has it."""
    jobs.run(uuid.UUID(job_id), clock=timezone.now)


@shared_task(name="journal.tasks.sweep")
def sweep() -> None:
    """Queue again what a crash or a lost message left lying."""
    now = timezone.now()
    for name in deliveries.pending_reactions(now=now):
        wake(name)
    for job_id in jobs.abandoned(now=now):
        run_job.delay(str(job_id))


@shared_task(name="journal.tasks.seal_day")
def seal_day() -> bool:
    """Seal today's heads, and publish the seal outside; whether there was no seal of today yet."""
    now = timezone.now()
    made = sealing.seal(now.astimezone(UTC).date(), now=now)  # one seal for the whole programme
    anchors.publish()
    return made is not None
