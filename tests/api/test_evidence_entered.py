"""Evidence of every kind entered by another system, by the forms and commands of the pages."""

from __future__ import annotations

from uuid import uuid4

import pytest

from advisory.kinds import KINDS
from advisory.models import CaseEntry, PlanItem
from journal.models import Event
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]
DAY = "2018-05-20"
# what is recorded of each kind, what is corrected afterwards, and what stays
SENT = {
    "committee-reviews": (
        {"reviewed_on": DAY, "worker_seats": 6, "management_seats": 6, "worker_side_elected": True},
        {"women_percent": 50, "worker_side_elected": False},
        {"reviewed_on": "2018-05-21"},
    ),
    "systems-reviews": (
        {"reviewed_on": DAY, "area": "osh", "score": 3}, {"score": 4}, {"area": "hr"},
    ),
    "learning-records": (
        {"held_on": DAY, "course": "OSH", "hours": 6, "workers_women": 12}, {"workers_men": 3}, {"course": "HR"},
    ),
    "visits": (
        {"visited_on": DAY, "purpose": "Follow-up", "participants": {"managers": 2}, "notes": "NOTE-MARK"},
        {"topics": "Exits", "participants": {"managers": 1}},
        {"visited_on": "2018-05-21"},
    ),
    "visit-findings": (
        {"visited_on": "2018-05-10", "question": "OS-8-06", "details": "Locked."},
        {"details": "Two locked."},
        {"question": "WT-2-01"},
    ),
    "plan-items": (
        {"ref": "2018-01", "issue": "Exits are locked", "question": "OS-8-06", "due_on": "2030-01-01"},
        {"owner": "Head of production", "status": "in_progress"},
        {"ref": "2018-02"},
    ),
    "zero-tolerance-cases": (
        {"opened_on": DAY, "trigger": "Child labour", "details": "One worker."},
        {"details": "Two workers."},
        {"trigger": "Forced labour"},
    ),
}  # fmt: skip


@pytest.fixture
def mill(db):
    found = make.factory("KH-00017")
    make.assessment(found)  # its country has a questionnaire
    make.visit(found, visited_on=make.date(2018, 5, 10))
    return found


@pytest.fixture
def adviser(program, mill):
    return program(make.user("adviser"))


def test_every_kind_is_here():
    assert len(SENT) == len(KINDS)


@pytest.mark.parametrize("kind", SENT)
def test_it_is_recorded_once_and_corrected_with_its_tag(adviser, kind):
    new, correction, _stays = SENT[kind]
    sent, address = {"factory": "KH-00017", **new}, f"/api/v1/{kind}/"
    if kind == "visits":
        sent["id"] = str(uuid4())

    made, again = adviser.post(address, sent), adviser.post(address, sent)
    assert (made.status_code, again.status_code) == (201, 200), (made.content, again.content)
    assert {name: made.json()[name] for name in new} == new
    assert again.json()["id"] == made.json()["id"]

    one = f"{address}{made.json()['id']}/"
    read = adviser.get(one)
    assert read.json() == made.json()
    assert read.headers["ETag"] == made.headers["ETag"]
    assert adviser.post(address, {**sent, **correction}).json()["code"] == "RecordedOtherwise"
    assert adviser.patch(one, correction).status_code == 428

    tag = {"HTTP_IF_MATCH": read.headers["ETag"]}
    done = adviser.patch(one, correction, **tag)
    assert done.status_code == 200, done.content
    assert done.json() == {**made.json(), **correction, "id": done.json()["id"]}
    assert adviser.get(one).json() == done.json()  # the id of an earlier version leads on

    late = adviser.patch(one, new, **tag)
    assert (late.status_code, late.json()["current"]) == (412, done.json())
    assert late.headers["ETag"] == done.headers["ETag"]


