"""The people of each audience, for many factories at once."""

from __future__ import annotations

from collections.abc import Collection

from accounts.policies import active_people
from assessments.queries.teams import assessors_by_factory, teams_by_subject
from benefits.queries.forums import invited_brands
from countries.queries.local_time import On
from factories.domain.scopes import FINDINGS, PLAN, SUMMARY
from factories.queries.memberships.people import (
    brand_people,
    buyers,
    country_people,
    own_people,
    people_of_buyers,
)
from factories.queries.memberships.reach import managers_of_brands
from factory_advisers.queries import advisers_by_factory
from notifications.rules import ROLES, Audience

PART = 500
SCOPE_READ = {Audience.CONSENTED: SUMMARY, Audience.FINDINGS_READERS: FINDINGS, Audience.PLAN_READERS: PLAN}
"""What a brand must be let read to be of an audience."""


def people_by_factory(audience: Audience, factory_ids: Collection[int], on: On) -> dict[int, set[int]]:
    """Factory id → ids of its people in an audience. A constant number of queries."""
    found: dict[int, set[int]] = {}
    for factory, person in _pairs(audience, factory_ids, on):
        found.setdefault(factory, set()).add(person)
    return found


def people_by_guest(guests: Collection[str]) -> dict[str, set[int]]:
    """Invitation id → ids of the people of the brand that is invited. Two queries."""
    brands = invited_brands(guests)
    people = brand_people({brand for brand, _name in brands.values()})
    return {guest: set(people.get(brand, ())) for guest, (brand, _name) in brands.items()}


def people_by_buyer(pairs: Collection[tuple[int, str]], on: On) -> dict[tuple[int, str], set[int]]:
    """(factory id, the brand's address) → ids of the brand's people, where it buys there. Two queries."""
    return people_of_buyers(pairs, on)


def people_by_keeper(brands: Collection[str]) -> dict[str, set[int]]:
    """The brand's address → ids of the people who keep its webhooks. One query."""
    return managers_of_brands(brands)


def people_by_draft(subjects: Collection[str]) -> dict[str, set[int]]:
    """Subject of an event about an assessment → ids of its team now. One query."""
    return teams_by_subject(subjects) if subjects else {}


def people_by_account(audience: Audience, people: Collection[int]) -> dict[int, set[int]]:
    """Person to whom something happened → ids of those who are told of it. One query for every 500.

    Who was just invited is told by the invitation itself: only open accounts are here.
    """
    if audience is Audience.ADMINISTRATORS:
        everybody = set(active_people(ROLES[audience]).values_list("pk", flat=True))
        return dict.fromkeys(people, everybody)
    ids, found = sorted(people), dict[int, set[int]]()
    for start in range(0, len(ids), PART):
        rows = active_people(ROLES[audience]).filter(pk__in=ids[start : start + PART])
        found |= {pk: {pk} for pk in rows.values_list("pk", flat=True)}
    return found


def people_of(audience: Audience) -> set[int]:
    """Ids of everybody in an audience that stands to no factory. One query."""
    return set(active_people(ROLES[audience]).values_list("pk", flat=True))


def _pairs(audience: Audience, factory_ids: Collection[int], on: On) -> list[tuple[int, int]]:
    roles = ROLES[audience]
    match audience:
        case Audience.OWN | Audience.WORKERS:
            return own_people(factory_ids, roles)
        case Audience.ADVISERS | Audience.DECIDERS | Audience.MANAGERS | Audience.REVIEWERS:
            return country_people(factory_ids, roles)
        case Audience.TEAM:
            there = set(country_people(factory_ids, roles))
            team = {*assessors_by_factory(factory_ids), *advisers_by_factory(factory_ids)}
            return sorted(team & there)
        case Audience.GLOBAL:
            everybody = list(active_people(roles).values_list("pk", flat=True))
            return [(factory, person) for factory in factory_ids for person in everybody]
        case Audience.BUYERS | Audience.CONSENTED | Audience.FINDINGS_READERS | Audience.PLAN_READERS:
            return buyers(factory_ids, on, scope=SCOPE_READ.get(audience))
        case _:
            return []  # they stand to no factory: see people_by_guest, people_by_account, people_of
