"""What the worker does for access to reports: reminders before a consent ends."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from factories.commands.consents import notify_consents_ending
from journal.commands import Unchanged


@shared_task(name="factories.tasks.notify_consents_ending")
def remind_of_consents_ending() -> int:
    """Remind both sides of consents that end soon; how many."""
    done = notify_consents_ending(actor=None, now=timezone.now())
    return 0 if isinstance(done, Unchanged) else done
