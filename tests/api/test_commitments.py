"""What brands commit to, read and written by their systems."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import Role
from buyers.models import BuyerCommitment
from factories.models import Brand, Consent
from journal.models import Event
from tests import make
from tests.recognition.make import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]
ADDRESS = "/api/v1/commitments/"


def sent():
    """What a brand sends, under an id of its own."""
    return {
        "id": str(uuid4()), "factory": "KH-00001", "kind": "payment", "text": "Paid within 30 days of delivery.",
        "due_on": (TODAY + timedelta(days=60)).isoformat(),
    }  # fmt: skip


@pytest.fixture
def supplier(db):
    """Of both brands, with access for both; the other one shares nothing."""
    found, quiet = make.factory("KH-00001", name="Near Mill"), make.factory("KH-00002", name="Quiet Mill")
    for name in ("Northwind", "Southwind"):
        brand = make.brand(name)
        make.sourcing(brand, found)
        make.sourcing(brand, quiet)
        make.consent(brand, found)
    return found


def of(name):
    return make.user(Role.BRAND, brand=Brand.objects.get(name=name))


def test_a_brand_commits_reads_it_and_reports_back(supplier, program):
    linh = program(of("Northwind"))

    made = linh.post(ADDRESS, sent())

    assert made.status_code == 201, made.content
    one = f"{ADDRESS}{made.json()['id']}/"
    assert linh.get(one).json() == linh.get(ADDRESS).json()["results"][0] == made.json()
    assert (made.json()["brand"], made.json()["state"], made.json()["text"]) == (
        "northwind", "made", sent()["text"],
    )  # fmt: skip
    later = linh.post(f"{one}report/", {"state": "not_yet", "note": "From March on."})
    assert (later.json()["state"], later.json()["note"]) == ("not_yet", "From March on.")
    assert linh.post(f"{one}report/", {"state": "done"}).json()["state"] == "done"
    over = linh.post(f"{one}report/", {"state": "stopped", "note": "No."})
    assert (over.status_code, over.json()["code"]) == (409, "CommitmentOver")
    kinds = list(Event.objects.filter(kind__startswith="commitment").values_list("kind", flat=True))
    assert kinds == ["commitment.made", "commitment.reported", "commitment.reported"]


def test_the_factorys_people_read_all_of_theirs_and_another_brand_nothing(supplier, program):
    program(of("Northwind")).post(ADDRESS, sent())
    program(of("Southwind")).post(ADDRESS, sent() | {"text": "Of the other brand."})
    one = f"{ADDRESS}{BuyerCommitment.objects.get(text=sent()['text']).pk}/"

    for role in (Role.FACTORY, Role.WORKER):
        rows = program(make.user(role, factory=supplier)).get(ADDRESS).json()["results"]
        assert {row["brand_name"] for row in rows} == {"Northwind", "Southwind"}
    karim = program(of("Southwind"))
    assert [row["text"] for row in karim.get(ADDRESS).json()["results"]] == ["Of the other brand."]
    for reader in (karim, program(make.user(Role.GLOBAL)), program()):
        assert reader.get(one).status_code == 404
    assert karim.post(f"{one}report/", {"state": "done"}).status_code == 404
    assert program(make.user(Role.FACTORY, factory=supplier)).post(ADDRESS, sent()).status_code == 404
    assert program().post(ADDRESS, sent()).status_code in {401, 404}


def test_what_is_shared_no_longer_is_gone_at_once(supplier, program):
    linh = program(of("Northwind"))
    one = f"{ADDRESS}{linh.post(ADDRESS, sent()).json()['id']}/"
    Consent.objects.update(ended_at=NOW)

    assert linh.get(ADDRESS).json()["results"] == []
    assert linh.get(one).status_code == 404
    assert linh.post(f"{one}report/", {"state": "done"}).status_code == 404


def test_a_supplier_that_shares_nothing_and_one_that_does_not_exist_are_answered_alike(supplier, program):
    linh = program(of("Northwind"))

    quiet, nobody = (linh.post(ADDRESS, sent() | {"factory": code}) for code in ("KH-00002", "XX-00000"))

    assert quiet.status_code == 409
    assert quiet.content == nobody.content


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "  "}, "text"),
        ({"due_on": "2018-01-01"}, "due_on"),
        ({"due_on": "2030-01-01"}, "due_on"),
        ({"kind": "x"}, "kind"),
        ({"id": "x"}, "id"),
        ({"brand": "southwind"}, "brand"),
        ({"factory": ""}, "factory"),
    ],
)
def test_what_is_wrong_is_a_problem_of_its_field(supplier, program, wrong, field):
    answer = program(of("Northwind")).post(ADDRESS, sent() | wrong)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert not BuyerCommitment.objects.exists()


def test_whoever_ends_one_says_why(supplier, program):
    linh = program(of("Northwind"))
    one = f"{ADDRESS}{linh.post(ADDRESS, sent()).json()['id']}/"

    refused = linh.post(f"{one}report/", {"state": "stopped"})

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["note"])


def test_sent_again_it_is_made_once_by_its_id_and_answered_as_before_by_a_key(supplier, program):
    linh = program(of("Northwind"))
    named, keyed_once = sent(), sent()

    codes = [linh.post(ADDRESS, named).status_code for _ in range(2)]
    keyed = [linh.post(ADDRESS, keyed_once, headers={"Idempotency-Key": "once"}) for _ in range(2)]

    assert codes == [201, 200]
    assert [answer.status_code for answer in keyed] == [201, 201]
    assert keyed[0].content == keyed[1].content
    assert BuyerCommitment.objects.count() == 2


def test_commitments_can_be_narrowed(supplier, program):
    linh = program(of("Northwind"))
    linh.post(ADDRESS, sent())
    linh.post(ADDRESS, sent() | {"kind": "price"})

    rows = linh.get(ADDRESS, {"kind": "price", "factory": "KH-00001", "state": "made"}).json()["results"]

    assert [row["kind"] for row in rows] == ["price"]
    assert linh.get(ADDRESS, {"kind": "x"}).status_code == 400
