"""The worker's side of changes and webhooks."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from journal.reactions import Concerns, reaction
from portal.queries.shown_content import LISTINGS
from webhooks.projections import changes
from webhooks.projections.messages import endpoints_with_messages_due, forget_messages
from webhooks.tasks.sending import send_messages

logger = logging.getLogger(__name__)


def note_content(copy: str, factory_ids: Collection[int] | None) -> None:
    """What follows after a copy for outsiders was made again (named in `settings.COPY_REFRESHED`)."""
    logger.info("%s changes noted", changes.note_content(copy, factory_ids, now=timezone.now()))


@reaction("webhooks.note_recognitions", Concerns.FACTORIES)
def note_recognitions(factory_ids: Sequence[int]) -> None:
    """Recognitions that ended within their own transaction; none named means all."""
    note_content(LISTINGS, factory_ids or None)


@reaction("webhooks.note_access", Concerns.FACTORIES)
def note_access(factory_ids: Sequence[int]) -> None:
    """Access to reports that was given, changed or ended; none named means all."""
    changes.note_access(factory_ids or None, now=timezone.now())


@shared_task(name="webhooks.note_access_by_day")
def note_access_by_day() -> int:
    """Access that began or ended with the calendar; how many changes."""
    return changes.note_access(None, now=timezone.now())


@shared_task(name=changes.SEND)
def send() -> int:
    """A task for each endpoint to which something is due, so that one that hangs holds nobody else up."""
    due = endpoints_with_messages_due(timezone.now())
    for endpoint_id in due:
        send_to_endpoint.delay(str(endpoint_id))
    return len(due)


@shared_task(name="webhooks.send_to_endpoint")
def send_to_endpoint(endpoint_id: str) -> int:
    """Send what is due to one endpoint; how many messages it took."""
    return send_messages(UUID(endpoint_id), clock=timezone.now)


@shared_task(name="webhooks.forget_messages")
def forget_old_messages() -> int:
    """Delete the log of messages that are older than `WEBHOOK_LOG_DAYS`; how many."""
    before = timezone.now() - timedelta(days=settings.WEBHOOK_LOG_DAYS)
    forgotten = 0
    while batch := forget_messages(before):
        forgotten += batch
    return forgotten
