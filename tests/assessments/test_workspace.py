"""What the workspace asks the server for: acts taken in one by one, what others did since, and what it all costs."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from assessments.commands import AnswerChange, answer_questions
from assessments.domain.answer_merge import Answer
from assessments.models import AnswerLog, Assessment, Finding
from factories.models import Membership
from tests import make

pytestmark = pytest.mark.django_db
AT = "2018-06-01T09:00:00+00:00"
MOST_BYTES = 120_000
MOST_STATEMENTS = 14


@pytest.fixture
def chea():
    return make.user("adviser", name="Chea")


@pytest.fixture
def sokha():
    return make.user("adviser", name="Sokha")


@pytest.fixture
def draft(chea, sokha):
    codes = make.layout("KH").codes
    return make.assessment(make.factory(), state="draft", team=[chea, sokha], unanswered=codes)


@pytest.fixture
def tablet(client, chea):
    client.force_login(chea)
    return client


def act(question, new, old="-", **said):
    return {"act": str(uuid.uuid4()), "question": question, "old": old, "new": new, "at": AT, **said}


def send(client, draft, *acts, **headers):
    address = f"/assessments/{draft.pk}/acts/"
    said = {"device": "tablet-1", "acts": list(acts)}
    return client.post(address, said, content_type="application/json", headers=headers)


def sheet(client, draft, since=None, files=0, **headers):
    query = {} if since is None else {"since": since, "files": files}
    return client.get(f"/assessments/{draft.pk}/sheet/", query, headers=headers)


def pdf():
    return SimpleUploadedFile("list.pdf", b"%PDF-1.4 %%EOF", "application/pdf")


def outcomes(answer):
    return {one["act"]: one["outcome"] for one in answer.json()["results"]}


# --- acts ----------------------------------------------------------------------------------------------------------


def test_each_act_is_answered_for_and_the_sheet_comes_back(tablet, draft):
    first, second = act("OS-8-06", "N", details="One exit was locked.", workers=40), act("CL-1-01", "C")

    answer = send(tablet, draft, first, second)

    assert outcomes(answer) == {first["act"]: "stored", second["act"]: "stored"}
    draft.refresh_from_db()
    assert answer.json()["sheet"] == draft.sheet
    assert answer.json()["version"] == AnswerLog.objects.latest("pk").pk
    found = Finding.objects.get()
    assert (found.details, found.workers_concerned) == ("One exit was locked.", 40)


@pytest.mark.parametrize(
    "words",
    [
        "- overtime(weekday) unpaid since May",
        "=> exit 3 locked",
        "= 12 workers paid late",
        "+84(0) called",
        "@4(b)",
    ],
)
def test_details_that_begin_with_a_sign_are_kept_as_they_were_written(tablet, draft, words):
    one = act("OS-8-06", "N", details=words)

    assert outcomes(send(tablet, draft, one)) == {one["act"]: "stored"}
    assert Finding.objects.get().details == words


def test_the_same_act_sent_again_is_stored_once_and_told_as_stored(tablet, draft):
    one = act("CL-1-01", "C")
    send(tablet, draft, one)

    again = send(tablet, draft, one)

    assert outcomes(again) == {one["act"]: "stored"}
    assert again.json()["version"] == AnswerLog.objects.get().pk


def test_a_conflict_shows_what_stands_and_every_whole_answer(tablet, draft, sokha, chea):
    mine = act("CL-1-01", "N", details="Two were 14.", workers=2)
    tablet.force_login(sokha)
    send(tablet, draft, act("CL-1-01", "C"))
    tablet.force_login(chea)

    for _ in range(2):  # also when the first answer was lost on its way
        answer = send(tablet, draft, mine).json()
        (result,) = answer["results"]
        assert (result["outcome"], result["stored"]) == ("conflict", {})
        assert result["held"] == ["letter", "details", "workers"]
        (clash,) = answer["clashes"]
        assert (clash["standing"], clash["standingBy"]) == ({"letter": "C"}, "Sokha")
        (version,) = clash["versions"]
        assert version["answer"] == {"letter": "N", "details": "Two were 14.", "workers": 2}
        assert (version["by"], version["acts"]) == ("Chea", [mine["act"]])
    settled = send(
        tablet, draft, act("CL-1-01", "N", old="C", details="Two were 14.", settles=version["acts"])
    )
    assert [one["outcome"] for one in settled.json()["results"]] == ["stored"]
    assert sheet(tablet, draft).json()["clashes"] == []


def test_what_cannot_be_stored_does_not_hold_up_the_others(tablet, draft):
    good = [act("CL-1-01", "C"), act("CL-2-01", "X")]
    bad = {
        "a question that is not asked": act("ZZ-9-99", "C"),
        "a letter that is none": act("CL-2-02", "Q"),
        "no time": act("CL-2-03", "C") | {"at": "yesterday"},
        "a time without a zone": act("CL-2-03", "C") | {"at": "2018-06-01T09:00:00"},
        "no id": act("CL-3-01", "C") | {"act": "1"},
        "too many workers": act("CL-3-02", "N", workers=10**7),
        "too long": act("CL-3-03", "N", details="x" * 10_001),
        "what a formula left": act("CL-3-04", "N", details="#REF!"),
    }

    answer = send(tablet, draft, good[0], *bad.values(), good[1])

    told = outcomes(answer)
    assert {name: told[one["act"]] for name, one in bad.items()} == dict.fromkeys(bad, "refused")
    assert all(one["said"] for one in answer.json()["results"] if one["outcome"] == "refused")
    assert [told[one["act"]] for one in good] == ["stored", "stored"]
    assert list(AnswerLog.objects.order_by("pk").values_list("question", flat=True)) == ["CL-1-01", "CL-2-01"]


@pytest.mark.parametrize(
    "body", ["", "[]", '{"acts": 1}', '{"acts": [1]}', "\\xff", '{"acts": ' + "[" * 5000]
)
def test_what_is_no_batch_is_said_to_be_none(tablet, draft, body):
    answer = tablet.post(f"/assessments/{draft.pk}/acts/", body, content_type="application/json")

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.json()["code"] == "unreadable"


def test_a_submitted_assessment_takes_no_more_and_says_so(tablet, draft):
    Assessment.objects.update(state="submitted")

    answer = send(tablet, draft, act("CL-1-01", "C"))

    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.CONFLICT, "closed")
    assert "Ask the reviewer to return it" in answer.json()["said"]


def test_an_adviser_who_has_left_the_country_answers_no_more(tablet, draft, chea):
    Membership.objects.filter(user=chea).update(country=make.country("VN"))

    assert send(tablet, draft, act("CL-1-01", "C")).status_code == HTTPStatus.NOT_FOUND
    assert not AnswerLog.objects.exists()


def test_the_page_of_one_person_sends_nothing_in_the_name_of_another(tablet, draft, sokha):
    for ask in (send(tablet, draft, act("CL-1-01", "C"), **{"X-Person": str(sokha.pk)}),
                sheet(tablet, draft, **{"X-Person": str(sokha.pk)})):  # fmt: skip
        assert (ask.status_code, ask.json()["code"]) == (HTTPStatus.FORBIDDEN, "other_person")
    assert not AnswerLog.objects.exists()


def test_without_the_token_of_the_form_nothing_is_taken(draft, chea, client):
    strict = client.__class__(enforce_csrf_checks=True)
    strict.force_login(chea)

    assert send(strict, draft, act("CL-1-01", "C")).status_code == HTTPStatus.FORBIDDEN


# --- what is told ----------------------------------------------------------------------------------------------------


def test_the_sheet_tells_what_came_after_a_version_and_who_did_it(tablet, draft, sokha):
    before = sheet(tablet, draft).json()
    answer_questions(
        draft.pk,
        acts=[
            AnswerChange(
                uuid.uuid4(), "OS-8-06", Answer(), Answer("N", details="Locked.", note="Ask again."), make.NOW
            )
        ],
        device="tablet-2",
        actor=sokha,
        now=make.NOW,
    )

    told = sheet(tablet, draft, before["version"]).json()

    (change,) = told["changes"]
    assert (change["question"], change["letter"], change["by"], change["device"]) == (
        "OS-8-06", "N", "Sokha", "tablet-2",
    )  # fmt: skip
    assert told["findings"] == {"OS-8-06": {"details": "Locked.", "workers": None, "attribution": "factory"}}
    assert told["notes"] == {"OS-8-06": "Ask again."}
    assert sheet(tablet, draft, told["version"]).json() == {"version": told["version"], "changes": []}


def test_files_are_told_when_they_came_or_went(tablet, draft):
    whole = sheet(tablet, draft).json()
    assert (whole["files"], whole["filesVersion"]) == ({}, 0)

    kept = tablet.post(f"/assessments/{draft.pk}/files/", {"question": "OS-8-06", "file": pdf()}).json()[
        "file"
    ]
    told = sheet(tablet, draft, whole["version"]).json()
    again = sheet(tablet, draft, whole["version"], told["filesVersion"]).json()
    tablet.post(f"/evidence/{kept['id']}/remove/", headers={"Accept": "application/json"})
    after = sheet(tablet, draft, whole["version"], told["filesVersion"]).json()

    assert told["files"] == {"OS-8-06": [kept]}
    assert "files" not in again
    assert (after["files"], after["filesVersion"]) == ({}, 2)


def test_a_file_is_answered_for_and_kept_once(tablet, draft):
    address = f"/assessments/{draft.pk}/files/"

    first = tablet.post(address, {"question": "OS-8-06", "file": pdf()}).json()
    again = tablet.post(address, {"question": "OS-8-06", "file": pdf()}).json()
    nowhere = tablet.post(address, {"question": "ZZ-1", "file": pdf()}).json()
    nothing = tablet.post(address, {"question": "OS-8-06"}).json()

    assert first == again
    assert first["outcome"] == "stored"
    assert nowhere == {"outcome": "refused", "said": "ZZ-1 is not asked in this assessment."}
    assert nothing["outcome"] == "refused"


def test_a_submitted_assessment_and_another_person_s_page_take_no_file(tablet, draft, sokha):
    address = f"/assessments/{draft.pk}/files/"
    said = {"question": "OS-8-06"}

    other = tablet.post(address, said | {"file": pdf()}, headers={"X-Person": str(sokha.pk)})
    Assessment.objects.filter(pk=draft.pk).update(state="submitted")
    closed = tablet.post(address, said | {"file": pdf()})

    assert (other.status_code, other.json()["code"]) == (HTTPStatus.FORBIDDEN, "other_person")
    assert (closed.status_code, closed.json()["code"]) == (HTTPStatus.CONFLICT, "closed")


def test_a_version_that_is_none_asks_for_everything(tablet, draft):
    for odd in ("-1", "x", "9" * 40, ""):
        assert "last" in sheet(tablet, draft, odd).json()


def test_the_sheet_brings_the_last_cycle_and_the_open_plan(tablet, draft):
    mill = draft.factory
    make.assessment(mill, assessed_on=date(2016, 3, 1), findings={"CL-1-01": "Earlier."})
    make.assessment(mill, assessed_on=date(2017, 3, 1), findings={"OS-8-06": "Locked."}, cycle=2)
    make.plan_item(mill, question="OS-8-06", issue="Unlock")
    make.plan_item(mill, question="OS-8-07", status="verified", verified_on=date(2018, 5, 2))

    told = sheet(tablet, draft).json()

    assert told["last"]["on"] == "2017-03-01"
    assert told["last"]["letters"]["OS-8-06"] == "N"
    assert told["last"]["letters"]["CL-1-01"] == "C"
    assert told["last"]["details"] == {"OS-8-06": "Locked."}
    assert {code: [item["issue"] for item in items] for code, items in told["plan"].items()} == {
        "OS-8-06": ["Unlock"]
    }


def test_the_questions_are_kept_for_good_under_their_own_digest(tablet, draft):
    page = tablet.get(f"/assessments/{draft.pk}/enter/")
    address = f"/assessments/questions/{draft.layout.digest}/en/"
    named = tablet.get(address, {"v": page.context["questions_digest"]})
    unnamed = tablet.get(address)

    assert named.json()["order"] == list(make.layout("KH").codes)
    assert "immutable" in named.headers["Cache-Control"]
    assert "no-cache" in unnamed.headers["Cache-Control"]
    again = tablet.get(address, headers={"If-None-Match": unnamed.headers["ETag"]})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")


def test_the_page_holds_no_answer(tablet, draft):
    make.assessment(draft.factory, assessed_on=date(2017, 3, 1), findings={"OS-8-06": "SECRET-MARK"})
    Assessment.objects.filter(pk=draft.pk).update(sheet=make.sheet("KH", findings=["OS-8-06"]))

    page = tablet.get(f"/assessments/{draft.pk}/enter/").content.decode()

    assert "SECRET-MARK" not in page
    assert make.sheet("KH", findings=["OS-8-06"]) not in page


# --- what it costs ---------------------------------------------------------------------------------------------------


def statements(run) -> int:
    """How many statements, the transaction's own ones apart."""
    with CaptureQueriesContext(connection) as seen:
        run()
    return sum(not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for one in seen)


