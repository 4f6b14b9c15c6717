"""Webhooks and their log, as pages and the API show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from countries.queries.local_time import On
from factories.queries.by_id import factories_by_id
from webhooks.models import ChangeKind, WebhookAttempt, WebhookEndpoint, WebhookMessage
from webhooks.queries.changes import changes_for

if TYPE_CHECKING:
    from factories.queries.lookups import Named

LOGGED = 50  # messages on the page
TRIES = 12  # attempts of a message on the page
TEST = "webhook.test"


@dataclass(frozen=True, slots=True)
class LoggedMessage:
    """A message with its attempts, the newest first. `factory`: None for a test."""

    message: WebhookMessage
    factory: Named | None
    tries: Sequence[WebhookAttempt]

    @property
    def label(self) -> str:
        """What it is about."""
        entry = self.message.entry
        return str(ChangeKind(entry.kind).label) if entry is not None else ""

    @property
    def kind(self) -> str:
        """The type in its body."""
        return self.message.entry.kind if self.message.entry is not None else TEST

    @property
    def mark(self) -> str:
        """The state by whose sign pages show it."""
        return "done" if self.message.state == WebhookMessage.State.SENT else self.message.state

    @property
    def may_be_sent_again(self) -> bool:
        """Whether its keeper may send it again."""
        return self.message.state in {WebhookMessage.State.SENT, WebhookMessage.State.FAILED}


def log_of(endpoint: WebhookEndpoint, on: On) -> list[LoggedMessage]:
    """The newest messages of an endpoint with their attempts. Three queries.

    Messages are owed for every change at a supplier before it is asked whether the brand may know of it: those of which
    it may not, and that were not delivered, are not in the log either.
    """
    open_to_brand = Q(entry__in=changes_for([endpoint.brand_id], on).values("pk"))
    known = Q(entry__isnull=True) | Q(state=WebhookMessage.State.SENT) | open_to_brand
    messages = list(
        WebhookMessage.objects.filter(known, endpoint=endpoint)
        .select_related("entry")
        .order_by("-recorded_at", "-entry", "pk")[:LOGGED]
    )
    tries: dict[UUID, list[WebhookAttempt]] = {}
    for attempt in WebhookAttempt.objects.filter(message__in=messages).order_by("-at", "-pk"):
        tries.setdefault(attempt.message_id, []).append(attempt)
    factories = factories_by_id({message.entry.factory_id for message in messages if message.entry})
    return [
        LoggedMessage(
            message,
            factories.get(message.entry.factory_id) if message.entry else None,
            tries.get(message.pk, [])[:TRIES],
        )
        for message in messages
    ]


def last_success(endpoint_id: UUID) -> datetime | None:
    """When an endpoint last took a message. One query."""
    taken = WebhookAttempt.objects.filter(message__endpoint=endpoint_id, status__gte=200, status__lt=300)
    found: datetime | None = taken.aggregate(last=Max("at"))["last"]
    return found


def is_gone(endpoint_id: UUID) -> bool:
    """Whether nobody has such a webhook, or no longer. One query."""
    return not WebhookEndpoint.objects.filter(pk=endpoint_id).exists()


def with_brands(endpoints: QuerySet[WebhookEndpoint]) -> list[WebhookEndpoint]:
    """Endpoints with their brands, in order. One query."""
    return list(endpoints.select_related("brand", "made_by").order_by("brand__name", "name", "pk"))