@pytest.mark.parametrize("kind", SENT)
def test_what_tells_a_record_from_others_stays(adviser, kind):
    new, _correction, stays = SENT[kind]
    made = adviser.post(f"/api/v1/{kind}/", {"factory": "KH-00017", **new})
    one = f"/api/v1/{kind}/{made.json()['id']}/"

    answer = adviser.patch(one, stays, HTTP_IF_MATCH="*")

    assert answer.status_code == 400
    assert answer.json()["errors"].keys() == stays.keys()


@pytest.mark.parametrize("kind", SENT)
def test_only_those_who_may_on_the_page(program, mill, kind):
    sent = {"factory": "KH-00017", **SENT[kind][0]}
    people = [
        make.user("adviser", country="VN"),
        make.user("reviewer"),
        make.user("brand"),
        make.user("inspector"),
        None,
    ]
    if kind != "plan-items":
        people.append(make.user("factory", factory=mill))
    before = Event.objects.count()

    for person in people:
        answer = program(person).post(f"/api/v1/{kind}/", sent)
        assert answer.status_code == 404, (person, answer.content)
    assert Event.objects.filter(kind__regex="recorded|reviewed|opened").count() <= before


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        ("committee-reviews", {"meetings_12m": 3, "minutes_12m": 4}, "minutes_12m"),
        ("committee-reviews", {"reviewed_on": "2018-06-02"}, "reviewed_on"),
        ("committee-reviews", {"women_percent": 101}, "women_percent"),
        ("committee-reviews", {"worker_seat": 6}, "worker_seat"),
        ("systems-reviews", {"score": 6}, "score"),
        ("visits", {"participants": {"dogs": 1}}, "participants"),
        ("visit-findings", {"question": "ZZ-1-01"}, "question"),
        ("visit-findings", {"visited_on": "2018-05-11"}, ""),
        ("plan-items", {"status": "finished"}, "status"),
        ("plan-items", {"due_on": "2018-05-31"}, "due_on"),
        ("zero-tolerance-cases", {"opened_on": "1990-01-01"}, "opened_on"),
    ],
)
def test_a_refusal_names_its_field(adviser, kind, data, field):
    answer = adviser.post(f"/api/v1/{kind}/", {"factory": "KH-00017", **SENT[kind][0], **data})

    assert answer.status_code in {400, 409}
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not field or field in answer.json()["errors"], answer.content


def test_an_unusual_day_is_recorded_for_a_reason(adviser):
    sent = {
        "factory": "KH-00017",
        **SENT["plan-items"][0],
        "due_on": "2018-05-31",
        "dates_reason": "Agreed then.",
    }

    assert adviser.post("/api/v1/plan-items/", sent).status_code == 201


def test_notes_are_the_programmes_own_and_move_no_tag_of_others(program, mill, adviser):
    manager = program(make.user("factory", factory=mill))
    made = adviser.post("/api/v1/visits/", {"factory": "KH-00017", **SENT["visits"][0]})
    one = f"/api/v1/visits/{made.json()['id']}/"
    before = manager.get(one)
    assert "NOTE-MARK" not in before.content.decode()

    done = adviser.patch(one, {"notes": "Another"}, HTTP_IF_MATCH=made.headers["ETag"])

    assert done.headers["ETag"] != made.headers["ETag"]
    assert manager.get(one).headers["ETag"] == before.headers["ETag"]


