"""What the worker does for the evidence: sectors counted anew, comment windows closed, bulk files read."""

from __future__ import annotations

from collections.abc import Sequence

from celery import shared_task
from django.utils import timezone

from assessments import commands, projections
from assessments.queries.sectors import COUNTED_BY
from journal.commands import Unchanged
from journal.reactions import reaction


@reaction(COUNTED_BY)
def refresh_sector_counts(factory_ids: Sequence[int]) -> None:
    """Count the sectors of these factories again."""
    projections.refresh_sector_counts(factory_ids, now=timezone.now())


@shared_task(name="assessments.tasks.close_comment_windows")
def close_comment_windows() -> int:
    """Finalise what factories could comment on until yesterday; how many there were."""
    now = timezone.now()
    done = commands.close_comment_windows(actor=None, now=now)
    return 0 if isinstance(done, Unchanged) else done
