"""What changed lately at the factories of a member of staff: one line a factory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desk.policies import hidden_kinds
from factories.queries import visible_to
from journal.queries import Happened, latest_at_factories

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
    """Factories where something happened in the last month, the latest first. At most three queries."""
    visible = visible_to(user)
    latest = latest_at_factories(
        visible.values("pk"),
        since=now - WITHIN,
        hidden=hidden_kinds(user),
        events=EVENTS,
        factories=FACTORIES,
    )
    factories = {factory.pk: factory for factory in visible.filter(pk__in=[pk for pk, _, _ in latest])}
    return [
        LatestChange(factories[factory_id], happened, others)
        for factory_id, happened, others in latest
        if factory_id in factories
    ]
