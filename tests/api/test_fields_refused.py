"""No field that a caller may not set is dropped in silence: each is refused by its name, and nothing is written."""

from __future__ import annotations

from uuid import uuid4

import pytest

from advisory.models import PlanItem, ZeroToleranceCase
from journal.models import Event
from tests import make
from tests.api.test_evidence_entered import SENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]
CHOSEN = ["visits"]  # whose id its sender chooses
GIVEN_HERE = [kind for kind in SENT if kind not in CHOSEN]


@pytest.fixture
def mill(db):
    found = make.factory("KH-00017")
    make.assessment(found)
    make.visit(found, visited_on=make.date(2018, 5, 10))
    return found


@pytest.fixture
def adviser(program, mill):
    return program(make.user("adviser"))


@pytest.fixture
def manager(program, mill):
    """Of the factory."""
    return program(make.user("factory", factory=mill))


def refused(answer, *names):
    """Refused by the names of these fields, and of no others."""
    assert answer.status_code == 400, answer.content
    assert set(answer.json()["errors"]) == set(names), answer.content


def is_nothing_written_by(send, *names):
    """The call is refused by these names, and no event is written."""
    before = Event.objects.count()
    refused(send(), *names)
    assert Event.objects.count() == before


def test_the_programmes_own_days_are_not_the_factorys_to_send(manager, mill):
    sent = {"factory": "KH-00017", "issue": "Dust"}
    own = {"verified_on": "2018-05-20", "dates_reason": "So it was."}
    for name, value in own.items():
        is_nothing_written_by(
            lambda name=name, value=value: manager.post("/api/v1/plan-items/", {**sent, name: value}), name
        )
    is_nothing_written_by(lambda: manager.post("/api/v1/plan-items/", {**sent, **own}), *own)
    assert not PlanItem.objects.exists()

    item = make.plan_item(mill, "2018-01", issue="Dust")
    one = f"/api/v1/plan-items/{item.pk}/"
    is_nothing_written_by(lambda: manager.patch(one, {"owner": "Me", **own}, HTTP_IF_MATCH="*"), *own)


@pytest.mark.parametrize("kind", GIVEN_HERE)
def test_an_id_that_is_given_here_is_nobodys_to_send(adviser, kind):
    sent, address = {"factory": "KH-00017", **SENT[kind][0]}, f"/api/v1/{kind}/"
    is_nothing_written_by(lambda: adviser.post(address, {**sent, "id": 7}), "id")

    made = adviser.post(address, sent)
    one = f"{address}{made.json()['id']}/"
    change = {**SENT[kind][1], "id": made.json()["id"]}
    is_nothing_written_by(lambda: adviser.patch(one, change, HTTP_IF_MATCH="*"), "id")


@pytest.mark.parametrize("kind", CHOSEN)
def test_an_id_that_its_sender_chooses_is_taken_and_stays(adviser, kind):
    chosen, address = str(uuid4()), f"/api/v1/{kind}/"
    made = adviser.post(address, {"factory": "KH-00017", **SENT[kind][0], "id": chosen})
    assert (made.status_code, made.json()["id"]) == (201, chosen), made.content

    one = f"{address}{chosen}/"
    is_nothing_written_by(lambda: adviser.patch(one, {"id": str(uuid4())}, HTTP_IF_MATCH="*"), "id")
    assert adviser.patch(one, {**SENT[kind][1], "id": chosen}, HTTP_IF_MATCH="*").status_code == 200


def test_the_end_of_a_case_is_not_sent_with_it(adviser, mill):
    address = "/api/v1/zero-tolerance-cases/"
    sent = {"factory": "KH-00017", **SENT["zero-tolerance-cases"][0]}
    is_nothing_written_by(lambda: adviser.post(address, {**sent, "closed_on": "2018-05-21"}), "closed_on")
    one = f"{address}{adviser.post(address, sent).json()['id']}/"
    is_nothing_written_by(
        lambda: adviser.patch(one, {"closed_on": None, "colour": "red"}, HTTP_IF_MATCH="*"),
        "closed_on",
        "colour",
    )


def test_what_a_case_comes_from_is_sent_when_it_is_opened_and_stays(adviser, mill):
    first, other = (make.visit(mill, visited_on=make.date(2018, 5, day)) for day in (20, 21))
    address = "/api/v1/zero-tolerance-cases/"
    sent = {"factory": "KH-00017", **SENT["zero-tolerance-cases"][0], "visit": str(first.uid)}
    made = adviser.post(address, sent)
    one = f"{address}{made.json()['id']}/"

    assert ZeroToleranceCase.objects.get().visit_id == first.pk
    assert adviser.post(address, sent).status_code == 200
    assert adviser.post(address, {**sent, "visit": str(other.uid)}).json()["code"] == "RecordedOtherwise"
    for visit in (first, other):
        is_nothing_written_by(
            lambda uid=str(visit.uid): adviser.patch(one, {"visit": uid}, HTTP_IF_MATCH="*"), "visit"
        )


@pytest.mark.parametrize("act", ["submit", "accept", "finalise"])
def test_acts_that_take_nothing_take_nothing(program, act):
    person = make.user("adviser" if act == "submit" else "reviewer")
    state = {"submit": "draft", "accept": "submitted", "finalise": "comment_window"}[act]
    row = make.assessment(make.factory("KH-00018"), state=state, team=[person] if act == "submit" else [])
    client = program(person)

    is_nothing_written_by(
        lambda: client.post(f"/api/v1/assessments/{row.pk}/{act}/", {"closed_on": "2018-05-20", "id": 1}),
        "closed_on", "id",
    )  # fmt: skip


def test_the_registry_takes_no_field_that_is_not_the_callers(program, adviser, mill):
    planner = program(make.user("manager"))
    new = {"country": "KH", "name": "Rose Garments", "address": "Street 1"}
    for name in ("id", "code", "closed_on"):
        is_nothing_written_by(
            lambda name=name: planner.post("/api/v1/factories/", {**new, name: "KH-00099"}), name
        )
    one = "/api/v1/factories/KH-00017/"
    is_nothing_written_by(
        lambda: adviser.patch(one, {"products": "shirts", "name": "X", "joined_on": "2018-01-01"}, HTTP_IF_MATCH="*"),
        "name", "joined_on",
    )  # fmt: skip
    is_nothing_written_by(
        lambda: planner.post(f"{one}close/", {"closed_on": "2018-05-20", "reason": "Shut", "seen": 1}), "seen"
    )


def test_an_item_that_is_verified_names_the_mend(manager, adviser, mill):
    made = make.plan_item(
        mill, "2018-01", issue="Dust", status="verified", done_on=make.date(2018, 5, 1),
        verified_on=make.date(2018, 5, 20),
    )  # fmt: skip
    one = f"/api/v1/plan-items/{made.pk}/"

    answer = manager.patch(one, {"owner": "Head of production"}, HTTP_IF_MATCH="*")

    assert (answer.status_code, answer.json()["code"]) == (409, "ItemIsVerified")
    assert answer.json()["detail"] == "This item is verified. Reopen it before you change it."
    assert "errors" not in answer.json()
    assert manager.post(f"{one}status/", {"status": "reopened"}).status_code == 200
    assert manager.patch(one, {"owner": "Head of production"}, HTTP_IF_MATCH="*").status_code == 200
