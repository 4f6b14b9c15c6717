"""Secrets of webhooks: encrypted in the database as all secrets that must be read again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from accounts.sign_in.sealing import unseal

if TYPE_CHECKING:
    from webhooks.models import WebhookEndpoint


def secret_version(endpoint: WebhookEndpoint) -> str:
    """What changes with the secret and tells nothing of it, for forms."""
    return endpoint.sealed_secret[-16:]


def secrets_of(endpoint: WebhookEndpoint, now: datetime) -> list[str]:
    """The secrets that sign a message now: the newest first."""
    found = [unseal(endpoint.sealed_secret)]
    if endpoint.previous_works(now) and endpoint.sealed_previous:
        found.append(unseal(endpoint.sealed_previous))
    return found
