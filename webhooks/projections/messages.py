"""Messages as a worker handles them: claimed by compare-and-set, settled with their attempt; rows are the truth."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from webhooks.domain.retries import ATTEMPTS
from webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage

State = WebhookMessage.State
GONE = "The worker that sent it died."


def endpoints_with_messages_due(now: datetime) -> list[UUID]:
    """Endpoints to which something is to be sent now. One query."""
    return list(_due(now).order_by().values_list("endpoint_id", flat=True).distinct())


def claim_message(endpoint_id: UUID, *, now: datetime) -> WebhookMessage | None:
    """The message of an endpoint that has been due longest and that nobody else sends, with endpoint and entry.

    One whose sender died counts as attempted: it is sent again with the same id, and given up in the end.
    """
    while (
        found := _due(now).filter(endpoint=endpoint_id).order_by("due_at", "entry_id", "pk").first()
    ) is not None:
        same = _due(now).filter(pk=found.pk, attempts=found.attempts, state=found.state)
        if found.state == State.CLAIMED and found.attempts >= ATTEMPTS:
            if same.update(state=State.FAILED, lease_until=None):
                _noted(found, now=now, error=GONE)
            continue
        lease = timedelta(seconds=settings.WEBHOOK_SECONDS + settings.DELIVERY_LEASE)
        if same.update(state=State.CLAIMED, attempts=F("attempts") + 1, lease_until=now + lease):
            return WebhookMessage.objects.select_related("endpoint", "entry").get(pk=found.pk)
    return None


def _due(now: datetime) -> QuerySet[WebhookMessage]:
    """What is to be sent to endpoints that are in use; a test goes to a paused one as well."""
    waiting = Q(state=State.WAITING, due_at__lte=now) | Q(state=State.CLAIMED, lease_until__lt=now)
    in_use = Q(endpoint__state=WebhookEndpoint.State.ACTIVE) | Q(entry__isnull=True)
    return WebhookMessage.objects.filter(waiting, in_use)


def message_taken(message: WebhookMessage, attempt: WebhookAttempt) -> None:
    """The endpoint answered with a 2xx."""
    _settle(message, attempt, State.SENT)


def message_refused(
    message: WebhookMessage, attempt: WebhookAttempt, *, again_in: timedelta | None, now: datetime
) -> None:
    """The attempt failed: it is tried again then, or given up when None."""
    due = now + again_in if again_in is not None else message.due_at
    _settle(message, attempt, State.FAILED if again_in is None else State.WAITING, due_at=due)


def message_dropped(message: WebhookMessage) -> None:
    """The brand may no longer know of the change: nothing is sent, now or later."""
    _settle(message, None, State.DROPPED)


def message_too_early(message: WebhookMessage, *, due_at: datetime) -> None:
    """Return a message to the queue without counting the attempt: readers do not see the change yet."""
    _settle(message, None, State.WAITING, due_at=due_at, attempts=message.attempts - 1)


def _settle(
    message: WebhookMessage, attempt: WebhookAttempt | None, state: WebhookMessage.State, **more: object
) -> None:
    """Close the claim and write the attempt down; whoever took the message over meanwhile settles it instead."""
    with transaction.atomic():
        claimed = WebhookMessage.objects.filter(
            pk=message.pk, attempts=message.attempts, state=WebhookMessage.State.CLAIMED
        )
        claimed.update(state=state, lease_until=None, **more)
        # an endpoint that was deleted meanwhile took its log along
        if attempt is not None and WebhookMessage.objects.filter(pk=message.pk).exists():
            attempt.save(force_insert=True)


def _noted(message: WebhookMessage, *, now: datetime, error: str) -> None:
    WebhookAttempt.objects.create(message_id=message.pk, at=now, error=error)


def forget_messages(before: datetime) -> int:
    """Delete settled messages recorded before a moment, with their attempts; how many messages."""
    settled = WebhookMessage.objects.filter(
        recorded_at__lt=before, state__in=[State.SENT, State.DROPPED, State.FAILED]
    )
    old = list(settled.values_list("pk", flat=True)[:2000])
    WebhookMessage.objects.filter(pk__in=old).delete()
    return len(old)
