"""Places of people given, changed and ended by those within whose reach they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from factories.queries.memberships.places import PlaceRef, lies_in_the_past, membership_with_user, place_of
from factories.same_transaction.places import PlaceGiven, end_places, give_places, set_administrator
from journal.commands import Unchanged, command
from people import policies
from people.commands.guards import AccountOutOfReach, InvalidAccountField, given_reason, hold
from people.domain.roles import CAN_ADMINISTER
from people.queries.open_work import WorkRef
from people.same_transaction.handing_over import hand_over


@command
def give_places_to(
    user_id: int,
    *,
    places: Collection[PlaceRef],
    from_on: date | None = None,
    until_on: date | None = None,
    actor: User,
    now: datetime,
) -> User | Unchanged:
    """Give a person more places of the kind of their role, or other days at those they have.

    Raises:
        OwnAccount, AccountOutOfReach, InvalidAccountField.
    """
    person, actor = hold(user_id, actor)
    if not policies.people_visible_to(actor).filter(pk=person.pk).exists():
        raise AccountOutOfReach(_("This account is not yours to change; ask an administrator."))
    if not places:
        raise InvalidAccountField("places", _("Choose a place."))
    if lies_in_the_past(until_on, now):
        raise InvalidAccountField(
            "until_on", _("This day lies in the past. End the place instead, or correct the day.")
        )
    if not policies.may_give(actor, person.role, places):
        raise AccountOutOfReach(_("One of these places is not yours to give."))
    rows = [PlaceGiven(person.pk, place, from_on, until_on) for place in sorted(places)]
    return person if give_places(rows, actor=actor, at=now) else Unchanged(person)


@command
def end_place(
    membership_id: int,
    *,
    reason: str,
    handover: Mapping[WorkRef, int | None] | None = None,
    actor: User,
    now: datetime,
) -> User | Unchanged:
    """End a place at once; what the person has open in that country goes to colleagues in the same act.

    Raises:
        OwnAccount, AccountOutOfReach, InvalidAccountField, WorkLeft.
    """
    found = membership_with_user(membership_id)
    if found is None:
        return Unchanged()
    chosen = handover or {}
    person, actor = hold(found.user_id, actor, *(to for to in chosen.values() if to is not None))
    place = place_of(found)
    if not policies.may_end_place(actor, person, place):
        raise AccountOutOfReach(_("This place is not yours to end; ask an administrator."))
    reason = given_reason(reason)
    if found.ended_at is not None:
        return Unchanged(person)
    if place.kind == "country":
        hand_over(person, chosen, countries=[place.key], reason=reason, actor=actor, at=now)
    return person if end_places(Q(pk=found.pk), reason=reason, actor=actor, at=now) else Unchanged(person)


@command
def set_place_administrator(
    membership_id: int, *, is_administrator: bool, reason: str, actor: User, now: datetime
) -> User | Unchanged:
    """Let a person invite and remove the colleagues of their brand, group or factory, or no longer.

    Raises:
        OwnAccount, AccountOutOfReach, InvalidAccountField.
    """
    found = membership_with_user(membership_id)
    if found is None:
        return Unchanged()
    person, actor = hold(found.user_id, actor)
    if not policies.may_end_place(actor, person, place_of(found)):
        raise AccountOutOfReach(_("This place is not yours to change; ask an administrator."))
    if person.role not in CAN_ADMINISTER:
        raise AccountOutOfReach(
            _("Only people of a brand, a group or a factory's management administer their place.")
        )
    reason = given_reason(reason)
    changed = set_administrator(
        found.pk, is_administrator=is_administrator, reason=reason, actor=actor, at=now
    )
    return person if changed else Unchanged(person)
