"""A brand's webhooks: made, changed, paused, tested, given another secret, deleted."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.sign_in.sealing import seal
from factories.same_transaction.merged import hold_brands
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import FieldRefused, Refused
from webhooks.domain.addresses import AddressFault, fault_of, host_of
from webhooks.domain.signing import SECRET_BYTES, secret_of
from webhooks.models import ChangeKind, WebhookEndpoint, WebhookMessage
from webhooks.policies import check_keeps
from webhooks.projections.changes import SEND
from webhooks.queries.secrets import secret_version

if TYPE_CHECKING:
    from accounts.models import User

MOST_ENDPOINTS = 10  # of one brand
PREVIOUS_WORKS = timedelta(hours=24)  # the secret before, after another was made
State = WebhookEndpoint.State
FAULTS: dict[AddressFault, str | Promise] = {
    AddressFault.NO_ADDRESS: gettext_lazy("Enter a full address, such as https://example.com/webhooks."),
    AddressFault.NOT_HTTPS: gettext_lazy("The address must begin with https://."),
    AddressFault.CREDENTIALS: gettext_lazy("Leave the password out of the address: messages are signed."),
    AddressFault.PORT: gettext_lazy("Only the ports 443 and 8443 are possible."),
}


class WebhookFaulty(FieldRefused):
    """An address, a name or kinds that a webhook cannot have. `field`: which of them."""


class TooManyWebhooks(Refused):
    """The brand has the largest number of webhooks allowed."""


class SecretChanged(Refused):
    """Another secret was made meanwhile."""


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A webhook's secret, which is shown once."""

    endpoint_id: UUID
    secret: str


@command
def add_endpoint(
    brand_id: int, *, name: str, url: str, kinds: Collection[str], actor: User, now: datetime
) -> NewSecret | Unchanged:
    """Make a webhook of a brand and return its secret. A second one with the same address is not made: `Unchanged`.

    Raises:
        NotYourWebhook, WebhookFaulty, TooManyWebhooks; BrandMergedAway.
    """
    hold_brands([brand_id])
    check_keeps(actor, brand_id)
    name, chosen = _checked(name, url, kinds)
    existing = WebhookEndpoint.objects.filter(brand=brand_id)
    same = existing.filter(url=url).first()
    if same is not None:
        return Unchanged(same.pk)
    if existing.count() >= MOST_ENDPOINTS:
        raise TooManyWebhooks(
            _("There are %(most)s webhooks already; delete those that are not used.")
            % {"most": MOST_ENDPOINTS}
        )
    secret = _new_secret()
    made = WebhookEndpoint.objects.create(
        brand_id=brand_id, name=name, url=url, kinds=chosen, sealed_secret=seal(secret), made_at=now,
        made_by=actor,
    )  # fmt: skip
    _record("added", made, actor=actor, now=now)
    return NewSecret(made.pk, secret)


@command
def change_endpoint(
    endpoint_id: UUID, *, name: str, url: str, kinds: Collection[str], actor: User, now: datetime
) -> UUID | Unchanged:
    """Change a webhook's name, address and kinds.

    Raises:
        NotYourWebhook, WebhookFaulty.
    """
    endpoint = _held(endpoint_id, actor)
    name, chosen = _checked(name, url, kinds)
    if (endpoint.name, endpoint.url, endpoint.kinds) == (name, url, chosen):
        return Unchanged(endpoint.pk)
    if WebhookEndpoint.objects.filter(brand=endpoint.brand_id, url=url).exclude(pk=endpoint.pk).exists():
        raise WebhookFaulty("url", _("The brand has a webhook with this address already."))
    endpoint.name, endpoint.url, endpoint.kinds = name, url, chosen
    endpoint.save(update_fields=["name", "url", "kinds"])
    _record("changed", endpoint, actor=actor, now=now)
    return endpoint.pk


