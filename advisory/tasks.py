"""Tasks of advice: plan items that fall due."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from advisory import commands
from journal.commands import Unchanged


@shared_task(name="advisory.tasks.notify_plan_items_due")
def notify_plan_items_due() -> int:
    """Tell of plan items that fall due within a week; how many there were."""
    now = timezone.now()
    notified = commands.notify_plan_items_due(actor=None, now=now)
    return 0 if isinstance(notified, Unchanged) else notified
