"""What follows from other apps' events inside their own transaction (named in `betterwork/immediate_reactions.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from factories.same_transaction.merged import merged_brands
from journal.events import Happening, record_many
from webhooks.domain.addresses import host_of
from webhooks.models import ChangeKind, WebhookEndpoint

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Brand


def move_endpoints(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:
    """Two brands became one: the webhooks of the one that is gone belong to the one that stands.

    Of two with one address the one in use stays, with the kinds of both: its server would be told everything twice.
    """
    events: list[Happening] = []
    for brand in merged_brands(happenings):
        into = brand.merged_into
        if into is None:
            continue
        there = {row.url: row for row in WebhookEndpoint.objects.filter(brand=into)}
        for moved in list(WebhookEndpoint.objects.filter(brand=brand)):
            moved.brand = into
            twin = there.get(moved.url)
            if twin is not None:
                events += _united(twin, moved, into)
            else:
                moved.save(update_fields=["brand"])
    record_many(events, actor=actor, at=at)


def _united(twin: WebhookEndpoint, moved: WebhookEndpoint, brand: Brand) -> list[Happening]:
    """Keep one of two webhooks of an address, by preference the brand's own; what happened to both."""
    active = WebhookEndpoint.State.ACTIVE
    stays, goes = (moved, twin) if moved.state == active != twin.state else (twin, moved)
    kinds = [kind for kind in ChangeKind.values if kind in {*stays.kinds, *goes.kinds}]
    happened = [_event("deleted", goes, brand)]
    if kinds != stays.kinds:
        happened.append(_event("changed", stays, brand))
    stays.kinds = kinds
    WebhookEndpoint.objects.filter(pk=goes.pk).delete()
    stays.save(update_fields=["brand", "kinds"])
    return happened


def _event(what: str, endpoint: WebhookEndpoint, brand: Brand) -> Happening:
    data = {
        "brand": brand.name,
        "keeper": brand.slug,
        "webhook": endpoint.name,
        "host": host_of(endpoint.url),
    }
    return Happening(f"webhook.{what}", f"webhook:{endpoint.pk}", None, data)
