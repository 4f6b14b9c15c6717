"""Whom a user belongs to."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from factories.models import Membership
from factories.queries.local_time import programme_day
from journal.commands import Unchanged, command
from journal.events import record


@command
def add_membership(
    user_id: int,
    *,
    country: str | None = None,
    brand_id: int | None = None,
    factory_id: int | None = None,
    group_id: int | None = None,
    actor: User | None,
    now: datetime,
) -> Membership | Unchanged:
    """Somebody belongs to exactly one of a country, a brand, a factory or a group (and may have several such)."""
    to = {"country_id": country, "brand_id": brand_id, "factory_id": factory_id, "group_id": group_id}
    found, made = Membership.objects.get_or_create(
        user_id=user_id, **to, defaults={"since": programme_day(now)}
    )
    if not made:
        return Unchanged(found)
    said = {key.removesuffix("_id"): value for key, value in to.items() if value is not None}
    record("membership.added", subject=f"user:{user_id}", actor=actor, at=now, data=said)
    return found


@command
def end_membership(membership_id: int, *, actor: User | None, now: datetime) -> Unchanged | None:
    """Somebody no longer belongs there: what they could see through it is gone with this transaction."""
    found = Membership.objects.filter(pk=membership_id).first()
    if found is None:
        return Unchanged()
    record("membership.ended", subject=f"user:{found.user_id}", actor=actor, at=now)
    found.delete()
    return None
