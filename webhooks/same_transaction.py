"""What follows from other apps' events inside their own transaction (named in `betterwork/immediate_reactions.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from factories.same_transaction.merged import merged_brands
from journal.events import Happening
from webhooks.models import WebhookEndpoint

if TYPE_CHECKING:
    from accounts.models import User


def move_endpoints(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:  # noqa: ARG001
    """Two brands became one: the webhooks of the one that is gone belong to the one that stands."""
    for brand in merged_brands(happenings):
        WebhookEndpoint.objects.filter(brand=brand).update(brand=brand.merged_into)
