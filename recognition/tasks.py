"""The worker's side of the judgement: verdicts after new evidence, publications and lapses on their day."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from celery import shared_task
from django.utils import timezone

from journal.jobs import RunningJob, job
from journal.reactions import reaction
from recognition.projections import lapse_what_is_over, publish_what_is_due, refresh_verdicts
from recognition.queries.judgement import Judgement

logger = logging.getLogger(__name__)


@reaction("recognition.evaluate_factories")
def evaluate_factories(factory_ids: Sequence[int]) -> None:
    """Judge the factories that something happened to, all of them in one go; none named means everybody."""
    _, kept = refresh_verdicts(factory_ids or None, now=timezone.now())
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
