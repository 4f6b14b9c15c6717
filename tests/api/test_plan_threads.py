"""Words on items of a plan, and due days proposed and decided, over the API."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from advisory.models import DueDayProposal, PlanItem, PlanMessage
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]


@pytest.fixture
def mill(db):
    found = make.factory("KH-00017")
    make.assessment(found)
    return found


@pytest.fixture
def people(program, mill):
    roles = {"management": "factory", "workers": "worker", "programme": "adviser"}
    return {
        side: program(make.user(role) if role == "adviser" else make.user(role, factory=mill))
        for side, role in roles.items()
    }


def item(mill, **said):
    return f"/api/v1/plan-items/{make.plan_item(mill, 'exit', **said).pk}/"


def test_three_sides_write_on_an_item_and_none_is_named(people, mill):
    one = item(mill)
    for side, client in people.items():
        sent = {"id": str(uuid4()), "text": f"Said by {side}."}
        first, again = (client.post(f"{one}messages/", sent) for _ in range(2))
        assert first.status_code == again.status_code == 200, first.content
    assert PlanMessage.objects.count() == 3
    said = people["workers"].get(f"{one}messages/").json()["messages"]
    assert {row["side"] for row in said} == {"management", "workers", "programme"}
    assert set(said[0]) == {"side", "kind", "text", "written_at"}


def test_the_same_words_straight_after_each_other_are_said_once(people, mill):
    one = item(mill)
    words = [("programme", "Yes."), ("programme", "Yes."), ("management", "Done?"), ("programme", "Yes.")]
    for minutes, (client, text) in enumerate(words):
        with time_machine.travel(make.NOW + timedelta(minutes=minutes), tick=False):
            assert people[client].post(f"{one}messages/", {"text": text}).status_code == 200

    said = people["workers"].get(f"{one}messages/").json()["messages"]
    assert [row["text"] for row in said] == ["Yes.", "Done?", "Yes."]


@pytest.mark.parametrize(
    ("way", "what"),
    [
        ("messages", {"text": "Done?"}),
        ("propose-due-day", {"due_on": "2018-09-01", "reason": "The lamps come late."}),
    ],
)
def test_an_id_of_something_on_another_item_is_refused(people, mill, way, what):
    one = item(mill, due_on=make.date(2018, 7, 1))
    other = f"/api/v1/plan-items/{make.plan_item(mill, 'lamps', due_on=make.date(2018, 7, 1)).pk}/"
    sent = {"id": str(uuid4()), **what}

    assert people["management"].post(f"{one}{way}/", sent).status_code == 200
    refused = people["management"].post(f"{other}{way}/", sent)
    assert (refused.status_code, refused.json()["code"]) == (409, "IdUsed")


def test_the_workers_side_alone_confirms_what_is_done(people, mill):
    one = item(mill, status="done", done_on=make.date(2018, 5, 20))
    refused = people["management"].post(f"{one}messages/", {"kind": "confirmed"})
    assert (refused.status_code, refused.json()["code"]) == (409, "NotAllowed")
    disputed = people["workers"].post(f"{one}messages/", {"kind": "disputed", "text": "One is locked."})
    assert disputed.json()["confirmation"]["kind"] == "disputed", disputed.content
    empty = people["workers"].post(f"{one}messages/", {"kind": "message"})
    assert (empty.status_code, empty.json()["code"]) == (409, "NothingWritten")
    assert empty.json()["errors"] == {"text": ["Write what you want to say."]}


def test_a_day_is_proposed_by_the_factory_and_decided_by_the_adviser(people, mill):
    one = item(mill, due_on=make.date(2018, 7, 1))
    asked = people["management"].post(
        f"{one}propose-due-day/", {"due_on": "2018-09-01", "reason": "The lamps come late."}
    )
    assert asked.status_code == 200, asked.content
    proposal = asked.json()["proposed"]
    assert (proposal["due_on"], proposal["stood_on"]) == ("2018-09-01", "2018-07-01")
    assert people["management"].get(one).json()["due_on"] == "2018-07-01"
    sent = {"proposal": proposal["id"], "accept": True}
    assert people["management"].post(f"{one}decide-due-day/", sent).status_code == 404
    unknown = people["programme"].post(f"{one}decide-due-day/", {**sent, "proposal": str(uuid4())})
    assert unknown.status_code == 404
    silent = people["programme"].post(f"{one}decide-due-day/", {**sent, "accept": False})
    assert (silent.status_code, silent.json()["code"]) == (409, "ReasonMissing")

    late = people["programme"].post(f"{one}decide-due-day/", sent, HTTP_IF_MATCH='"late"')
    assert late.status_code == 412
    assert late.json()["current"] == people["programme"].get(one).json()
    tag = people["programme"].get(one).headers["ETag"]
    done = people["programme"].post(f"{one}decide-due-day/", sent, HTTP_IF_MATCH=tag)
    assert (done.status_code, done.json()["proposed"], done.json()["decided"]["state"]) == (
        200,
        None,
        "accepted",
    )
    now = people["programme"].get(one)
    assert (now.json()["due_on"], now.headers["ETag"]) == ("2018-09-01", done.headers["ETag"])


@pytest.mark.parametrize(
    ("act", "sent", "field"),
    [
        ("messages", {"text": "x" * 4001}, "text"),
        ("messages", {"text": "x", "side": "workers"}, "side"),
        ("messages", {"text": "x", "kind": "praise"}, "kind"),
        ("propose-due-day", {"due_on": "soon", "reason": "x"}, "due_on"),
        ("propose-due-day", {"due_on": "2018-09-01"}, "reason"),
    ],
)
def test_what_cannot_be_written_is_refused_by_its_field(people, mill, act, sent, field):
    answer = people["management"].post(f"{item(mill)}{act}/", sent)

    assert answer.status_code == 400, answer.content
    assert set(answer.json()["errors"]) == {field}
    assert (PlanMessage.objects.count(), DueDayProposal.objects.count()) == (0, 0)


def test_nobody_elses_item_exists(program, people, mill):
    one = item(mill)
    people["management"].post(f"{one}messages/", {"text": "Ours."})
    others = [
        make.user("brand", brand=make.brand("Northwind")), make.user("inspector"), make.user("adviser", country="VN"),
        make.user("factory", factory=make.factory("KH-00018")), None,
    ]  # fmt: skip
    for person in others:
        client = program(person)
        assert client.get(f"{one}messages/").status_code == 404, person
        for act in ("messages", "propose-due-day", "decide-due-day"):
            assert client.post(f"{one}{act}/", {"text": "x"}).status_code == 404, (person, act)
    assert PlanItem.objects.count() == PlanMessage.objects.count() == 1