def test_storing_one_answer_costs_at_most_fourteen_statements_however_many_factories(tablet, draft):
    codes = iter(make.layout("KH").codes)
    send(tablet, draft, act(next(codes), "C"))

    def ask(letter, **said):
        one = act(next(codes), letter, **said)
        return statements(lambda: send(tablet, draft, one))

    few = [ask("C"), ask("N", details="Seen.", note="Why.")]
    for place in range(30):
        make.assessment(make.factory(), assessed_on=date(2017, 1, 1) + timedelta(days=place))
    many = [ask("C"), ask("N", details="Seen.", note="Why.")]

    assert few == many
    plain, with_finding_and_note = many  # of the whole request: who asks, whether they may, and the answer
    assert plain <= MOST_STATEMENTS
    assert (
        with_finding_and_note <= MOST_STATEMENTS + 3
    )  # three more tables, whose rows are bound to the event


def acts_of_a_whole_sheet():
    codes = make.layout("KH").codes
    made = [act(code, "C") for code in codes]
    for place in range(3, len(codes), len(codes) // 25):
        made[place] |= {"new": "N", "details": "Seen by both of us, and written down at some length. " * 4}
    for place in range(5, len(codes), 20):
        made[place] |= {"new": "X", "note": "There is none here."}
    return made


def command(draft, actor, acts):
    given = [
        AnswerChange(
            uuid.UUID(one["act"]), one["question"], Answer(one["old"]),
            Answer(one["new"], details=one.get("details") or "", note=one.get("note") or ""), make.NOW,
        )
        for one in acts
    ]  # fmt: skip
    return statements(lambda: answer_questions(draft.pk, acts=given, device="t", actor=actor, now=make.NOW))


@pytest.mark.django_db(transaction=True)
def test_the_command_stores_one_answer_in_at_most_fourteen_statements(draft, chea):
    command(draft, chea, [act("CL-1-01", "C")])  # reads the layout, once for all
    plain = command(draft, chea, [act("CL-2-01", "C")])
    with_all = command(draft, chea, [act("CL-2-02", "N", details="Seen.", note="Why.")])

    # one of them asks, as before every event, whether the factory became part of another meanwhile
    assert (plain, with_all) == (10, 15)  # a third of them bind each table's rows to the event


@pytest.mark.django_db(transaction=True)
def test_a_whole_sheet_is_one_small_request_and_few_statements(draft, chea):
    acts = acts_of_a_whole_sheet()

    plain = [one | {"act": str(uuid.uuid4()), "new": "C", "details": None, "note": None} for one in acts]
    found = [one | {"act": str(uuid.uuid4()), "note": None} for one in acts]
    others = [
        make.assessment(make.factory(), state="draft", team=[chea], unanswered=make.layout("KH").codes)
        for _ in range(2)
    ]

    assert len(json.dumps({"device": "tablet-1", "acts": acts}).encode()) <= MOST_BYTES
    command(draft, chea, [act("CL-1-01", "C")])  # reads the layout; begins the draft's history
    for other in others:
        command(other, chea, [act("CL-1-01", "C")])
    assert command(others[0], chea, plain) == 10
    assert command(others[1], chea, found) == 12  # the findings are written, then read back for their digests
    assert command(draft, chea, acts) == 15  # and so are notes on what does not apply, which are read before


def test_a_translation_that_nobody_has_reviewed_is_no_news_in_the_inbox(tablet, chea, draft):
    User.objects.filter(pk=chea.pk).update(language="km")
    page = tablet.get(f"/assessments/{draft.pk}/enter/").content.decode()

    assert "masthead-count" not in page.partition('href="/inbox/"')[2].partition("</a>")[0]
