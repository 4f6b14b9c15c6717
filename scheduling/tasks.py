"""Tasks of the plan of visits: after events, every night, and when a person asks."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from celery import shared_task
from django.utils import timezone

from journal.jobs import RunningJob, job
from journal.reactions import Concerns, reaction
from scheduling.projections.visit_schedule import refresh_plan, replan


@reaction("scheduling.replan", Concerns.PROGRAMME)
def replan_after(factory_ids: Sequence[int]) -> None:  # noqa: ARG001  # one plan: whose factory it was does not matter
    """Bring the plan up to date after something it depends on: what is still right stays as it is."""
    replan(seed=secrets.token_hex(32), now=timezone.now())


@shared_task(name="scheduling.tasks.replan_nightly")
def replan_nightly() -> None:
    """Windows open with the calendar, and visits that did not take place are planned anew."""
    replan(seed=secrets.token_hex(32), now=timezone.now())


@job("plan-visits")
def plan_visits_job(running: RunningJob) -> dict[str, Any]:
    """Make the plan because a person asked, with a bar to watch."""
    running.progress(0, 1, "reading what is known")

    def report_progress(done: int, total: int) -> None:
        running.progress(done, total, f"{done} of {total} countries planned")

    made = refresh_plan(
        seed=secrets.token_hex(32),
        now=running.clock(),
        afresh=bool(running.parameters.get("afresh")),
        progress=report_progress,
    )
    running.progress(1, 1, "done")
    return {"kept": made.kept, "placed": made.placed, "unplaced": made.unplaced}
