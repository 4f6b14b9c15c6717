"""Places given, changed and ended inside another app's command."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from countries.queries.country_settings import settings_by_country
from factories.models import Membership
from factories.queries.memberships.places import (
    PlaceRef,
    countries_of_factories,
    instants_of,
    not_ended,
    place_of,
    zone_of_place,
)
from factories.same_transaction.merged import hold_brands
from journal.bulk import insert_objects
from journal.events import Happening, record_many

if TYPE_CHECKING:
    from accounts.models import User

BATCH = 500


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """A place to give to a person; `from_on` None begins at once."""

    user_id: int
    place: PlaceRef
    from_on: date | None = None
    until_on: date | None = None
    is_administrator: bool = False


def give_places(rows: Sequence[PlaceGiven], *, actor: User | None, at: datetime) -> set[int]:
    """Give places to people; ids of the users for whom anything changed. The same again changes nothing.

    A place that a person has takes the days given; one that ended by its last day is begun anew. The caller holds the
    users' rows. A constant number of statements for every 500 rows.
    """
    changed: set[int] = set()
    for start in range(0, len(rows), BATCH):
        changed |= _give(rows[start : start + BATCH], actor=actor, at=at)
    return changed


def _give(rows: Sequence[PlaceGiven], *, actor: User | None, at: datetime) -> set[int]:
    countries = countries_of_factories(
        {int(given.place.key) for given in rows if given.place.kind == "factory"}
    )
    settings = settings_by_country()
    known = _current_memberships({given.user_id for given in rows})
    hold_brands({int(given.place.value) for given in rows if given.place.kind == "brand"})
    made, moved, over, events = [], [], [], []
    for given in rows:
        zone = zone_of_place(given.place, countries, settings, at)
        target = _new_membership(given, zone, actor=actor, at=at)
        found = known.get((given.user_id, given.place))
        if found is None:
            made.append(target)
            events.append(_event("membership.added", target))
        elif found.ends_at is not None and found.ends_at <= at:
            if target.ends_at is not None and target.ends_at <= at:
                continue
            found.ended_at = found.ends_at
            over.append(found)
            made.append(target)
            events.append(_event("membership.added", target))
        elif _moved(found, target, keeps_from=given.from_on is None):
            moved.append(found)
            events.append(_event("membership.changed", found))
    Membership.objects.bulk_update(over, ["ended_at"])
    Membership.objects.bulk_update(moved, ["from_on", "until_on", "begins_at", "ends_at"])
    insert_objects(made)
    record_many(events, actor=actor, at=at)
    return {row.user_id for row in (*made, *moved)}


def _current_memberships(user_ids: Collection[int]) -> dict[tuple[int, PlaceRef], Membership]:
    rows = Membership.objects.select_for_update().filter(not_ended(), user__in=sorted(user_ids))
    return {(row.user_id, place_of(row)): row for row in rows.order_by("pk")}


def _new_membership(given: PlaceGiven, zone: ZoneInfo, *, actor: User | None, at: datetime) -> Membership:
    today = at.astimezone(zone).date()
    from_on = given.from_on or min(today, given.until_on or today)
    begins_at, ends_at = instants_of(from_on, given.until_on, zone)
    return Membership(
        user_id=given.user_id, from_on=from_on, until_on=given.until_on, begins_at=begins_at, ends_at=ends_at,
        is_administrator=given.is_administrator, recorded_at=at, recorded_by=actor,
        **{given.place.column: given.place.value},
    )  # fmt: skip


def _moved(found: Membership, target: Membership, *, keeps_from: bool) -> bool:
    """Take the wanted days over; whether that changed any."""
    before = (found.from_on, found.until_on)
    if not keeps_from or (target.until_on is not None and target.until_on < found.from_on):
        found.from_on, found.begins_at = target.from_on, target.begins_at
    found.until_on, found.ends_at = target.until_on, target.ends_at
    return (found.from_on, found.until_on) != before


def _event(kind: str, row: Membership, **more: Any) -> Happening:
    place = place_of(row)
    data: dict[str, Any] = {place.kind: place.value, "from": row.from_on.isoformat()}
    if row.until_on is not None:
        data["until"] = row.until_on.isoformat()
    if row.is_administrator:
        data["administrator"] = True
    return Happening(kind, f"user:{row.user_id}", None, {**data, **more})


def end_places(which: Q, *, reason: str, actor: User | None, at: datetime) -> list[PlaceRef]:
    """End standing places at once; what could be seen through them is gone with this transaction. Which they were."""
    rows = list(Membership.objects.select_for_update().filter(not_ended(), which).order_by("pk"))
    for row in rows:
        row.ended_at, row.ended_by, row.reason = at, actor, reason
    Membership.objects.bulk_update(rows, ["ended_at", "ended_by", "reason"], batch_size=BATCH)
    record_many([_event("membership.ended", row, reason=reason) for row in rows], actor=actor, at=at)
    return [place_of(row) for row in rows]


def set_administrator(
    membership_id: int, *, is_administrator: bool, reason: str, actor: User, at: datetime
) -> bool:
    """Let a person invite and remove the colleagues of their place, or no longer; whether that is new."""
    row = Membership.objects.select_for_update().filter(not_ended(), pk=membership_id).first()
    if row is None or row.is_administrator == is_administrator:
        return False
    row.is_administrator = is_administrator
    row.save(update_fields=["is_administrator"])
    kind = "membership.administrator_given" if is_administrator else "membership.administrator_taken"
    record_many([_event(kind, row, reason=reason)], actor=actor, at=at)
    return True
