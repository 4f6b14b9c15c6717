"""Access to reports asked, granted, changed, declined and withdrawn over the API."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from factories.models import AccessRequest, Consent, Membership
from journal.models import Event
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]
REQUESTS, CONSENTS = "/api/v1/access-requests/", "/api/v1/consents/"
ASKED = {
    "factory": "KH-00017",
    "scope": "findings",
    "purpose": "The yearly review.",
    "until_on": "2018-12-31",
}


@pytest.fixture
def mill(db):
    return make.factory("KH-00017")


@pytest.fixture
def brand(mill, linh):
    """Northwind, which buys from the mill."""
    found = Membership.objects.get(user=linh).brand
    make.sourcing(found, mill)
    return found


@pytest.fixture
def northwind(program, linh, brand):
    return program(linh)


@pytest.fixture
def management(program, mill):
    return program(make.user("factory", factory=mill))


def test_a_brand_asks_and_the_factory_grants_less(northwind, management):
    asked = northwind.post(REQUESTS, ASKED)
    assert asked.status_code == 201, asked.content
    assert (asked.json()["state"], asked.json()["brand"]) == ("pending", "northwind")
    assert northwind.post(REQUESTS, ASKED).status_code == 200
    one = f"{REQUESTS}{asked.json()['id']}/"
    assert [row["purpose"] for row in management.get(REQUESTS).json()["results"]] == ["The yearly review."]

    late = management.post(
        f"{one}grant/", {"scope": "summary", "until_on": "2018-10-31"}, HTTP_IF_MATCH='"late"'
    )
    assert (late.status_code, late.json()["current"]["state"]) == (412, "pending")
    tag = management.get(one).headers["ETag"]
    sent = {"scope": "summary", "until_on": "2018-10-31"}
    granted = management.post(f"{one}grant/", sent, HTTP_IF_MATCH=tag)
    assert granted.json()["state"] == "granted", granted.content
    assert management.post(f"{one}grant/", sent).status_code == 200

    for reader in (northwind, management):
        (consent,) = reader.get(CONSENTS).json()["results"]
        assert (consent["scope"], consent["until_on"]) == ("summary", "2018-10-31")
    assert northwind.get("/api/v1/suppliers/").json()["results"]


def test_a_factory_declines_with_a_word_and_a_brand_withdraws(northwind, management):
    one = f"{REQUESTS}{northwind.post(REQUESTS, ASKED).json()['id']}/"
    assert management.post(f"{one}decline/", {}).json()["errors"].keys() == {"word"}
    declined = management.post(f"{one}decline/", {"word": "Not this year."})
    assert (declined.json()["state"], declined.json()["answer"]) == ("declined", "Not this year.")
    again = northwind.post(f"{one}withdraw/")
    assert (again.status_code, again.json()["code"]) == (409, "RequestAnswered")

    other = f"{REQUESTS}{northwind.post(REQUESTS, ASKED | {'scope': 'plan'}).json()['id']}/"
    assert northwind.post(f"{other}withdraw/").json()["state"] == "withdrawn"
    states = [row["state"] for row in northwind.get(f"{REQUESTS}?state=withdrawn").json()["results"]]
    assert states == ["withdrawn"]


def test_a_factory_gives_changes_and_withdraws_a_consent(northwind, management):
    sent = {"factory": "KH-00017", "brand": "northwind", "scope": "findings", "until_on": "2018-12-31"}
    given = management.post(CONSENTS, sent)
    assert given.status_code == 201, given.content
    assert management.post(CONSENTS, sent).status_code == 200
    other = management.post(CONSENTS, sent | {"scope": "plan"})
    assert (other.status_code, other.json()["code"]) == (409, "ConsentStands")

    one = f"{CONSENTS}{given.json()['id']}/"
    assert management.patch(one, {"scope": "plan"}).status_code == 428
    wider = management.patch(one, {"scope": "plan"}, HTTP_IF_MATCH=management.get(one).headers["ETag"])
    assert (wider.json()["scope"], wider.json()["until_on"]) == ("plan", "2018-12-31"), wider.content
    one = f"{CONSENTS}{wider.json()['id']}/"

    key = {"HTTP_IDEMPOTENCY_KEY": str(uuid4())}
    ended = management.post(f"{one}withdraw/", **key)
    assert ended.json()["withdrawn_at"], ended.content
    assert management.post(f"{one}withdraw/", **key).content == ended.content
    for reader in (northwind, management):
        assert reader.get(CONSENTS).json()["results"] == []
        assert reader.get(one).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (ASKED | {"brand": "eastwind"}, "brand"),
        (ASKED | {"until_on": "2030-01-01"}, "until_on"),
        (ASKED | {"purpose": "  "}, "purpose"),
        (ASKED | {"scope": "everything"}, "scope"),
        (ASKED | {"state": "granted"}, "state"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_field(northwind, sent, field):
    answer = northwind.post(REQUESTS, sent)

    assert answer.status_code in {400, 409}, answer.content
    assert set(answer.json()["errors"]) == {field}
    assert not AccessRequest.objects.exists()


def test_for_others_there_is_nothing_to_ask_and_nothing_to_give(program, northwind, management, mill):
    one = f"{REQUESTS}{northwind.post(REQUESTS, ASKED).json()['id']}/"
    others = [
        make.user("brand", brand=make.brand("Southwind")), make.user("worker", factory=mill), make.user("manager"),
        make.user("factory", factory=make.factory("KH-00018")), make.user("inspector"), None,
    ]  # fmt: skip
    before = Event.objects.exclude(kind__contains="token").count()
    for person in others:
        client = program(person)
        assert client.post(REQUESTS, ASKED).status_code == 404, person
        for act in ("grant", "decline", "withdraw"):
            sent = {"scope": "plan", "until_on": "2018-12-31"}
            assert client.post(f"{one}{act}/", sent).status_code == 404, (person, act)
        sent = {"factory": "KH-00017", "brand": "northwind", "scope": "plan", "until_on": "2018-12-31"}
        assert client.post(CONSENTS, sent).status_code == 404, person
    assert Event.objects.exclude(kind__contains="token").count() == before
    assert not Consent.objects.exists()
    assert program(make.user("worker", factory=mill)).get(one).status_code == 200


def test_a_consent_that_begins_later_still_begins_later_when_it_is_changed(management, mill, brand):
    later = make.consent(brand, mill, scope="summary", from_on=date(2018, 9, 1), until_on=date(2018, 12, 31))
    one = f"{CONSENTS}{later.pk}/"
    wider = management.patch(one, {"scope": "plan"}, HTTP_IF_MATCH=management.get(one).headers["ETag"])
    assert wider.status_code == 200, wider.content
    assert (wider.json()["scope"], wider.json()["from_on"]) == ("plan", "2018-09-01")
    [listed] = management.get(CONSENTS).json()["results"]
    assert listed["from_on"] == "2018-09-01"
