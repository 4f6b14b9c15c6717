"""Answers in conflict over HTTP: what stands is never overwritten unseen, and nothing entered goes away."""

from __future__ import annotations

import json
import uuid
from html import unescape
from http import HTTPStatus

import pytest
from django.test import Client

from assessments import commands
from assessments.models import AnswerLog, AnswerNote, Assessment, Finding, TeamMember
from journal.models import Event
from tests import make
from tests.assessments.test_pages import fields_of

pytestmark = pytest.mark.django_db
AT = "2018-06-01T09:00:00+00:00"
QUESTION = "OS-8-06"


class Device:
    """Somebody's tablet."""

    def __init__(self, person, draft, name):
        self.person, self.draft, self.name = person, draft, name
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(person)

    def send(self, *changes, to="acts"):
        page = self.client.get("/assessments/")
        assert page.status_code == HTTPStatus.OK
        token = self.client.cookies["csrftoken"].value
        return self.client.post(
            f"/assessments/{self.draft.pk}/{to}/",
            json.dumps({"device": self.name, "acts": list(changes)}),
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )

    def clashes(self):
        return self.client.get(f"/assessments/{self.draft.pk}/sheet/").json()["clashes"]

    def unchosen(self):
        return self.client.get(f"/assessments/{self.draft.pk}/sheet/").json()["unchosen"]

    def entries(self, **query):
        return unescape(self.client.get(f"/assessments/{self.draft.pk}/entries/", query).text)


def change(new, old="-", question=QUESTION, **words):
    return {"act": str(uuid.uuid4()), "question": question, "old": old, "new": new, "at": AT, **words}


@pytest.fixture
def people():
    return [make.user("adviser", name=name) for name in ("Chea", "Sokha", "Dara")]


@pytest.fixture
def draft(people):
    mill = make.factory()
    return make.assessment(mill, state="draft", team=people, unanswered=make.layout("KH").codes)


@pytest.fixture
def devices(people, draft):
    return [Device(person, draft, f"tablet-{place}") for place, person in enumerate(people)]


def outcome(answer):
    (result,) = answer.json()["results"]
    return result["outcome"], result["stored"], result["held"]


# --- each field ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letter", "field", "mine", "theirs"),
    [
        ("N", "details", "Seen by me.", "Seen by them."),
        ("N", "workers", 7, 12),
        ("N", "attribution", "national_law", "factory"),
        ("N", "note", "My note.", "Their note."),
        ("X", "note", "My reason.", "Their reason."),
    ],
)
def test_the_same_letter_with_other_words_is_a_conflict_of_those_words(devices, letter, field, mine, theirs):
    one, two, _ = devices
    one.send(change(letter, **{field: theirs}))

    answer = two.send(change(letter, **{field: mine}))

    assert outcome(answer) == ("conflict", {"letter": letter}, [field])
    (clash,) = two.clashes()
    assert clash["standing"][field] == theirs
    assert clash["standingBy"] == "Chea"
    assert [version["answer"][field] for version in clash["versions"]] == [mine]


def test_each_field_is_answered_for_and_what_others_wrote_beside_it_stays(devices):
    one, two, _ = devices
    one.send(change("N", details="Seen by them."))

    answer = two.send(change("N", old="N", workers=40, note="Ask."))

    assert outcome(answer) == ("stored", {"workers": 40, "note": "Ask."}, [])
    found = Finding.objects.get()
    assert (found.details, found.workers_concerned) == ("Seen by them.", 40)


def test_words_can_be_emptied_by_who_has_seen_them_and_by_nobody_else(devices):
    one, two, _ = devices
    one.send(change("N", details="Seen.", workers=40))

    unseen = two.send(change("N", old="N", seen={"details": "Something else"}, details=""))
    seen = two.send(change("N", old="N", seen={"details": "Seen.", "workers": 40}, details="", workers=None))

    assert outcome(unseen)[0] == "conflict"
    assert outcome(seen) == ("stored", {"details": "", "workers": None}, [])
    found = Finding.objects.get()
    assert (found.details, found.workers_concerned) == ("", None)


def test_a_finding_whose_words_were_not_seen_is_not_taken_back(devices):
    one, two, _ = devices
    one.send(change("N"))
    one.send(change("N", old="N", details="One exit was locked."))

    answer = two.send(change("C", old="N"))

    assert outcome(answer) == ("conflict", {}, ["letter"])
    assert Finding.objects.get().details == "One exit was locked."


