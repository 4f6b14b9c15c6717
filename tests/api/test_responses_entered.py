"""What a factory's two sides say to findings, and what a review says, over the API."""

from __future__ import annotations

from uuid import uuid4

import pytest

from journal.models import Event
from responses.models import FindingResponse, WorkerComment
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]
CODES = ("OS-8-06", "WT-2-01")


@pytest.fixture
def mill(db):
    return make.factory("KH-00017")


@pytest.fixture
def minh(db):
    return make.user("adviser")


@pytest.fixture
def window(mill, minh):
    """Its address."""
    return f"/api/v1/assessments/{make.assessment(mill, state='comment_window', findings=CODES, team=[minh]).pk}/"


@pytest.fixture
def management(program, mill):
    """The factory's."""
    return program(make.user("factory", factory=mill))


@pytest.fixture
def submitted(mill, minh):
    """Its address."""
    return f"/api/v1/assessments/{make.assessment(mill, state='submitted', findings=CODES, team=[minh]).pk}/"


def row_of(answer, question):
    """What an answer says of a finding."""
    assert answer.status_code == 200, answer.content
    (found,) = [row for row in answer.json()["responses"] if row["question"] == question]
    return found


def test_a_draft_is_the_managements_alone_until_it_is_sent(program, mill, minh, window):
    management, worker = (program(make.user(role, factory=mill)) for role in ("factory", "worker"))
    adviser = program(minh)
    sent = {"question": "OS-8-06", "text": "The exit is open.", "agrees": True}

    drafted = management.post(f"{window}responses/", sent)
    assert row_of(drafted, "OS-8-06")["draft"] == "The exit is open."
    for other in (adviser, worker):
        row = row_of(other.get(f"{window}responses/"), "OS-8-06")
        assert (row["draft"], row["draft_agrees"], row["response"], row["agrees"]) == (None, None, "", False)

    again = management.post(f"{window}responses/", {**sent, "send": True})
    assert row_of(again, "OS-8-06")["draft"] is None
    for reader in (management, adviser, worker):
        row = row_of(reader.get(f"{window}responses/"), "OS-8-06")
        assert (row["response"], row["agrees"]) == ("The exit is open.", True)
        assert row["responded_on"] == "2018-06-01"


def test_sent_again_it_is_done_once(program, mill, window):
    management = program(make.user("factory", factory=mill))
    sent = {"question": "OS-8-06", "text": "Open.", "send": True}
    key = {"HTTP_IDEMPOTENCY_KEY": str(uuid4())}

    first = management.post(f"{window}responses/", sent, **key)
    replayed = management.post(f"{window}responses/", sent, **key)
    events = Event.objects.count()
    again = management.post(f"{window}responses/", sent)

    assert (replayed.content, replayed.headers["Idempotency-Replayed"]) == (first.content, "true")
    assert again.json() == first.json()
    assert Event.objects.count() == events


def test_all_drafts_are_sent_and_the_rest_agreed_with(program, mill, window):
    management = program(make.user("factory", factory=mill))
    management.post(f"{window}responses/", {"question": "OS-8-06", "text": "Open."})

    assert row_of(management.post(f"{window}send_responses/"), "OS-8-06")["response"] == "Open."
    agreed = management.post(f"{window}agree/")
    assert row_of(agreed, "WT-2-01")["agrees"] is True
    assert row_of(agreed, "OS-8-06")["agrees"] is False
    assert FindingResponse.objects.filter(sent_at__isnull=False).count() == 2


def test_the_workers_side_says_its_own(program, mill, window):
    worker, other = (program(make.user("worker", factory=mill)) for _number in range(2))
    sent = {"question": "OS-8-06", "text": "It was locked for a year."}

    said = worker.post(f"{window}worker_comment/", sent)
    assert [word["text"] for word in row_of(said, "OS-8-06")["comments"]] == [sent["text"]]
    assert set(row_of(said, "OS-8-06")["comments"][0]) == {"text", "written_at"}
    other.post(f"{window}worker_comment/", {**sent, "text": "Two years."})
    taken = worker.post(f"{window}worker_comment/", {**sent, "text": ""})
    assert [word["text"] for word in row_of(taken, "OS-8-06")["comments"]] == ["Two years."]
    assert WorkerComment.objects.count() == 1


