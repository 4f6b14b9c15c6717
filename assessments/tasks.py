"""What the worker does for the evidence: comment windows closed."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from assessments import commands
from journal.commands import Unchanged


@shared_task(name="assessments.tasks.close_comment_windows")
def close_comment_windows() -> int:
    """Finalise what factories could comment on until yesterday; how many there were."""
    now = timezone.now()
    done = commands.close_comment_windows(actor=None, now=now)
    return 0 if isinstance(done, Unchanged) else done
