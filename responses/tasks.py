"""What the worker does for the comment window: reminders before its end."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from journal.commands import Unchanged
from responses import commands


@shared_task(name="responses.tasks.notify_windows_closing")
def notify_windows_closing() -> int:
    """Remind factories of comment windows that end soon; how many."""
    done = commands.notify_windows_closing(actor=None, now=timezone.now())
    return 0 if isinstance(done, Unchanged) else done
