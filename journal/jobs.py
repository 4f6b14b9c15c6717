"""Long work as rows: started by compare-and-set, alive by heartbeat, taken up again when a crash left it.

A job has two phases. *Prepare* reads, checks and computes outside any transaction, with progress, heartbeat and
cancelling. *Write* is one short transaction that first asks `still_mine()`, so that a worker whose lease ran out
cannot write after another took its job.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from celery import current_app
from django.db import transaction
from django.db.models import F, Q

from journal.models import Job

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
ATTEMPTS = 4


class Cancelled(Exception):
    """A person asked for this job to stop, and it had not begun to write."""


class LeaseLost(Exception):
    """Another worker took this job over: whatever this one computed is not written."""


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A job in a worker's hands: what to do, and how to say how far it is."""

    id: uuid.UUID
    parameters: dict[str, Any]
    attempt: int
    clock: Callable[[], datetime]

    def progress(self, done: int, total: int, message: str = "", lease: timedelta = LEASE) -> None:
        """Say how far it is, renew the lease, and stop here if a person cancelled.

        `lease` is longer before a write that takes long, for nothing can be said from inside its transaction.

        Raises:
            Cancelled, LeaseLost.
        """
        row = self._mine()
        updated = row.update(
            done_units=done, total_units=total, message=message[:200], lease_until=self.clock() + lease
        )
        if not updated:
            raise LeaseLost(str(self.id))
        if row.filter(cancel_requested=True).exists():
            raise Cancelled(str(self.id))

    def still_mine(self) -> None:
        """Lock the row inside the write transaction.

        Raises:
            LeaseLost: a later attempt runs.
        """
        if not self._mine().select_for_update().exists():
            raise LeaseLost(str(self.id))

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.id, attempt=self.attempt, state=Job.State.RUNNING)


Work = Callable[[RunningJob], dict[str, Any]]
_registered: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register the work behind a kind of job; it returns the JSON that its page shows."""

    def register(function: Work) -> Work:
        _registered[kind] = function
        return function

    return register


def enqueue(kind: str, *, parameters: dict[str, Any], actor: User | None, now: datetime) -> Job:
    """Write the job's row and wake a worker after commit."""
    with transaction.atomic():
        made = Job.objects.create(kind=kind, parameters=parameters, actor=actor, queued_at=now)
        transaction.on_commit(partial(_wake, made.pk), robust=True)
    return made


def cancel(job_id: uuid.UUID) -> bool:
    """Ask a job to stop; one still queued stops at once. False when it was over already."""
    Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(state=Job.State.CANCELLED)
    cancelled = Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(cancel_requested=True)
    return bool(cancelled) or Job.objects.filter(pk=job_id, state=Job.State.CANCELLED).exists()


def run(job_id: uuid.UUID, *, clock: Callable[[], datetime]) -> bool:
    """Take the job if it is free, do it, and write how it ended. False when another has it."""
    taken = _take(job_id, now=clock())
    if taken is None:
        return False
    running = RunningJob(id=taken.pk, parameters=taken.parameters, attempt=taken.attempt, clock=clock)
    try:
        result = _work(taken.kind)(running)
    except LeaseLost:
        logger.warning("job %s was taken over by another worker", job_id)
    except Cancelled:
        _finish(running, state=Job.State.CANCELLED)
    except Exception as failure:
        _finish(running, state=Job.State.FAILED, error=str(failure)[:2000])
        raise
    else:
        _finish(running, state=Job.State.DONE, result=result)
    return True


def abandoned(*, now: datetime) -> list[uuid.UUID]:
    """Jobs that were queued and not begun for a while, or whose worker stopped breathing."""
    stale = Q(state=Job.State.QUEUED, queued_at__lt=now - timedelta(seconds=3))
    dead = Q(state=Job.State.RUNNING, lease_until__lt=now)
    return list(
        Job.objects.filter(stale | dead).order_by("queued_at", "id").values_list("id", flat=True)[:100]
    )


def _wake(job_id: uuid.UUID) -> None:
    current_app.send_task("journal.tasks.run_job", args=[str(job_id)])


def _work(kind: str) -> Work:
    current_app.loader.import_default_modules()
    return _registered[kind]


def _take(job_id: uuid.UUID, *, now: datetime) -> Job | None:
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    rows = Job.objects.filter(free, pk=job_id)
    rows.filter(attempt__gte=ATTEMPTS).update(
        state=Job.State.FAILED, finished_at=now, error="It was begun several times and never came to its end."
    )
    took = rows.update(
        state=Job.State.RUNNING, attempt=F("attempt") + 1, started_at=now, lease_until=now + LEASE, error=""
    )
    return Job.objects.get(pk=job_id) if took else None


def _finish(
    running: RunningJob, *, state: Job.State, result: dict[str, Any] | None = None, error: str = ""
) -> None:
    Job.objects.filter(pk=running.id, attempt=running.attempt, state=Job.State.RUNNING).update(
        state=state, result=result, error=error, finished_at=running.clock(), lease_until=None
    )
