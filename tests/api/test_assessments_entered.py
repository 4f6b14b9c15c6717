"""An assessment entered by another system, from its opening to its correction."""

from __future__ import annotations

import pytest

from assessments.models import AnswerNote, Assessment
from journal.models import Event
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]
ADDRESS = "/api/v1/assessments/"


@pytest.fixture
def mill(db):
    make.questionnaire()
    return make.factory("KH-00017")


@pytest.fixture
def minh(db):
    return make.user("adviser")


@pytest.fixture
def draft(program, mill, minh):
    """The adviser's client, the draft's address, and its tag."""
    client = program(minh)
    made = client.post(ADDRESS, {"factory": "KH-00017", "assessed_on": "2018-05-20", "kind": "full"})
    assert made.status_code == 201, made.content
    return client, f"{ADDRESS}{made.json()['id']}/"


def answer(client, one, *answers):
    """Answers with the tag of now."""
    return client.post(f"{one}answers/", {"answers": answers}, HTTP_IF_MATCH=client.get(one).headers["ETag"])


def test_from_opening_to_a_final_report(draft, program, mill):
    client, one = draft
    codes = make.layout().codes

    opened = client.post(f"{one}submit/")
    assert (opened.status_code, opened.json()["code"]) == (409, "IncompleteAssessment")
    assert opened.json()["errors"]["questions"] == list(codes)

    found = {"question": codes[0], "answer": "N", "details": "Locked.", "workers": 3}
    done = answer(client, one, found, *({"question": code, "answer": "C"} for code in codes[1:]))
    assert done.status_code == 200, done.content
    assert done.headers["ETag"] == client.get(one).headers["ETag"]
    first = done.json()["answers"][0]
    assert (first["details"], first["workers"], first["attribution"]) == ("Locked.", 3, "factory")
    assert Event.objects.filter(kind="assessment.answered").count() == 1

    assert client.post(f"{one}submit/").json()["state"] == "submitted"
    reviewer = program(make.user("reviewer"))
    assert reviewer.post(f"{one}give_back/", {"reason": ""}).json()["errors"].keys() == {"reason"}
    assert reviewer.post(f"{one}give_back/", {"reason": "See OS-8."}).json()["state"] == "draft"
    assert client.post(f"{one}submit/").json()["state"] == "submitted"
    assert reviewer.post(f"{one}accept/").json()["state"] == "comment_window"
    assert reviewer.post(f"{one}finalise/").json()["code"] == "WindowStillOpen"
    Assessment.objects.update(window_closes_on="2018-05-31")
    assert reviewer.post(f"{one}finalise/").json()["state"] == "final"

    fixed = reviewer.post(f"{one}fixed/", {"question": codes[0], "fixed_on": "2018-05-30"})
    assert fixed.json()["answers"][0]["fixed_on"] == "2018-05-30"
    correction = {"reason": "Read again.", "answers": [{"question": codes[1], "answer": "X"}]}
    proposed = reviewer.post(f"{one}corrections/", correction)
    assert proposed.status_code == 202, proposed.content
    assert proposed.json()["answers"][1]["answer"] == "C"  # a second person decides


def test_opened_once_with_its_team(program, mill, minh):
    colleague, sent = (
        make.user("adviser"),
        {"factory": "KH-00017", "assessed_on": "2018-05-20", "kind": "full"},
    )
    client = program(minh)

    made = client.post(ADDRESS, {**sent, "team": [colleague.email]})
    assert made.status_code == 201, made.content
    assert client.post(ADDRESS, {**sent, "team": [colleague.email]}).status_code == 200
    assert client.post(ADDRESS, sent).json()["code"] == "AlreadyOpened"
    assert client.post(ADDRESS, {**sent, "team": ["x@example.org"]}).json()["errors"].keys() == {"team"}
    assert program(colleague).get(f"{ADDRESS}{made.json()['id']}/").status_code == 200


def test_answers_replace_nothing_unseen(draft):
    client, one = draft
    tag = {"HTTP_IF_MATCH": client.get(one).headers["ETag"]}
    sent = {"answers": [{"question": "OS-8-06", "answer": "N", "details": "Locked.", "note": "By the gate"}]}

    assert client.post(f"{one}answers/", sent).status_code == 428
    assert client.post(f"{one}answers/", sent, **tag).status_code == 200
    late = client.post(f"{one}answers/", {"answers": [{"question": "OS-8-06", "answer": "C"}]}, **tag)

    assert late.status_code == 412
    assert late.json()["current"]["answers"][0]["details"] == "Locked."
    kept = answer(client, one, {"question": "OS-8-06", "answer": "N", "details": "Two locked."}).json()[
        "answers"
    ][0]
    assert (kept["details"], kept["note"]) == ("Two locked.", "By the gate")
    assert AnswerNote.objects.get().text == "By the gate"
    gone = answer(client, one, {"question": "OS-8-06", "answer": "-"}).json()["answers"]
    assert [row["answer"] for row in gone] == ["-"]  # the note stays


