"""Who may invite, see and end whom: the one module that decides, as querysets and predicates.

Nobody hands out more than they have: a role of theirs to give, at a place within their reach.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import Role, User
from factories.queries.memberships.places import PlaceRef, PlaceRow, administered, users_at, users_elsewhere
from factories.queries.memberships.reach import (
    Reach,
    administered_places,
    every_place,
    no_place,
    places_of_countries,
)
from people.domain.roles import (
    CAN_ADMINISTER,
    GLOBAL_INVITES,
    MANAGER_INVITES,
    OWN_INVITES,
    PLACE_KIND,
    PRIVILEGED,
)

__all__ = ["CAN_ADMINISTER", "PLACE_KIND", "PRIVILEGED"]  # the rules behind the policies, for pages

if TYPE_CHECKING:
    Viewer = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Authority:
    """Which roles a person gives and takes, and at which places. `everywhere`: no place is out of reach."""

    roles: frozenset[str]
    reach: Reach
    everywhere: bool = False


def authority_of(user: Viewer) -> Authority:
    """What a user may decide about people. No query, but one for the administrators of a place."""
    if not isinstance(user, User) or not user.is_active:
        return Authority(frozenset(), no_place())
    match user.role:
        case Role.ADMIN:
            return Authority(frozenset(Role.values), every_place(), everywhere=True)
        case Role.GLOBAL:
            return Authority(GLOBAL_INVITES, every_place(), everywhere=True)
        case Role.MANAGER:
            return Authority(MANAGER_INVITES, places_of_countries(user))
        case Role.BRAND | Role.FACTORY | Role.GROUP:
            return _own(user)
    return Authority(frozenset(), no_place())


def _own(user: User) -> Authority:
    reach = administered_places(user)
    rows = {"brand": reach.brands, "factory": reach.factories, "group": reach.groups}[user.role]
    if not rows.exists():
        return Authority(frozenset(), no_place())
    return Authority(OWN_INVITES[user.role], reach)


def keeps_people(user: Viewer) -> bool:
    """Whether the list of people exists for this user. Every page asks: one small statement at most."""
    if isinstance(user, User) and user.is_active and user.role in OWN_INVITES:
        return administered(user.pk, user.role).exists()
    return bool(authority_of(user).roles)


def roles_to_give(user: Viewer) -> list[tuple[str, str]]:
    """(role, label) pairs that this user may invite, in the order of the roles."""
    allowed = authority_of(user).roles
    return [(value, str(label)) for value, label in Role.choices if value in allowed]


def people_visible_to(user: Viewer) -> QuerySet[User]:
    """The accounts that exist for a user: of roles that are theirs to give, at places within their reach."""
    authority = authority_of(user)
    if not authority.roles:
        return User.objects.none()
    people = User.objects.filter(role__in=authority.roles)
    if authority.everywhere:
        return people
    reach = authority.reach
    within = users_at(
        countries=reach.countries, brands=reach.brands, factories=reach.factories, groups=reach.groups
    )
    return people.filter(pk__in=within)


def wholly_within(user: Viewer) -> QuerySet[User]:
    """Those of the visible people whose places are all within the user's reach: whose accounts they may end."""
    authority, people = authority_of(user), people_visible_to(user)
    if authority.everywhere:
        return people
    reach = authority.reach
    elsewhere = users_elsewhere(
        countries=reach.countries, brands=reach.brands, factories=reach.factories, groups=reach.groups
    )
    return people.exclude(pk__in=elsewhere)


def may_decide_account(actor: User, person: User) -> bool:
    """Whether the actor may close or reopen the account, resend or withdraw its invitation. One query."""
    return actor.pk != person.pk and wholly_within(actor).filter(pk=person.pk).exists()


def may_erase(actor: User, person: User) -> bool:
    """Whether the actor may erase the person's name and address. One query."""
    return actor.role == Role.ADMIN and may_decide_account(actor, person)


def may_give(actor: User, role: str, places: Collection[PlaceRef]) -> bool:
    """Whether a role at some places is the actor's to give. One query for each kind of place."""
    authority = authority_of(actor)
    fit = all(place.kind == PLACE_KIND[role] for place in places)
    return role in authority.roles and fit and authority.reach.those_within(places) == set(places)


def may_end_place(actor: User, person: User, place: PlaceRef) -> bool:
    """Whether a place of a person is the actor's to change or end. At most two queries."""
    visible = actor.pk != person.pk and people_visible_to(actor).filter(pk=person.pk).exists()
    return visible and may_give(actor, person.role, [place])


def place_filter(actor: User) -> Callable[[Sequence[PlaceRow]], list[PlaceRow]]:
    """Keeps those of some places that exist for the actor: what lies out of reach is not even named."""
    authority = authority_of(actor)

    def shown(rows: Sequence[PlaceRow]) -> list[PlaceRow]:
        if authority.everywhere:
            return list(rows)
        within = authority.reach.those_within({row.place for row in rows})
        return [row for row in rows if row.place in within]

    return shown


def places_shown(actor: User, rows: Sequence[PlaceRow]) -> list[PlaceRow]:
    """Those of a person's places that exist for the actor. One query for each kind of place."""
    return place_filter(actor)(rows)


def may_change_role(actor: User, person: User, role: str) -> bool:
    """Whether the actor may change the person's role to another. One query."""
    return role in authority_of(actor).roles and may_decide_account(actor, person)


def reads_security(user: Viewer) -> bool:
    """Whether the security log exists for this user."""
    return isinstance(user, User) and user.is_active and user.role == Role.ADMIN