@command
def pause_endpoint(endpoint_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Send nothing more to a webhook. What is queued waits; what happens meanwhile is not queued.

    Raises:
        NotYourWebhook.
    """
    endpoint = _held(endpoint_id, actor)
    if endpoint.state != State.ACTIVE:
        return Unchanged(endpoint.pk)
    _set_state(endpoint, State.PAUSED)
    _record("paused", endpoint, actor=actor, now=now)
    return endpoint.pk


@command
def resume_endpoint(endpoint_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Send to a webhook again, beginning with what still waits.

    Raises:
        NotYourWebhook.
    """
    endpoint = _held(endpoint_id, actor)
    if endpoint.state == State.ACTIVE:
        return Unchanged(endpoint.pk)
    _set_state(endpoint, State.ACTIVE)
    _record("resumed", endpoint, actor=actor, now=now)
    _wake()
    return endpoint.pk


@command
def rotate_secret(
    endpoint_id: UUID, *, seen: str, at_once: bool = False, actor: User, now: datetime
) -> NewSecret:
    """Make another secret. The one before signs as well for a day, so that the receiver can change over.

    Args:
        endpoint_id: the webhook.
        seen: `secret_version` of the secret that the actor saw.
        at_once: the secret before ends now, as when it became known to others.
        actor: who keeps the webhook.
        now: the moment.

    Raises:
        NotYourWebhook; SecretChanged: another one was made since.
    """
    endpoint = _held(endpoint_id, actor)
    if seen != secret_version(endpoint):
        raise SecretChanged(_("Another secret was made meanwhile. Look at the page again."))
    secret = _new_secret()
    endpoint.sealed_previous = "" if at_once else endpoint.sealed_secret
    endpoint.previous_until = None if at_once else now + PREVIOUS_WORKS
    endpoint.sealed_secret = seal(secret)
    endpoint.save(update_fields=["sealed_secret", "sealed_previous", "previous_until"])
    _record("secret_rotated", endpoint, actor=actor, now=now)
    return NewSecret(endpoint.pk, secret)


@command
def delete_endpoint(endpoint_id: UUID, *, actor: User, now: datetime) -> Unchanged | None:
    """Delete a webhook with its log. What is queued is not sent.

    Raises:
        NotYourWebhook.
    """
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    if endpoint is None:
        return Unchanged()
    check_keeps(actor, endpoint.brand_id)
    _record("deleted", endpoint, actor=actor, now=now)
    WebhookEndpoint.objects.filter(pk=endpoint_id).delete()
    return None


@command
def send_test(endpoint_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Queue a message that is about nothing. It goes to a paused webhook as well; its id.

    While one waits for its first attempt there is no second: `Unchanged` with the first.

    Raises:
        NotYourWebhook.
    """
    endpoint = _held(endpoint_id, actor)
    waiting = WebhookMessage.objects.filter(
        endpoint=endpoint, entry=None, state=WebhookMessage.State.WAITING, attempts=0
    ).first()
    if waiting is not None:
        return Unchanged(waiting.pk)
    message = WebhookMessage.objects.create(endpoint=endpoint, due_at=now, recorded_at=now)
    _record("tested", endpoint, actor=actor, now=now)
    _wake()
    return message.pk


@command
def send_again(message_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Send a message again, with the same id. What the brand may know of is asked anew.

    Raises:
        NotYourWebhook.
    """
    message = WebhookMessage.objects.select_for_update().get(pk=message_id)
    endpoint = _held(message.endpoint_id, actor)
    if message.state not in {WebhookMessage.State.SENT, WebhookMessage.State.FAILED}:
        return Unchanged(message.pk)
    message.state, message.attempts, message.due_at = WebhookMessage.State.WAITING, 0, now
    message.save(update_fields=["state", "attempts", "due_at"])
    _record("sent_again", endpoint, actor=actor, now=now)
    _wake()
    return message.pk


@command
def stop_endpoint(endpoint_id: UUID, *, actor: User | None, now: datetime) -> UUID | Unchanged:
    """Send nothing more to a webhook that takes nothing; its keepers are notified. Acts for the system."""
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    if endpoint is None or endpoint.state != State.ACTIVE:
        return Unchanged(endpoint_id)
    _set_state(endpoint, State.STOPPED)
    _record("stopped", endpoint, actor=actor, now=now)
    return endpoint.pk


def _held(endpoint_id: UUID, actor: User) -> WebhookEndpoint:
    endpoint = WebhookEndpoint.objects.select_for_update().get(pk=endpoint_id)
    check_keeps(actor, endpoint.brand_id)
    return endpoint


def _new_secret() -> str:
    return secret_of(secrets.token_bytes(SECRET_BYTES))


def _checked(name: str, url: str, kinds: Collection[str]) -> tuple[str, list[str]]:
    if not name.strip():
        raise WebhookFaulty("name", _("Give it a name."))
    fault = fault_of(url, inside_allowed=settings.WEBHOOK_PRIVATE_ADDRESSES)
    if fault:
        raise WebhookFaulty("url", str(FAULTS[fault]))
    chosen = [kind for kind in ChangeKind.values if kind in kinds]
    if not chosen or set(kinds) - set(chosen):
        raise WebhookFaulty("kinds", _("Choose what it is notified of."))
    return name.strip(), chosen


def _set_state(endpoint: WebhookEndpoint, state: WebhookEndpoint.State) -> None:
    endpoint.state = state
    endpoint.save(update_fields=["state"])


def _wake() -> None:
    """A message is only a wake-up: the schedule finds what it did not."""
    transaction.on_commit(partial(current_app.send_task, SEND), robust=True)


def _record(what: str, endpoint: WebhookEndpoint, *, actor: User | None, now: datetime) -> None:
    brand = endpoint.brand
    record(
        f"webhook.{what}",
        subject=f"webhook:{endpoint.pk}",
        actor=actor,
        at=now,
        data={
            "brand": brand.name,
            "keeper": brand.slug,
            "webhook": endpoint.name,
            "host": host_of(endpoint.url),
        },
    )