@pytest.mark.parametrize(
    "answers",
    [
        [{"question": "ZZ-1-01", "answer": "C"}],
        [{"question": "OS-8-06", "answer": "Y"}],
        [{"question": "OS-8-06", "answer": "C"}, {"question": "OS-8-06", "answer": "N"}],
        [{"question": "OS-8-06", "answer": "N", "workers": -1}],
        [{"question": "OS-8-06", "answer": "C", "detail": "x"}],
        [],
    ],
)
def test_answers_are_stored_all_or_none(draft, answers):
    client, one = draft

    refused = answer(client, one, *({"question": "WT-2-01", "answer": "C"},) if answers else (), *answers)

    assert refused.status_code == 400, refused.content
    assert "answers" in refused.json()["errors"]
    assert client.get(one).json()["answers"] == []


def test_nobody_else_answers_or_knows_of_it(draft, program, mill):
    _client, one = draft
    for person in (make.user("adviser"), make.user("factory", factory=mill), make.user("brand"), None):
        client = program(person)
        sent = {"answers": [{"question": "OS-8-06", "answer": "C"}]}
        assert client.post(f"{one}answers/", sent, HTTP_IF_MATCH="*").status_code == 404
        assert client.post(f"{one}submit/").status_code == 404
    reviewer = program(make.user("reviewer"))
    assert reviewer.post(f"{one}submit/").json()["code"] == "NotAllowed"


def test_a_draft_gets_another_day_kind_and_team(draft, program, mill):
    client, one = draft
    colleague = make.user("adviser")
    read = client.get(one)
    change = {"assessed_on": "2018-05-22", "kind": "partial", "team": [colleague.email]}

    assert client.patch(one, change).status_code == 428
    alone = client.patch(one, {"announced": True}, HTTP_IF_MATCH=read.headers["ETag"])
    assert (alone.status_code, alone.json()["kind"]) == (200, "full"), alone.content
    late = client.patch(one, change, HTTP_IF_MATCH=read.headers["ETag"])
    assert late.status_code == 412
    gone = client.patch(one, change, HTTP_IF_MATCH=alone.headers["ETag"])

    assert (gone.status_code, client.get(one).status_code) == (
        204,
        404,
    )  # who left the team reads it no longer
    now = program(colleague).get(one).json()
    assert (now["assessed_on"], now["kind"], now["announced"]) == ("2018-05-22", "partial", True)
    assert Event.objects.filter(kind="assessment.changed").count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"team": []}, "team"),
        ({"team": ["nobody@example.org"]}, "team"),
        ({"kind": "short"}, "kind"),
        ({"assessed_on": "2018-02-31"}, "assessed_on"),
        ({"state": "final"}, "state"),
    ],
)
def test_a_change_of_a_draft_that_cannot_be_is_refused_by_field(draft, change, field):
    client, one = draft

    refused = client.patch(one, change, HTTP_IF_MATCH=client.get(one).headers["ETag"])

    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field]), refused.content
    assert not Event.objects.filter(kind="assessment.changed").exists()


def test_a_draft_is_abandoned_with_a_reason_and_its_day_is_free(draft):
    client, one = draft

    assert client.post(f"{one}abandon/", {"reason": " "}).json()["errors"].keys() == {"reason"}
    assert client.post(f"{one}abandon/", {"reason": "The factory was shut."}).json()["state"] == "abandoned"
    assert client.post(f"{one}abandon/", {"reason": "The factory was shut."}).status_code == 200
    assert (
        client.patch(one, {"kind": "partial"}, HTTP_IF_MATCH=client.get(one).headers["ETag"]).status_code
        == 409
    )
    again = client.post(ADDRESS, {"factory": "KH-00017", "assessed_on": "2018-05-20", "kind": "full"})
    assert again.status_code == 201


def test_nobody_else_changes_a_draft_or_gives_it_up(draft, program, mill):
    _client, one = draft
    reviewer, manager = program(make.user("reviewer")), program(make.user("manager"))
    tag = {"HTTP_IF_MATCH": reviewer.get(one).headers["ETag"]}

    for other in (reviewer, program(make.user("adviser")), program(make.user("factory", factory=mill))):
        assert other.patch(one, {"kind": "partial"}, **tag).status_code == 404
        assert other.post(f"{one}abandon/", {"reason": "No."}).status_code == 404
    assert manager.patch(one, {"kind": "partial"}, **tag).status_code == 200
