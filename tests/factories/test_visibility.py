"""Which factories exist for whom: every role against every factory."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Role
from countries.models import CountrySettings
from factories.models import Factory, Membership
from factories.queries import (
    brands_of,
    consented_to,
    countries_of,
    factories_of,
    groups_of,
    registered,
    sourced_by,
    visible_to,
)
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class World:
    """Five factories, a brand that buys at two, a group that owns two."""

    def __init__(self) -> None:
        self.group, self.brand = make.group(), make.brand("Northlight")
        self.mine = make.factory("KH-1", group=self.group)
        self.sister = make.factory("VN-1", country="VN", group=self.group)
        self.neighbour = make.factory("KH-2")
        self.abroad = make.factory("VN-2", country="VN")
        self.closed = make.factory("KH-3", is_closed=True)
        make.sourcing(self.brand, self.mine)
        make.sourcing(self.brand, self.abroad)
        make.consent(self.brand, self.mine)

    def person(self, role: str):
        if role == "public":
            return AnonymousUser()
        belongs = {
            Role.FACTORY: {"factory": self.mine},
            Role.WORKER: {"factory": self.mine},
            Role.GROUP: {"group": self.group},
            Role.BRAND: {"brand": self.brand},
        }
        return make.user(role, **belongs.get(Role(role), {}))


@pytest.fixture
def world():
    return World()


def codes(factories) -> set[str]:
    return set(factories.values_list("code", flat=True))


EVERY = {"KH-1", "VN-1", "KH-2", "VN-2", "KH-3"}
CAMBODIA = {"KH-1", "KH-2", "KH-3"}
SEES = {
    "public": set(),
    Role.ADVISER: CAMBODIA,
    Role.REVIEWER: CAMBODIA,
    Role.MANAGER: CAMBODIA,
    Role.GLOBAL: EVERY,
    Role.ADMIN: set(),
    Role.BRAND: set(),
    Role.FACTORY: {"KH-1"},
    Role.WORKER: {"KH-1"},
    Role.GROUP: {"KH-1", "VN-1"},
    Role.INSPECTOR: set(),
}


def test_every_role_is_in_the_table():
    assert {str(role) for role in SEES} == {*Role.values, "public"}


@pytest.mark.parametrize("role", SEES)
def test_a_role_works_with_these_factories_and_no_other(world, role):
    assert codes(visible_to(world.person(role))) == SEES[role]


@pytest.mark.parametrize("role", [role for role in SEES if role != "public"])
def test_whoever_has_left_or_belongs_nowhere_works_with_none(world, role):
    person = world.person(role)
    Membership.objects.filter(user=person).delete()

    assert codes(visible_to(person)) == (EVERY if role == Role.GLOBAL else set())


@pytest.mark.parametrize("role", [Role.ADVISER, Role.FACTORY, Role.GROUP])
def test_a_closed_account_works_with_none(world, role):
    person = world.person(role)
    person.is_active = False
    person.save(update_fields=["is_active"])

    assert codes(visible_to(person)) == set()


def test_somebody_may_work_in_two_countries(world):
    person = world.person(Role.ADVISER)
    make.place_at(person, country=make.country("VN"))

    assert codes(visible_to(person)) == EVERY
    assert set(countries_of(person).values_list("code", flat=True)) == {"KH", "VN"}


def test_a_membership_of_another_kind_opens_nothing_to_staff(world):
    person = world.person(Role.ADVISER)
    make.place_at(person, factory=world.abroad)

    assert codes(visible_to(person)) == CAMBODIA


def test_what_one_belongs_to(world):
    assert list(brands_of(world.person(Role.BRAND))) == [world.brand]
    assert list(groups_of(world.person(Role.GROUP))) == [world.group]
    assert codes(factories_of(world.person(Role.GROUP))) == {"KH-1", "VN-1"}
    assert not factories_of(world.person(Role.BRAND)).exists()
    assert not brands_of(AnonymousUser()).exists()


def test_a_brand_s_suppliers_and_those_that_let_it_read(world):
    assert codes(sourced_by([world.brand.pk], TODAY)) == {"KH-1", "VN-2"}
    assert codes(consented_to([world.brand.pk], TODAY)) == {"KH-1"}
    assert codes(consented_to(brands_of(world.person(Role.BRAND)), TODAY)) == {"KH-1"}
    assert not consented_to([], TODAY).exists()


@pytest.mark.parametrize(
    ("link", "consent", "reads"),
    [
        ({}, {}, True),
        ({"until_on": TODAY}, {"until_on": TODAY}, True),
        ({"from_on": TODAY}, {"from_on": TODAY}, True),
        ({"until_on": YESTERDAY}, {}, False),
        ({}, {"until_on": YESTERDAY}, False),
        ({"from_on": TOMORROW}, {}, False),
        ({}, {"from_on": TOMORROW}, False),
    ],
)
def test_a_brand_reads_while_link_and_consent_both_live(link, consent, reads):
    mill, brand, other = make.factory("KH-1"), make.brand(), make.brand()
    make.sourcing(brand, mill, **link)
    make.consent(brand, mill, **consent)

    assert consented_to([brand.pk], TODAY).exists() is reads
    assert not consented_to([other.pk], TODAY).exists()


def test_one_brand_s_consent_and_another_s_link_open_nothing():
    mill, one, other = make.factory("KH-1"), make.brand(), make.brand()
    make.sourcing(one, mill)
    make.consent(other, mill)

    assert not consented_to([one.pk, other.pk], TODAY).exists()


def test_the_open_register_leaves_the_closed_out(world):
    assert codes(registered()) == EVERY - {"KH-3"}


@pytest.mark.parametrize("role", SEES)
def test_what_is_visible_is_one_statement_and_no_list_of_ids(world, role, django_assert_num_queries):
    person = world.person(role)

    with django_assert_num_queries(0 if SEES[role] == set() else 1):
        found = visible_to(person)
        list(found)

    assert isinstance(found.model, type(Factory))


def test_the_global_team_works_wherever_there_is_a_factory():
    make.factory("LA-1", country="LA")
    make.country("KH")
    CountrySettings.objects.filter(country="LA").update(in_programme=False)

    assert set(countries_of(make.user(Role.GLOBAL)).values_list("code", flat=True)) == {"KH", "LA"}
