"""A programme keeps its registry by another system."""

from __future__ import annotations

from uuid import uuid4

import pytest

from factories.models import Factory, Sourcing
from factories.views.change_table import CHANGES
from journal.models import Event
from tests import make

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/factories/"
NEW = {
    "country": "KH",
    "name": "Lotus Garments",
    "address": "Street 271, Phnom Penh",
    "workers": 900,
    "another": True,
}


@pytest.fixture
def keeper(program):
    return program(make.user("manager"))


@pytest.fixture
def mill(db):
    return make.factory("KH-00017", name="Lotus Mill", address="Street 271, Phnom Penh")


def one(client, code="KH-00017"):
    """The factory's address with what is needed to change it."""
    answer = client.get(f"{ADDRESS}{code}/")
    return f"{ADDRESS}{code}/", {"HTTP_IF_MATCH": answer.headers["ETag"]}


def test_a_factory_is_registered_once(keeper):
    made = keeper.post(ADDRESS, NEW)
    again = keeper.post(ADDRESS, NEW)

    assert (made.status_code, again.status_code) == (201, 200), made.content
    assert made.json()["code"] == again.json()["code"] == "KH-00001"
    assert made.headers["ETag"] == keeper.get(f"{ADDRESS}KH-00001/").headers["ETag"]
    assert Factory.objects.count() == Event.objects.filter(kind="factory.registered").count() == 1


def test_the_answer_of_before_is_given_again_by_its_key(keeper):
    key = {"HTTP_IDEMPOTENCY_KEY": str(uuid4())}

    made, again = (keeper.post(ADDRESS, NEW, **key) for _ in range(2))

    assert made.content == again.content
    assert (made.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")


def test_what_looks_like_a_registered_one_is_named(keeper, mill):
    data = {**NEW, "name": "Lotus Mill", "address": "Street 27, Phnom Penh", "another": False}

    answer = keeper.post(ADDRESS, data)

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"]["lookalikes"] == ["KH-00017"]
    assert keeper.post(ADDRESS, {**data, "another": True, "address": "Elsewhere 1"}).status_code == 201


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "???"}, "name"),
        ({"women_workers": 901}, "women_workers"),
        ({"os_id": "none"}, "os_id"),
        ({"country": "VN"}, "country"),
        ({"adress": "x"}, "adress"),
    ],
)
def test_a_refusal_names_its_field(keeper, data, field):
    answer = keeper.post(ADDRESS, {**NEW, **data})

    assert answer.status_code in {400, 409}
    assert field in answer.json()["errors"], answer.content
    assert not Factory.objects.exists()


def test_an_entry_is_corrected_with_its_tag(keeper, mill):
    address, tag = one(keeper)

    done = keeper.patch(address, {"products": "shirts"}, **tag)

    assert done.status_code == 200, done.content
    assert done.json() == keeper.get(address).json()
    assert (done.json()["products"], done.json()["name"]) == ("shirts", mill.name)
    assert Event.objects.filter(kind="factory.corrected").count() == 1


def test_an_adviser_corrects_what_can_be_seen_alone(program, mill):
    adviser = program(make.user("adviser"))
    address, tag = one(adviser)

    assert adviser.patch(address, {"name": "Other"}, **tag).json()["errors"] == {
        "name": ["You cannot change this."]
    }
    assert adviser.patch(address, {"address": "Road 2"}, **tag).json()["address"] == "Road 2"


SENT = {
    "rename": {"name": "Lotus Two", "from_on": "2018-05-01", "reason": "New owner"},
    "move": {"address": "Road 6", "from_on": "2018-05-01", "reason": "Moved"},
    "head-count": {"counted_on": "2018-05-01", "workers": 700, "women_workers": 500},
    "close": {"closed_on": "2018-05-01", "reason": "Shut"},
    "reopen": {"reason": "By mistake"},
    "successor": {"successor": "KH-00018", "from_on": "2018-05-01", "reason": "Goes on there"},
    "country": {"country": "KH", "reason": "Wrong"},
    "group": {"group": "Lotus Group", "from_on": "2018-05-01", "reason": "Bought"},
    "leave-group": {"until_on": "2018-05-02", "reason": "Sold"},
    "identifier": {"scheme": "gln", "value": "9506000134352", "from_on": "2018-05-01"},
    "retire-identifier": {"until_on": "2018-05-02"},
    "brand": {"brand": "Northwind", "from_on": "2018-05-01"},
    "correct-brand": {"from_on": "2018-04-01", "reason": "Typed wrongly"},
    "end-brand": {"until_on": "2018-05-20"},
}


def test_every_change_that_has_a_page_has_an_address(keeper, mill):
    make.factory("KH-00018")
    make.group("Lotus Group")
    assert SENT.keys() == CHANGES.keys() - {"correct"}

    for name, data in SENT.items():
        row = {}
        if CHANGES[name].row is not None:
            entry = keeper.get(f"{ADDRESS}KH-00017/entry/").json()
            row = {"row": entry["identifiers" if name == "retire-identifier" else "brands"][0]["id"]}
        answer = keeper.post(f"{ADDRESS}KH-00017/{name}/", {**data, **row})
        assert answer.status_code == 200, (name, answer.content)
        assert answer.headers["ETag"] == keeper.get(f"{ADDRESS}KH-00017/").headers["ETag"]
    assert str(Sourcing.objects.get().until_on) == "2018-05-20"


def test_a_change_sent_with_a_tag_of_before_is_refused(keeper, mill):
    address, tag = one(keeper)
    keeper.post(f"{address}head-count/", SENT["head-count"])

    refused = keeper.post(f"{address}rename/", SENT["rename"], **tag)

    assert refused.status_code == 412
    assert refused.json()["current"]["workers"] == 700
    assert not Event.objects.filter(kind="factory.renamed").exists()


@pytest.mark.parametrize("role", ["reviewer", "admin", "brand", "inspector", "adviser"])
def test_nobody_else_registers_or_renames(program, role, mill):
    other = program(make.user(role))

    assert other.post(ADDRESS, NEW).status_code == 404
    assert other.post(f"{ADDRESS}KH-00017/rename/", SENT["rename"]).status_code == 404


def test_a_manager_of_another_country_finds_nothing(program, mill):
    abroad = program(make.user("manager", country="VN"))

    assert abroad.patch(f"{ADDRESS}KH-00017/", {"name": "x"}, HTTP_IF_MATCH="*").status_code == 404
    assert abroad.post(f"{ADDRESS}KH-00017/close/", SENT["close"]).status_code == 404
