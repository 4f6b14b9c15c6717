"""What changed lately at the factories of a member of staff: one line a factory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desk.policies import hidden_kinds
from factories.queries import visible_to
from journal.queries import Happened, recent_factory_events

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory

WITHIN = timedelta(days=30)
FACTORIES = 12
EVENTS = 300


@dataclass(frozen=True, slots=True)
class LatestChange:
    """The latest that happened at a factory, and how much more did."""

    factory: Factory
    latest: Happened
    others: int


def changes_for(user: User, now: datetime) -> list[LatestChange]:
    """Factories where something happened in the last month, the latest first. Two queries."""
    visible = visible_to(user)
    events = recent_factory_events(
        visible.values("pk"), since=now - WITHIN, hidden=hidden_kinds(user), limit=EVENTS
    )
    latest: dict[int, Happened] = {}
    counts: dict[int, int] = {}
    for factory_id, happened in events:
        latest.setdefault(factory_id, happened)
        counts[factory_id] = counts.get(factory_id, 0) + 1
    shown = list(latest)[:FACTORIES]
    factories = {factory.pk: factory for factory in visible.filter(pk__in=shown)}
    return [
        LatestChange(factories[factory_id], latest[factory_id], counts[factory_id] - 1)
        for factory_id in shown
        if factory_id in factories
    ]
