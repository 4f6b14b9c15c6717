"""Courses, agendas of committees and self-diagnoses over the API."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from advisory.models import LearningRecord, PlanItem
from committees.models import CommitteeMeeting
from courses.models import CourseRegistration
from self_diagnosis.models import DiagnosisAnswer, SelfDiagnosis
from tests import make
from tests.courses import make as courses
from tests.make import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]
SESSIONS, REGISTRATIONS = "/api/v1/course-sessions/", "/api/v1/course-registrations/"
AGENDA, DIAGNOSES = "/api/v1/committee-agendas/KH-00017/", "/api/v1/self-diagnoses/"
PLAN = {
    "course": "osh-awareness", "country": "KH", "place": "Kampot", "day": "2018-07-10", "starts": "09:00",
    "ends": "17:00", "sign_up_ends_on": "2018-07-01", "places": 5, "trainer": "Institute", "language": "km",
}  # fmt: skip


@pytest.fixture
def mill(db):
    found = make.factory("KH-00017")
    make.assessment(found, findings=["OS-8-06"])
    return found


@pytest.fixture
def management(program, mill):
    return program(make.user("factory", factory=mill))


@pytest.fixture
def worker(program, mill):
    return program(make.user("worker", factory=mill))


@pytest.fixture
def adviser(program):
    return program(make.user("adviser"))


def matched(client, method, address, sent, *, one):
    """Sent with the tag of what it changes."""
    return getattr(client, method)(address, sent, HTTP_IF_MATCH=client.get(one).headers["ETag"])


def test_a_session_is_announced_registered_for_and_attended(management, worker, adviser, mill):
    made = adviser.post(SESSIONS, PLAN)
    assert made.status_code == 201, made.content
    one = f"{SESSIONS}{made.json()['id']}/"
    assert made.json()["starts_at"] == "2018-07-10T02:00:00Z"  # 9:00 in Phnom Penh
    assert adviser.patch(one, {"places": 6}).status_code == 428
    assert matched(adviser, "patch", one, {"places": 6}, one=one).json()["places"] == 6

    asked = {"session": made.json()["id"], "factory": "KH-00017", "workers_women": 4}
    registered = management.post(REGISTRATIONS, asked)
    assert (registered.status_code, registered.json()["state"]) == (201, "registered"), registered.content
    assert management.post(REGISTRATIONS, asked).status_code == 200
    assert worker.post(REGISTRATIONS, asked).status_code == 404
    assert worker.get(one).json()["places_left"] == 2
    assert management.post(SESSIONS, PLAN).status_code == 404

    came = {"came": [{"registration": registered.json()["id"], "workers_women": 3}]}
    early = adviser.post(f"{one}attendance/", came)
    assert (early.status_code, early.json()["code"]) == (409, "SessionNotNow")
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        unknown = adviser.post(f"{one}attendance/", {"came": [{"registration": str(uuid4())}]})
        assert unknown.status_code == 400
        assert adviser.post(f"{one}attendance/", came).json()["state"] == "held"
    (row,) = management.get(f"{REGISTRATIONS}?session={made.json()['id']}").json()["results"]
    assert row["came"]["workers_women"] == 3
    assert LearningRecord.objects.get().workers_women == 3


def test_a_registration_and_a_session_are_cancelled(management, adviser, mill):
    session = courses.session()
    row = courses.registered(session, mill, now=NOW)
    one = f"{REGISTRATIONS}{row.pk}/"
    late = management.post(f"{one}cancel/", HTTP_IF_MATCH='"late"')
    assert (late.status_code, late.json()["current"]["state"]) == (412, "registered")
    assert management.post(f"{one}cancel/").json()["state"] == "cancelled"
    assert adviser.post(f"{SESSIONS}{session.pk}/cancel/", {}).json()["errors"].keys() == {"reason"}
    cancelled = adviser.post(f"{SESSIONS}{session.pk}/cancel/", {"reason": "Flooded."})
    assert (cancelled.json()["state"], cancelled.json()["reason"]) == ("cancelled", "Flooded.")


def test_a_page_of_many_sessions_costs_as_much_as_one_of_few(adviser, django_assert_max_num_queries):
    manager = make.user("manager")
    for number in range(12):
        courses.session(by=manager, place=f"Hall {number}")
    adviser.get(SESSIONS)
    with django_assert_max_num_queries(12):
        assert len(adviser.get(SESSIONS).json()["results"]) == 12


def test_both_sides_keep_the_agenda(management, worker, adviser, program, mill):
    make.plan_item(mill, "exit", issue="Exits are locked")
    assert management.get(AGENDA).json()["meets_on"] is None
    assert worker.post(f"{AGENDA}day/", {"meets_on": "2018-06-20"}).status_code == 428
    day = matched(worker, "post", f"{AGENDA}day/", {"meets_on": "2018-06-20", "place": "Hall"}, one=AGENDA)
    assert (day.status_code, day.json()["meets_on"]) == (200, "2018-06-20"), day.content
    assert [line["key"] for line in day.json()["items"]] == ["item:exit"]

    sent = {"left_out": ["item:exit"], "points": "The canteen"}
    chosen = matched(management, "post", f"{AGENDA}choose/", sent, one=AGENDA)
    assert (chosen.json()["left_out"], chosen.json()["points"]) == (["item:exit"], "The canteen"), (
        chosen.content
    )
    said = matched(worker, "post", f"{AGENDA}worker-points/", {"points": "Fans"}, one=AGENDA)
    assert said.json()["worker_points"] == "Fans"
    assert worker.post(f"{AGENDA}choose/", sent).status_code == 404
    assert management.post(f"{AGENDA}worker-points/", {"points": "x"}).status_code == 404
    stale = management.post(f"{AGENDA}day/", {"meets_on": "2018-06-21"}, HTTP_IF_MATCH=chosen.headers["ETag"])
    assert stale.status_code == 412
    assert stale.json()["current"] == adviser.get(AGENDA).json() == said.json()
    for person in (
        make.user("brand", brand=make.brand("Northwind")),
        make.user("adviser", country="VN"),
        None,
    ):
        assert program(person).get(AGENDA).status_code == 404
    assert CommitteeMeeting.objects.count() == 1


def test_a_diagnosis_is_begun_answered_completed_shared_and_deleted(management, worker, adviser, mill):
    sent = {"id": str(uuid4()), "factory": "KH-00017", "taking_part": "committee", "points": ["OS-8"]}
    begun = management.post(DIAGNOSES, sent)
    assert begun.status_code == 201, begun.content
    assert management.post(DIAGNOSES, sent).status_code == 200
    one = f"{DIAGNOSES}{sent['id']}/"
    assert {row["point"] for row in begun.json()["questions"]} == {"OS-8"}

    answers = {"point": "OS-8", "answers": [{"question": "OS-8-06", "answer": "gap", "note": "Locked."}]}
    assert worker.post(f"{one}answers/", answers).status_code == 428
    answered = matched(worker, "post", f"{one}answers/", answers, one=one)
    assert (answered.status_code, answered.json()["gaps"]) == (200, 1), answered.content
    more = {"point": "OS-8", "answers": [{"question": "OS-8-06", "note": "Two are locked."}]}
    changed = matched(worker, "post", f"{one}answers/", more, one=one)
    row = next(row for row in changed.json()["questions"] if row["question"] == "OS-8-06")
    assert (row["answer"], row["note"]) == ("gap", "Two are locked.")

    (line,) = management.get(DIAGNOSES).json()["results"]
    assert (line["answered"], line["gaps"], "questions" in line) == (1, 1, False)
    assert adviser.get(one).status_code == 404
    early = management.post(f"{one}share/")
    assert (early.status_code, early.json()["code"]) == (409, "DiagnosisFaulty")
    assert management.post(f"{one}complete/").json()["completed_at"]
    assert management.post(f"{one}share/").json()["shared_at"]
    assert adviser.get(one).json()["gaps"] == 1
    assert adviser.post(f"{one}stop-sharing/").status_code == 404
    planned = management.post(f"{one}plan/", {"questions": ["OS-8-06"], "due_on": "2018-09-01"})
    assert planned.status_code == 200, planned.content
    assert PlanItem.objects.get().issue == "Two are locked."
    assert worker.post(f"{one}plan/", {"questions": ["OS-8-06"]}).status_code == 404

    assert management.post(f"{one}stop-sharing/").json()["shared_at"] is None
    assert management.post(f"{one}reopen/").json()["completed_at"] is None
    key = {"HTTP_IDEMPOTENCY_KEY": str(uuid4())}
    gone, again = (management.post(f"{one}remove/", **key) for _ in range(2))
    assert gone.json() == again.json() == {"id": sent["id"]}
    assert not SelfDiagnosis.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"point": "OS-8", "answers": [{"question": "WT-2-01", "answer": "gap"}]}, "answers"),
        ({"point": "WT-2", "answers": [{"question": "WT-2-01", "answer": "gap"}]}, "answers"),
        ({"point": "OS-8", "answers": [{"question": "OS-8-06", "answer": "N"}]}, "answers"),
        ({"point": "OS-8", "answers": []}, "answers"),
        ({"point": "OS-8", "answers": [{"question": "OS-8-06", "settle": "keep"}]}, "answers"),
        ({"answers": [{"question": "OS-8-06", "answer": "gap"}]}, "point"),
    ],
)
def test_what_a_diagnosis_does_not_ask_is_refused(management, sent, field):
    begun = {"factory": "KH-00017", "taking_part": "committee", "points": ["OS-8"]}
    one = f"{DIAGNOSES}{management.post(DIAGNOSES, begun).json()['id']}/"
    answer = matched(management, "post", f"{one}answers/", sent, one=one)

    assert answer.status_code == 400, answer.content
    assert set(answer.json()["errors"]) == {field}
    assert not DiagnosisAnswer.objects.exists()
    assert CourseRegistration.objects.count() == 0


def test_the_hours_of_a_session_do_not_move_to_another_country(program):
    person = make.user("adviser")
    make.place_at(person, country=make.country("HT"))
    both = program(person)
    one = f"{SESSIONS}{both.post(SESSIONS, PLAN).json()['id']}/"

    moved = matched(both, "patch", one, {"country": "HT"}, one=one)

    assert (moved.status_code, set(moved.json()["errors"])) == (400, {"country"})
    assert both.get(one).json()["starts_at"] == "2018-07-10T02:00:00Z"


def test_a_line_that_is_not_suggested_is_not_left_out_unseen(management, mill):
    make.plan_item(mill, "exit")
    matched(management, "post", f"{AGENDA}day/", {"meets_on": "2018-06-20"}, one=AGENDA)
    for left_out, status in ((["item:exti"], 400), (["item:exit"], 200), (["item:exit"], 200)):
        answer = matched(management, "post", f"{AGENDA}choose/", {"left_out": left_out}, one=AGENDA)
        assert answer.status_code == status, answer.content


def test_a_point_that_is_not_asked_is_not_passed_over_unseen(management):
    begun = {"factory": "KH-00017", "taking_part": "committee", "points": ["OS-8", "OS-88"]}
    answer = management.post(DIAGNOSES, begun)

    assert (answer.status_code, set(answer.json()["errors"])) == (400, {"points"})
    assert not SelfDiagnosis.objects.exists()
