"""Tasks of the evaluation: after new evidence, every night, and when a person asks."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from celery import shared_task
from django.utils import timezone

from criteria.projections import refresh_verdicts
from criteria.queries.criteria import NoCriteria
from criteria.queries.judgement import Judgement
from journal.jobs import RunningJob, job
from journal.reactions import Concerns, reaction

logger = logging.getLogger(__name__)


@reaction("criteria.evaluate_factories", Concerns.FACTORIES)
def evaluate_factories(factory_ids: Sequence[int]) -> None:
    """Judge the factories that something happened to, all of them in one go; none named means everybody."""
    try:
        _, counts = refresh_verdicts(factory_ids or None, now=timezone.now())
    except NoCriteria:  # shipped ones wait for a person's approval: with it everybody is judged
        logger.info("nobody is judged before criteria are in force")
        return
    logger.info("judged %s factories, %s verdicts changed", counts.judged, counts.changed)


@shared_task(name="criteria.tasks.evaluate_programme")
def evaluate_programme() -> None:
    """Judge everybody: windows move with the calendar even when nothing happened."""
    evaluate_factories([])


@job("evaluate-programme")
def evaluate_programme_job(running: RunningJob) -> dict[str, Any]:
    """Judge everybody because a person asked, with a bar to watch."""
    steps = 3
    running.progress(0, steps, "reading the evidence")

    def before_writing(judgement: Judgement) -> None:
        running.progress(2, steps, f"{len(judgement.loaded.factories)} factories judged")

    judgement, counts = refresh_verdicts(now=running.clock(), before_writing=before_writing)
    running.progress(steps, steps, "done")
    return {"factories": counts.judged, "changed": counts.changed, "as_of": judgement.as_of.isoformat()}
