"""Who belongs to many factories at once: active accounts, as pairs of factory and person, for telling them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from countries.queries.local_time import On
from factories.domain.scopes import covering
from factories.models import Consent, Factory, Membership, Sourcing
from factories.queries.memberships.places import in_force
from factories.queries.visibility import consent_open_on, open_on

Pairs = list[tuple[int, int]]


def own_people(factory_ids: Collection[int], roles: Collection[str]) -> Pairs:
    """(factory id, person id) of the factories' own people, themselves or through their group. Two queries."""
    direct = _members(roles).filter(factory__in=factory_ids).values_list("factory_id", "user_id")
    through = _members(roles).filter(group__isnull=False)
    groups: dict[int, list[int]] = {}
    for group_id, person in through.values_list("group_id", "user_id"):
        groups.setdefault(group_id, []).append(person)
    grouped = Factory.objects.filter(pk__in=factory_ids, group__in=groups).values_list("pk", "group_id")
    return [*direct, *((pk, person) for pk, group in grouped for person in groups[group])]


def country_people(factory_ids: Collection[int], roles: Collection[str]) -> Pairs:
    """(factory id, person id) of the staff who work in the factories' countries. Two queries."""
    countries: dict[str, list[int]] = {}
    for code, person in _members(roles).filter(country__isnull=False).values_list("country_id", "user_id"):
        countries.setdefault(code, []).append(person)
    there = Factory.objects.filter(pk__in=factory_ids, country__in=countries)
    return [(pk, person) for pk, code in there.values_list("pk", "country_id") for person in countries[code]]


def buyers(factory_ids: Collection[int], on: On, *, scope: str | None) -> Pairs:
    """(factory id, person id) of the brands that buy there on a day; only those that read a scope of reports if given.

    Two queries, three with a scope.
    """
    linked = set(_linked(Sourcing.objects.filter(open_on(on)), factory_ids))
    if scope is not None:
        consents = Consent.objects.filter(consent_open_on(on), scope__in=covering(scope))
        linked &= set(_linked(consents, factory_ids))
    brands = brand_people({brand for _, brand in linked})
    return [(factory, person) for factory, brand in linked for person in brands.get(brand, ())]


def people_of_buyers(pairs: Collection[tuple[int, str]], on: On) -> dict[tuple[int, str], set[int]]:
    """(factory id, the brand's address) → ids of the brand's people, of brands that buy there on a day. Two queries."""
    links = Sourcing.objects.filter(
        open_on(on), factory__in={pair[0] for pair in pairs}, brand__slug__in={pair[1] for pair in pairs}
    )
    rows = set(links.values_list("factory_id", "brand__slug", "brand_id"))
    people = brand_people({brand for _factory, _slug, brand in rows})
    return {(factory, slug): set(people.get(brand, ())) for factory, slug, brand in rows}


def brand_people(brand_ids: Collection[int]) -> dict[int, list[int]]:
    """Ids of the people of some brands, by brand. One query."""
    found: dict[int, list[int]] = {}
    members = Membership.objects.filter(in_force(), user__is_active=True, brand__in=list(brand_ids))
    for brand, person in members.values_list("brand_id", "user_id"):
        found.setdefault(brand, []).append(person)
    return found


def brands_of_people(people: Collection[int], factory_id: int) -> dict[int, str]:
    """Names of the brands that people work for or worked for last, by id of the person. One query.

    Of several brands one that buys or bought from the factory: the others are no business of its people.
    """
    links = Sourcing.objects.filter(factory=factory_id, brand=OuterRef("brand"))
    members = Membership.objects.filter(user__in=list(people), brand__isnull=False)
    ordered = members.annotate(is_linked=Exists(links)).order_by("is_linked", "pk")
    return dict(ordered.values_list("user_id", "brand__name"))


def _linked(
    rows: QuerySet[Sourcing] | QuerySet[Consent], factory_ids: Collection[int]
) -> QuerySet[Sourcing, tuple[int, int]] | QuerySet[Consent, tuple[int, int]]:
    return rows.filter(factory__in=factory_ids).values_list("factory_id", "brand_id")


def _members(roles: Collection[str]) -> QuerySet[Membership]:
    return Membership.objects.filter(in_force(), user__is_active=True, user__role__in=list(roles))
