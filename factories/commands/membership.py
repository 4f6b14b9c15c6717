"""Places that the system itself gives; people give and end places through `people`."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import User
from factories.models import Membership
from factories.queries.memberships.places import PlaceRef, not_ended
from factories.same_transaction.places import PlaceGiven, give_places
from journal.commands import Unchanged, command


@command
def add_membership(
    user_id: int,
    *,
    country: str | None = None,
    brand_id: int | None = None,
    factory_id: int | None = None,
    group_id: int | None = None,
    from_on: date | None = None,
    is_administrator: bool = False,
    actor: User | None,
    now: datetime,
) -> Membership | Unchanged:
    """A person belongs to exactly one of a country, a brand, a factory or a group (and may have several such)."""
    given = {"country": country, "brand": brand_id, "factory": factory_id, "group": group_id}
    (place,) = [PlaceRef(kind, str(key)) for kind, key in given.items() if key is not None]
    row = PlaceGiven(user_id, place, from_on=from_on, is_administrator=is_administrator)
    changed = give_places([row], actor=actor, at=now)
    found = Membership.objects.get(not_ended(), user_id=user_id, **{place.column: place.value})
    return found if changed else Unchanged(found)
