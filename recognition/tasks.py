"""The worker's side of the judgement: verdicts after new evidence, publications and lapses on their day."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from celery import shared_task
from django.utils import timezone

from journal.reactions import Concerns, reaction
from recognition.projections import lapse_what_is_over, publish_what_is_due

logger = logging.getLogger(__name__)


@shared_task(name="recognition.tasks.publish_due")
def publish_due() -> None:
    """Publish what is set for today."""
    for problem in publish_what_is_due(now=timezone.now()).problems:
        logger.warning("recognition of %s not published: %s", problem.factory, problem.message)


@reaction("recognition.publish_due", Concerns.PROGRAMME)
def publish_after(factory_ids: Sequence[int]) -> None:  # noqa: ARG001  # whatever is due by now
    """Publish at once what was confirmed for today; the schedule brings the other days."""
    publish_due()


@shared_task(name="recognition.tasks.lapse_due")
def lapse_due() -> None:
    """End what was not renewed by its last day."""
    lapse_what_is_over(now=timezone.now())