@pytest.mark.parametrize(
    ("act", "data", "answered"),
    [
        ("responses", {"question": "OS-8-06"}, (409, None)),
        ("responses", {"question": "ZZ-1-01", "agrees": True}, (409, None)),
        ("responses", {"agrees": True}, (400, "question")),
        ("responses", {"question": "OS-8-06", "text": "x" * 4001}, (400, "text")),
        ("responses", {"question": "OS-8-06", "agrees": True, "sent_at": "2018-05-01"}, (400, "sent_at")),
        ("send_responses", {"send": True}, (400, "send")),
        ("agree", {"question": "OS-8-06"}, (400, "question")),
        ("worker_comment", {"question": "OS-8-06", "text": "x"}, (404, None)),
    ],
)
def test_a_refusal_of_a_response_is_that_of_the_page(management, window, act, data, answered):
    status, field = answered
    answer = management.post(f"{window}{act}/", data)

    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert field is None or set(answer.json()["errors"]) == {field}
    assert not FindingResponse.objects.exists()


def test_nobody_elses_window_exists(program, mill, window):
    people = [
        make.user("factory", factory=make.factory("KH-00018")), make.user("brand", brand=make.brand("Northwind")),
        make.user("inspector"), make.user("adviser", country="VN"), None,
    ]  # fmt: skip
    for person in people:
        client = program(person)
        assert client.get(f"{window}responses/").status_code == 404, person
        assert client.get(f"{window}comments/").status_code == 404, person
        for act in ("responses", "send_responses", "agree", "worker_comment", "comments", "resolve"):
            assert client.post(f"{window}{act}/", {"question": "OS-8-06"}).status_code == 404, (person, act)


def test_whoever_may_only_read_writes_nothing(program, mill, window):
    answer = program(make.user("factory", factory=mill), scope="read").post(f"{window}agree/")

    assert answer.status_code == 403


def test_a_tag_that_is_late_sends_nothing(program, mill, window):
    management = program(make.user("factory", factory=mill))

    late = management.post(f"{window}agree/", HTTP_IF_MATCH='"late"')
    done = management.post(f"{window}agree/", HTTP_IF_MATCH=management.get(window).headers["ETag"])

    assert (late.status_code, done.status_code) == (412, 200)
    assert done.headers["ETag"] == management.get(window).headers["ETag"]


def test_a_review_is_a_conversation_until_it_is_resolved(program, minh, submitted):
    reviewer, team = program(make.user("reviewer")), program(minh)
    sent = {"question": "OS-8-06", "text": "Which exit?"}

    first = reviewer.post(f"{submitted}comments/", sent)
    assert [comment["text"] for comment in first.json()["comments"]] == ["Which exit?"]
    assert reviewer.post(f"{submitted}comments/", sent).json() == first.json()
    replied = team.post(f"{submitted}comments/", {**sent, "text": "The one to the yard."})
    (comment,) = replied.json()["comments"]
    assert [reply["text"] for reply in comment["replies"]] == ["The one to the yard."]
    assert comment["answered_at"] is not None
    assert team.post(f"{submitted}resolve/", {"question": "OS-8-06"}).status_code == 404
    resolved = reviewer.post(f"{submitted}resolve/", {"question": "OS-8-06"})
    assert resolved.json()["comments"][0]["resolved_at"] is not None
    assert team.get(f"{submitted}comments/").json() == resolved.json()


def test_comments_are_between_the_reviewer_and_the_team(program, mill, submitted):
    others = [make.user("adviser"), make.user("manager"), make.user("factory", factory=mill), None]
    for person in others:
        client = program(person)
        assert client.get(f"{submitted}comments/").status_code == 404, person
        assert client.post(f"{submitted}comments/", {"question": "OS-8-06", "text": "x"}).status_code == 404
    reviewer = program(make.user("reviewer"))
    unknown = reviewer.post(f"{submitted}comments/", {"question": "ZZ-1-01", "text": "x"})
    assert (unknown.status_code, unknown.json()["code"]) == (409, "InvalidAnswer")
    assert reviewer.post(f"{submitted}comments/", {"question": "OS-8-06", "by": "me"}).json()[
        "errors"
    ].keys() == {"by"}