# --- conflicts stay until somebody decides ---------------------------------------------------------------------------


def test_every_device_s_whole_answer_is_shown_the_third_as_well(devices):
    for place, device in enumerate(devices):
        device.send(change("N", details=f"Text {place}.", workers=place))

    (clash,) = devices[0].clashes()

    assert clash["standing"] == {"letter": "N", "details": "Text 0.", "workers": 0, "attribution": "factory"}
    assert [(one["by"], one["answer"]["details"], one["answer"]["workers"]) for one in clash["versions"]] == [
        ("Sokha", "Text 1.", 1), ("Dara", "Text 2.", 2),
    ]  # fmt: skip


def test_an_answer_that_knows_nothing_of_a_conflict_does_not_close_it(devices):
    one, two, three = devices
    one.send(change("N", details="Theirs."))
    two.send(change("N", details="Mine."))

    three.send(change("N", old="N", note="Ask the guard."))

    (clash,) = one.clashes()
    assert [version["answer"]["details"] for version in clash["versions"]] == ["Mine."]


def test_what_is_not_chosen_stays_readable_at_the_question(devices):
    one, two, _ = devices
    one.send(change("N", details="Theirs."))
    two.send(change("N", details="Mine."))
    (clash,) = one.clashes()
    seen = {"details": "Theirs.", "attribution": "factory"}
    acts = clash["versions"][0]["acts"]

    settled = one.send(change("N", old="N", seen=seen, details="Theirs.", settles=acts))

    assert outcome(settled)[0] == "stored"
    assert one.clashes() == []
    (left,) = one.unchosen()[QUESTION]
    assert (left["answer"]["details"], left["by"], left["settledBy"]) == ("Mine.", "Sokha", "Chea")


def test_two_who_settle_one_conflict_otherwise_are_in_conflict_again(devices):
    one, two, three = devices
    one.send(change("N", details="Theirs."))
    two.send(change("N", details="Mine."))
    (clash,) = three.clashes()
    acts, seen = clash["versions"][0]["acts"], {"details": "Theirs.", "attribution": "factory"}
    two.send(change("N", old="N", seen=seen, details="Mine.", settles=acts))

    answer = three.send(change("N", old="N", seen=seen, details="Theirs.", settles=acts))

    assert outcome(answer)[0] == "conflict"
    (again,) = one.clashes()
    assert again["standing"]["details"] == "Mine."
    assert [version["answer"]["details"] for version in again["versions"]] == ["Theirs."]


def test_a_conflict_that_both_sides_write_alike_is_over(devices):
    one, two, _ = devices
    one.send(change("N", details="Theirs."))
    two.send(change("N", details="Mine."))

    one.send(change("N", old="N", seen={"details": "Theirs."}, details="Mine."))

    assert one.clashes() == []


def test_a_page_of_an_older_release_that_says_nothing_of_what_it_saw_overwrites_nothing(devices):
    one, two, _ = devices
    two.send(change("N", details="First."))
    one.send(change("N", old="N", seen={"details": "First."}, details="Theirs."))

    answer = two.send(change("N", old="N", details="Mine."))

    assert outcome(answer)[0] == "conflict"
    assert Finding.objects.get().details == "Theirs."


# --- the log -------------------------------------------------------------------------------------------------------


def test_the_log_keeps_every_value_with_device_and_person(devices):
    texts = [f"Text {place}." for place in range(3)]
    for device, text in zip(devices, texts, strict=True):
        device.send(change("N", details=text, note=f"Note: {text}"))
    devices[0].send(change("C", old="N", seen={"details": texts[0], "note": f"Note: {texts[0]}"}))

    rows = AnswerLog.objects.order_by("pk").values_list("given", "device", "recorded_by__name")
    assert [(given or {}).get("details") for given, *_ in rows] == [*texts, None]
    assert [(device, by) for _given, device, by in rows] == [
        ("tablet-0", "Chea"), ("tablet-1", "Sokha"), ("tablet-2", "Dara"), ("tablet-0", "Chea"),
    ]  # fmt: skip


