"""Sending messages: the right is asked at the moment of sending, and the body is made then."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from countries.queries.local_time import LocalDays
from factories.queries.by_id import factories_by_id
from outside.posting import PostAnswer, PostFailed, post
from webhooks.commands.endpoints import stop_endpoint
from webhooks.domain.retries import wait_after
from webhooks.domain.signing import headers
from webhooks.models import ChangeKind, WebhookAttempt, WebhookMessage
from webhooks.projections.messages import (
    claim_message,
    message_dropped,
    message_refused,
    message_taken,
    message_too_early,
)
from webhooks.queries.changes import changes_for
from webhooks.queries.endpoints import TEST, last_success
from webhooks.queries.secrets import secrets_of

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=10)  # how long a recognition is waited for until it is listed
MOMENT = timedelta(seconds=15)
Clock = Callable[[], datetime]


def send_messages(endpoint_id: UUID, *, clock: Clock) -> int:
    """Send what is due to one endpoint, one message after the other, until it takes one not; how many it took."""
    taken = 0
    while (message := claim_message(endpoint_id, now=clock())) is not None:
        body = _body(message, clock())
        if body is None:
            _not_now(message, now=clock())
        elif _sent(message, body, clock):
            taken += 1
        else:
            break
    return taken


def _not_now(message: WebhookMessage, *, now: datetime) -> None:
    listed_later = message.entry is not None and message.entry.kind == ChangeKind.PUBLISHED
    if listed_later and now - message.recorded_at < PATIENCE:
        message_too_early(message, due_at=now + MOMENT)
    else:
        message_dropped(message)


def _body(message: WebhookMessage, now: datetime) -> bytes | None:
    """The bytes, the same at every attempt; None when the brand may not know of the change now."""
    entry = message.entry
    if entry is None:
        return _encoded(TEST, message.recorded_at, {"webhook": str(message.endpoint_id)})
    known = changes_for([message.endpoint.brand_id], LocalDays(now)).filter(pk=entry.pk)
    factory = factories_by_id([entry.factory_id]).get(entry.factory_id) if known.exists() else None
    if factory is None:
        return None
    page = settings.SITE_URL + reverse("factory", kwargs={"code": factory.code})
    return _encoded(entry.kind, entry.at, {"change": entry.position, "factory": factory.code, "url": page})


def _encoded(kind: str, at: datetime, data: dict[str, Any]) -> bytes:
    body = {"type": kind, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(body, separators=(",", ":")).encode()


def message_name(message: WebhookMessage) -> str:
    """The message's id as receivers read it."""
    return f"msg_{message.pk.hex}"


def _sent(message: WebhookMessage, body: bytes, clock: Clock) -> bool:
    """One attempt, written down with its outcome."""
    now, endpoint = clock(), message.endpoint
    signed = headers(secrets_of(endpoint, now), message_name(message), int(now.timestamp()), body)
    attempt = WebhookAttempt(message=message, at=now)
    answer: PostAnswer | None = None
    try:
        answer = post(
            endpoint.url,
            body,
            {"Content-Type": "application/json", "User-Agent": "BetterWorkRecognition-Webhooks/1", **signed},
            seconds=settings.WEBHOOK_SECONDS,
            inside_allowed=settings.WEBHOOK_PRIVATE_ADDRESSES,
        )
    except PostFailed as failure:
        attempt.error = str(failure)[:300]
    else:
        attempt.status, attempt.head = answer.status, answer.head
        attempt.milliseconds = answer.milliseconds
    if answer is not None and HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        message_taken(message, attempt)
        return True
    _refused(message, attempt, answer, now=clock())
    return False


def _refused(
    message: WebhookMessage, attempt: WebhookAttempt, answer: PostAnswer | None, *, now: datetime
) -> None:
    gone = answer is not None and answer.status == HTTPStatus.GONE
    named = answer.retry_after if answer is not None else None
    again_in = wait_after(message.attempts, random.random(), named)  # noqa: S311  # spreads load, hides nothing
    if message.entry is None:
        again_in = None  # a test is over with its first answer
    if gone:
        again_in = None
    message_refused(message, attempt, again_in=again_in, now=now)
    logger.info("webhook message %s not taken (attempt %s)", message.pk, message.attempts)
    if message.entry is None or again_in is not None:
        return
    worked = last_success(message.endpoint_id)
    if gone or worked is None or worked < message.recorded_at:
        stop_endpoint(message.endpoint_id, actor=None, now=now)