def test_a_factory_keeps_its_plan_and_the_programme_verifies(program, mill, adviser):
    manager = program(make.user("factory", factory=mill))
    made = manager.post("/api/v1/plan-items/", {"factory": "KH-00017", "issue": "Dust"})
    assert made.status_code == 201, made.content
    assert made.json()["ref"]
    assert made.json()["status"] == "not_started"
    one = f"/api/v1/plan-items/{made.json()['id']}/"

    done = manager.post(f"{one}status/", {"status": "done", "evidence": "A fan."})
    assert (done.json()["done_on"], done.json()["evidence"]) == ("2018-06-01", "A fan.")
    assert manager.post(f"{one}status/", {"status": "verified"}).json()["code"] == "NotAllowed"
    stale = adviser.post(f"{one}status/", {"status": "verified"}, HTTP_IF_MATCH=made.headers["ETag"])
    assert stale.status_code == 412
    verified = adviser.post(f"{one}status/", {"status": "verified"}, HTTP_IF_MATCH=done.headers["ETag"])
    assert verified.json()["verified_on"] == "2018-06-01"
    assert adviser.post(f"{one}status/", {"status": "in_progress"}).json()["code"] == "StatusMovedOn"
    assert PlanItem.objects.get(superseded_at=None).status == "verified"


def test_a_case_goes_by_its_protocol_and_two_end_it(program, mill, adviser):
    manager, factory = program(make.user("manager")), program(make.user("factory", factory=mill))
    made = adviser.post(
        "/api/v1/zero-tolerance-cases/", {"factory": "KH-00017", **SENT["zero-tolerance-cases"][0]}
    )
    one = f"/api/v1/zero-tolerance-cases/{made.json()['id']}/"

    step = adviser.post(f"{one}steps/", {"step": "safety", "happened_at": make.NOW.isoformat()})
    assert step.status_code == 200, step.content
    assert CaseEntry.objects.get().step == "safety"
    notice = {"step": "notice", "happened_at": make.NOW.isoformat(), "authority": "Ministry"}
    assert adviser.post(f"{one}steps/", notice).json()["code"] == "NotAllowed"
    assert manager.post(f"{one}steps/", {**notice, "authority": ""}).json()["errors"].keys() == {"authority"}
    end = {"closed_on": DAY, "statement": "At school.", "evidence": "Visit."}
    assert adviser.post(f"{one}closing/", end).status_code == 404
    assert manager.post(f"{one}closing/", end).status_code == 202
    assert manager.get(one).json()["closed_on"] is None  # until a second person decides
    assert factory.get(one).json()["details"] == ""


def test_lists_are_narrowed_and_read_in_few_statements(adviser, mill, django_assert_max_num_queries):
    other = make.factory("KH-00018")
    for number in range(1, 29):
        make.learning(mill, held_on=make.date(2018, 4, number))
    make.learning(other)

    with django_assert_max_num_queries(12):
        rows = adviser.get("/api/v1/learning-records/?factory=KH-00017&page_size=100").json()["results"]

    assert [row["factory"] for row in rows] == ["KH-00017"] * 28


@pytest.mark.django_db(transaction=True)
def test_a_visit_of_a_number_is_recorded_outside_of_any_transaction_of_the_test(program):
    """On PostgreSQL rows are locked within a transaction alone, which a test of the usual kind is itself."""
    mill = make.factory("KH-00017")
    make.assessment(mill)
    client = program(make.user("adviser"))
    sent = {"factory": "KH-00017", **SENT["visits"][0]}

    numbers = [
        client.post("/api/v1/visits/", {**sent, "number": number}).json()["number"] for number in (1, 2)
    ]

    assert numbers == [1, 2]


@pytest.mark.parametrize("kind", SENT)
@pytest.mark.parametrize(
    "named",
    ["1e5", "6f2b1f1e-0000-4000-8000-000000000000", "99999999999999999999", "-1", "%ED%A0%80", "%00", "new"],
)
def test_what_is_no_id_of_a_record_is_not_there(adviser, kind, named):
    adviser.raise_request_exception = False
    one = f"/api/v1/{kind}/{named}/"
    assert adviser.get(one).status_code == 404
    assert adviser.patch(one, {}).status_code == 404
    if kind == "plan-items":
        assert adviser.get(f"{one}messages/").status_code == 404
        for act in ("status", "messages", "propose-due-day", "decide-due-day"):
            assert adviser.post(f"{one}{act}/", {}).status_code == 404, act
