"""Which factories exist for whom: the one place that decides, as predicates in SQL and never as lists of ids.

A queryset made here is a right of this moment: nothing about rights is kept in a process.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import COUNTRY_STAFF, Role, User
from countries.models import Country, CountrySettings
from countries.queries.local_time import On, sql_day
from factories.domain.scopes import SUMMARY, covering
from factories.models import Brand, Consent, Factory, Group, Membership, Sourcing
from factories.queries.memberships.places import in_force

if TYPE_CHECKING:
    Viewer = User | AnonymousUser


def open_on(on: On) -> Q:
    """Sourcing links in force on a day (both ends inclusive): on each factory's own day where `on` is LocalDays."""
    day = sql_day(on, "factory__country")
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gte=day))


def consent_open_on(on: On) -> Q:
    """Consents in force on a day. One that the factory withdrew is in force on no day any more."""
    return Q(ended_at__isnull=True) & open_on(on)


def visible_to(user: Viewer) -> QuerySet[Factory]:
    """Factories that the user works with from inside: staff of the country, the global team, the factory's people.

    Brands, inspectors and the public are not here: they read projections, through links and consents.
    """
    role = getattr(user, "role", "")
    if role == Role.GLOBAL:
        return Factory.objects.all()
    if role in COUNTRY_STAFF:
        return Factory.objects.filter(country__in=_memberships(user).values("country"))
    if role in {Role.FACTORY, Role.WORKER, Role.GROUP}:
        return factories_of(user)
    return Factory.objects.none()


def registered() -> QuerySet[Factory]:
    """The programme's open register: every factory in it that has not closed. Its names and places are public."""
    return Factory.objects.filter(is_closed=False)


def countries_of(user: Viewer) -> QuerySet[Country]:
    """Countries that the user works in; for the global team all that the programme has, had or knows a factory in."""
    if getattr(user, "role", "") == Role.GLOBAL:
        known = Factory.objects.filter(country=OuterRef("pk"))
        joined = CountrySettings.objects.filter(
            country=OuterRef("pk"), in_programme=True, superseded_at__isnull=True
        )
        return Country.objects.filter(Exists(joined) | Exists(known))
    return Country.objects.filter(pk__in=_memberships(user).values("country"))


def brands_of(user: Viewer) -> QuerySet[Brand]:
    """Brands that the user belongs to."""
    return Brand.objects.filter(pk__in=_memberships(user).values("brand"))


def factories_of(user: Viewer) -> QuerySet[Factory]:
    """Factories that the user belongs to, themselves or through their manufacturer group."""
    memberships = _memberships(user)
    return Factory.objects.filter(
        Q(pk__in=memberships.values("factory")) | Q(group__in=memberships.values("group"))
    )


def groups_of(user: Viewer) -> QuerySet[Group]:
    """Manufacturer groups that the user belongs to."""
    return Group.objects.filter(pk__in=_memberships(user).values("group"))


def sourced_by(brand_ids: Collection[int] | QuerySet[Brand], on: On) -> QuerySet[Factory]:
    """Factories from which one of the brands buys on a day."""
    links = Sourcing.objects.filter(open_on(on), brand__in=brand_ids, factory=OuterRef("pk"))
    return Factory.objects.filter(Exists(links))


def consented_to(
    brand_ids: Collection[int] | QuerySet[Brand], on: On, scope: str = SUMMARY
) -> QuerySet[Factory]:
    """Factories that let one of the brands read this much of their reports on a day: a live link and a live consent.

    `scope`: what is read (`factories.domain.scopes`); the summary is part of every consent.
    """
    links = Sourcing.objects.filter(open_on(on), brand=OuterRef("brand"), factory=OuterRef("factory"))
    consents = Consent.objects.filter(
        Exists(links),
        consent_open_on(on),
        brand__in=brand_ids,
        factory=OuterRef("pk"),
        scope__in=covering(scope),
    )
    return Factory.objects.filter(Exists(consents))


def _memberships(user: Viewer) -> QuerySet[Membership]:
    """What the user belongs to now, for `IN (…)`: about half of what an EXISTS costs to build; every page has it."""
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none()
    return Membership.objects.filter(in_force(), user_id=user.pk)
