"""A factory's adviser, assigned and read by programs."""

from __future__ import annotations

import pytest

from accounts.models import Role
from factory_advisers.queries import adviser_of
from journal.models import Event
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]
ADDRESS = "/api/v1/factories/assign-adviser/"
ADVISER, DAY = "dara@programme.example", "2018-05-20"


@pytest.fixture
def manager(program):
    return program(make.user(Role.MANAGER))


@pytest.fixture
def dara(db):
    return _with_address(make.user(Role.ADVISER, name="Dara"), ADVISER)


@pytest.fixture
def mills(db):
    return [make.factory(code) for code in ("KH-00017", "KH-00018")]


def _with_address(user, address):
    user.email = address
    user.save()
    return user


def sent(*codes, adviser=ADVISER, from_on=DAY):
    return {"factories": list(codes), "adviser": adviser, "from_on": from_on}


def test_an_adviser_is_assigned_to_factories_and_again_changes_nothing(manager, mills, dara):
    first = manager.post(ADDRESS, sent("KH-00017", "KH-00018"), format="json")
    told = Event.objects.count()
    again = manager.post(ADDRESS, sent("KH-00017", "KH-00018"), format="json")

    assert first.json() == {"changed": ["KH-00017", "KH-00018"], "unchanged": [], "refused": {}}
    assert again.json() == {"changed": [], "unchanged": ["KH-00017", "KH-00018"], "refused": {}}
    assert Event.objects.count() == told
    read = manager.get("/api/v1/factories/KH-00017/entry/").json()["adviser"]
    assert read == {"name": "Dara", "email": ADVISER, "from_on": DAY}


def test_nobody_is_assigned_with_null(manager, mills, dara):
    manager.post(ADDRESS, sent("KH-00017"), format="json")

    answer = manager.post(ADDRESS, sent("KH-00017", adviser=None, from_on="2018-05-25"), format="json")

    assert answer.json()["changed"] == ["KH-00017"]
    assert adviser_of(mills[0].pk) is None
    assert manager.get("/api/v1/factories/KH-00017/entry/").json()["adviser"] is None


def test_a_factory_that_cannot_have_the_adviser_is_named_and_the_others_have_them(manager, mills, dara):
    make.factory("KH-00019", is_closed=True)

    mixed = manager.post(ADDRESS, sent("KH-00017", "KH-00019"), format="json")
    alone = manager.post(ADDRESS, sent("KH-00019"), format="json")

    assert mixed.json() == {
        "changed": ["KH-00017"],
        "unchanged": [],
        "refused": {"KH-00019": "This factory is closed."},
    }
    assert (alone.status_code, alone.json()["errors"]) == (
        400,
        {"factories": ["KH-00019: This factory is closed."]},
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"factories": ["KH-00017", "KH-99999"]}, "factories"),
        ({"factories": ["KH-00017", "VN-00001"]}, "factories"),  # another country's: as if it were not there
        ({"factories": []}, "factories"),
        ({"factories": ["KH-00017", "\x00"]}, "factories"),
        ({"adviser": "nobody@programme.example"}, "adviser"),
        ({"adviser": "abroad@programme.example"}, "adviser"),
        ({"adviser": ""}, "adviser"),
        ({"from_on": "2030-01-01"}, "from_on"),
        ({"from_on": "1900-01-01"}, "from_on"),
        ({"from_on": None}, "from_on"),
        ({"advisor": ADVISER}, "advisor"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_written(manager, mills, dara, wrong, field):
    make.factory("VN-00001", country="VN")
    _with_address(make.user(Role.ADVISER, country="VN"), "abroad@programme.example")
    told = Event.objects.count()

    answer = manager.post(ADDRESS, sent("KH-00017") | wrong, format="json")

    assert answer.status_code == 400, answer.content
    assert field in str(sorted(answer.json()["errors"]))
    assert Event.objects.count() == told


def test_factories_that_are_not_the_callers_alone_are_not_found(manager, mills, dara):
    make.factory("VN-00001", country="VN")

    abroad = manager.post(ADDRESS, sent("VN-00001"), format="json")
    nowhere = manager.post(ADDRESS, sent("VN-00002"), format="json")

    assert (abroad.status_code, nowhere.status_code) == (404, 404)
    assert abroad.json() == nowhere.json()


@pytest.mark.parametrize("role", [Role.ADVISER, Role.REVIEWER, Role.INSPECTOR, Role.BRAND, Role.FACTORY])
def test_for_others_there_is_no_such_address(program, mills, dara, role):
    more = {"factory": mills[0]} if role == Role.FACTORY else {}

    answer = program(make.user(role, **more)).post(ADDRESS, sent("KH-00017"), format="json")

    assert answer.status_code == 404
    assert adviser_of(mills[0].pk) is None
