"""The programme's people in a country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.models import Role, User
from factories.models import Membership
from factories.queries.memberships.places import in_force

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from countries.models import Country


def staff_of(country: str, roles: Collection[str]) -> QuerySet[User]:
    """Active accounts of these roles that work in a country (the global team works in all), in order of name."""
    there = Membership.objects.filter(in_force(), user=OuterRef("pk"), country=country)
    chosen = User.objects.filter(Q(Exists(there)) | Q(role=Role.GLOBAL), role__in=list(roles), is_active=True)
    return chosen.order_by("name", "pk")


def adviser_works_there(person: str, country: str) -> Exists:
    """Whether a row's person is an active adviser who works in the row's country now; both given as paths."""
    return Exists(
        Membership.objects.filter(
            in_force(),
            user=OuterRef(person),
            country=OuterRef(country),
            user__role=Role.ADVISER,
            user__is_active=True,
        )
    )


def works_in_any(countries: QuerySet[Country]) -> Exists:
    """Whether an account has a place in one of the countries now."""
    return Exists(Membership.objects.filter(in_force(), user=OuterRef("pk"), country__in=countries))


def countries_by_adviser() -> dict[int, frozenset[str]]:
    """Active advisers (user ids) → codes of the countries where they work. One statement."""
    rows = Membership.objects.filter(
        in_force(), user__role=Role.ADVISER, user__is_active=True, country__isnull=False
    ).values_list("user_id", "country_id")
    found: dict[int, set[str]] = defaultdict(set)
    for user, country in rows:
        found[user].add(country)
    return {user: frozenset(codes) for user, codes in sorted(found.items())}


def advisers_in(countries: QuerySet[Country]) -> QuerySet[User]:
    """Active advisers of some countries."""
    return User.objects.filter(works_in_any(countries), role=Role.ADVISER, is_active=True)