def test_the_page_says_what_became_of_each_entry(devices):
    one, two, _ = devices
    one.send(change("N", details="Theirs.", workers=40))
    two.send(change("N", details="Mine."))
    one.send(change("N", old="N", seen={"details": "Theirs.", "workers": 40}, workers=41))

    mine, all_ = two.entries(), two.entries(who="all")

    assert "Mine." in mine
    assert "in conflict: the team chooses" in mine
    assert "Theirs." not in mine
    assert "Theirs." in all_
    assert "stored, and stands" in all_
    assert "stored; changed since by Chea" in all_
    (clash,) = one.clashes()
    seen = {"details": "Theirs.", "workers": 41, "attribution": "factory"}
    one.send(change("N", old="N", seen=seen, details="Theirs.", settles=clash["versions"][0]["acts"]))
    assert "was in conflict; Chea chose another answer" in two.entries(question=QUESTION)


def test_who_left_the_team_still_reads_what_became_of_their_entries_and_nothing_else(devices, draft):
    one, two, _ = devices
    one.send(change("N", details="Theirs."))
    two.send(change("N", details="Mine."))
    TeamMember.objects.filter(user=two.person).delete()

    page = two.entries(who="all")

    assert "Mine." in page
    assert "Theirs." not in page
    assert draft.factory.name not in page


# --- handed over ---------------------------------------------------------------------------------------------------


def test_answers_of_a_submitted_assessment_are_a_proposal_that_changes_nothing(devices):
    one, two, _ = devices
    one.send(change("C"))
    Assessment.objects.update(state="submitted")

    answer = two.send(change("N", details="One exit was locked."), to="proposals")

    (result,) = answer.json()["results"]
    assert result["outcome"] == "handed_over"
    assert set(answer.json()) == {"results"}
    assert not Finding.objects.exists()
    assert Assessment.objects.get().sheet.count("C") == 1
    Assessment.objects.update(state="draft")
    (clash,) = one.clashes()
    assert clash["versions"][0]["answer"] == {"letter": "N", "details": "One exit was locked."}
    assert Event.objects.filter(kind="assessment.answers_handed_over").count() == 1


def test_handed_over_twice_it_is_there_once(devices):
    one, two, _ = devices
    one.send(change("C"))
    proposal = change("N", details="One exit was locked.")

    for _ in range(2):
        assert two.send(proposal, to="proposals").status_code == HTTPStatus.OK

    assert AnswerLog.objects.filter(act=proposal["act"]).count() == 1


def test_who_was_on_the_team_when_it_was_opened_hands_over_and_a_stranger_does_not(people):
    chea, sokha, dara = people
    make.questionnaire()
    draft = commands.open_assessment(
        make.factory().pk, assessed_on=make.TODAY, team=[sokha], actor=chea, now=make.NOW
    )
    TeamMember.objects.filter(user=sokha).delete()

    assert Device(sokha, draft, "t").send(change("C"), to="proposals").status_code == HTTPStatus.OK
    assert Device(dara, draft, "t").send(change("C"), to="proposals").status_code == HTTPStatus.NOT_FOUND
    assert not TeamMember.objects.filter(user=sokha).exists()


# --- the plain page ------------------------------------------------------------------------------------------------


def test_a_plain_page_left_open_does_not_overwrite_what_was_written_since(devices, draft):
    one, two, _ = devices
    one.send(change("N", details="First.", note="First note."))
    address = f"/assessments/{draft.pk}/points/OS-8/"
    old_page = fields_of(two.client.get(address).text)
    one.send(change("N", old="N", seen={"details": "First."}, details="Later."))

    two.client.post(address, old_page | {"note-OS-8-06": "My note."})

    assert Finding.objects.get().details == "Later."
    assert AnswerNote.objects.get().text == "My note."
    assert one.clashes() == []


def test_a_conflict_is_settled_on_the_plain_page(devices, draft):
    one, two, _ = devices
    one.send(change("N", details="Theirs."))
    mine = change("N", details="Mine.")
    two.send(mine)
    address = f"/assessments/{draft.pk}/points/OS-8/"
    page = two.client.get(address).text
    assert "Theirs." in page
    assert "Mine." in page

    two.client.post(address, fields_of(page) | {f"settle-{QUESTION}": mine["act"]})

    assert Finding.objects.get().details == "Mine."
    assert one.clashes() == []
