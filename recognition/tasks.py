"""The worker's side of the judgement: verdicts after new evidence, publications and lapses on their day."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from typing import Any

from celery import shared_task
from django.utils import timezone

from journal.jobs import RunningJob, job
from journal.reactions import reaction
from recognition.projections import lapse_what_is_over, publish_what_is_due, refresh_verdicts
from recognition.projections.planning import refresh_plan, replan
from recognition.queries.criteria import NoCriteria
from recognition.queries.judgement import Judgement

logger = logging.getLogger(__name__)


@reaction("recognition.evaluate_factories")
def evaluate_factories(factory_ids: Sequence[int]) -> None:
    """Judge the factories that something happened to, all of them in one go; none named means everybody."""
    try:
        _, kept = refresh_verdicts(factory_ids or None, now=timezone.now())
    except NoCriteria:  # shipped ones wait for somebody's approval: with it everybody is judged
        logger.info("nobody is judged before criteria are in force")
        return
    logger.info("judged %s factories, %s verdicts changed", kept.judged, kept.changed)


@shared_task(name="recognition.tasks.evaluate_programme")
def evaluate_programme() -> None:
    """Judge everybody: windows move with the calendar even when nothing happened."""
    evaluate_factories([])


@shared_task(name="recognition.tasks.publish_due")
def publish_due() -> None:
    """Publish what is set for today."""
    for problem in publish_what_is_due(now=timezone.now()).problems:
        logger.warning("recognition of %s not published: %s", problem.factory, problem.message)


@reaction("recognition.publish_due")
def publish_after(factory_ids: Sequence[int]) -> None:  # noqa: ARG001  # whatever is due by now
    """Publish at once what was confirmed for today; the schedule brings the other days."""
    publish_due()


@shared_task(name="recognition.tasks.lapse_due")
def lapse_due() -> None:
    """End what was not renewed by its last day."""
    lapse_what_is_over(now=timezone.now())


@job("evaluate-programme")
def evaluate_programme_job(running: RunningJob) -> dict[str, Any]:
    """Judge everybody because somebody asked, with a bar to watch."""
    steps = 3
    running.progress(0, steps, "reading the evidence")

    def before_writing(judgement: Judgement) -> None:
        running.progress(2, steps, f"{len(judgement.loaded.factories)} factories judged")

    judgement, kept = refresh_verdicts(now=running.clock(), before_writing=before_writing)
    running.progress(steps, steps, "done")
    return {"factories": kept.judged, "changed": kept.changed, "as_of": judgement.as_of.isoformat()}


@reaction("recognition.replan")
def replan_after(factory_ids: Sequence[int]) -> None:  # noqa: ARG001  # one plan: whose factory it was does not matter
    """Bring the plan up to date after something it depends on: what is still right stays as it is."""
    replan(seed=secrets.token_hex(32), now=timezone.now())


@shared_task(name="recognition.tasks.replan_nightly")
def replan_nightly() -> None:
    """Windows open with the calendar, and visits that did not take place are planned anew."""
    replan(seed=secrets.token_hex(32), now=timezone.now())


@job("plan-visits")
def plan_visits_job(running: RunningJob) -> dict[str, Any]:
    """Make the plan because somebody asked, with a bar to watch."""
    running.progress(0, 1, "reading what is known")

    def told(done: int, total: int) -> None:
        running.progress(done, total, f"{done} of {total} countries planned")

    made = refresh_plan(
        seed=secrets.token_hex(32),
        now=running.clock(),
        afresh=bool(running.parameters.get("afresh")),
        progress=told,
    )
    running.progress(1, 1, "done")
    return {"kept": made.kept, "placed": made.placed, "unplaced": made.unplaced}
