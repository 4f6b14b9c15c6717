"""One item of the plan between its sides: moved, asked about, confirmed, another day proposed, numbered by itself."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from advisory.models import DueDayProposal, FieldEntry, PlanFile, PlanItem, PlanMessage
from responses.models import FindingResponse
from tests import make
from tests.advisory.devices import entry, send_with
from tests.advisory.devices import send as send_entry

pytestmark = pytest.mark.django_db
LAST = date(2018, 6, 20)
PDF = b"%PDF-1.4 %%EOF"


@pytest.fixture(autouse=True)
def _in_may():
    with time_machine.travel(make.NOW):
        yield


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00017", name="Lotus Fictional Mill")


@pytest.fixture
def item(mill):
    return make.plan_item(mill, "exits", issue="Exit locked", due_on=LAST)


@pytest.fixture
def manager(mill):
    return signed_in(make.user(Role.FACTORY, factory=mill))


@pytest.fixture
def worker(mill):
    return signed_in(make.user(Role.WORKER, factory=mill, name="Quiet Colleague"))


@pytest.fixture
def adviser():
    return signed_in(make.user(Role.ADVISER))


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def current(ref: str = "exits") -> PlanItem:
    return PlanItem.objects.get(ref=ref, superseded_at__isnull=True)


def shown(client: Client, item: PlanItem) -> str:
    return client.get(reverse("advisory:item", args=["KH-00017", item.pk])).content.decode()


def send(client: Client, name: str, item: PlanItem, **data):
    return client.post(reverse(f"advisory:{name}", args=["KH-00017", item.pk]), data, follow=True)


def take(client: Client, said: dict, file: bytes = b""):
    if not file:
        return send_entry(client, said)
    return send_with(client, said, SimpleUploadedFile("exit.pdf", file), field="photos")


def test_an_item_is_moved_with_a_note_and_a_photo_in_one_entry_that_is_stored_once(manager, item):
    said = entry(
        1,
        "plan_status",
        {"ref": "exits", "status": "done", "evidence": "New lock."},
        base={"status": "not_started"},
    )

    first, again = take(manager, said, PDF), take(manager, said, PDF)

    assert first.status_code == again.status_code == 200
    assert (current().status, current().evidence, current().done_on) == (
        "done",
        "New lock.",
        date(2018, 6, 1),
    )
    assert PlanFile.objects.get().name == "exit.pdf"


def test_a_photo_that_is_none_keeps_the_whole_entry_back(manager, item):
    said = entry(1, "plan_status", {"ref": "exits", "status": "done"}, base={"status": "not_started"})

    answer = take(manager, said, b"no photo")

    assert (answer.status_code, answer.json()["outcome"]) == (422, "refused")
    assert [(one["name"], one["label"]) for one in answer.json()["problems"]] == [("photos", "exit.pdf")]
    assert current().status == "not_started"


def test_the_same_page_without_scripts_moves_it_and_stays(manager, item):
    photo = SimpleUploadedFile("order.pdf", PDF)
    data = {"status": "in_progress", "evidence": "Ordered.", "item": "1", "photos": photo}
    answer = manager.post(reverse("advisory:plan_status", args=["KH-00017", item.pk]), data, follow=True)

    assert answer.redirect_chain[-1][0].endswith(f"/plan/items/{item.pk}/")
    assert "order.pdf" in answer.content.decode()
    assert current().status == "in_progress"


def test_a_question_and_its_answer_stand_on_the_item_through_its_versions(manager, adviser, worker, item):
    send(manager, "plan_message", item, text="Who pays for the lock?")
    send(manager, "plan_status", item, status="in_progress")
    assert (
        "question to the adviser" in adviser.get(reverse("advisory:plan", args=["KH-00017"])).content.decode()
    )
    send(adviser, "plan_message", current(), text="You do.")

    for client in (manager, adviser, worker):
        page = shown(client, current())
        assert page.index("Who pays for the lock?") < page.index("You do.")
    assert (
        "question to the adviser"
        not in adviser.get(reverse("advisory:plan", args=["KH-00017"])).content.decode()
    )
    assert "Who pays for the lock?" in shown(manager, item)  # by the address of a former version too


def test_a_message_sent_twice_is_written_once(manager, item):
    said = entry(1, "plan_word", {"ref": "exits", "text": "Who pays?"})

    take(manager, said), take(manager, said)
    for _ in range(2):
        send(manager, "plan_message", item, once="00000000-0000-4000-9000-000000000002", text="When?")

    assert sorted(PlanMessage.objects.values_list("text", flat=True)) == ["When?", "Who pays?"]


def test_the_workers_side_confirms_what_the_management_calls_done_and_again_after_reopening(
    manager, worker, adviser, item
):
    assert send(worker, "plan_message", item, kind="confirmed").status_code == 409  # nothing to confirm yet
    send(manager, "plan_status", item, status="done")
    send(worker, "plan_message", current(), kind="confirmed")

    for client in (manager, adviser):
        page = shown(client, current())
        assert "confirms that it is done" in page
        assert "has not said" not in page
        assert "Quiet Colleague" not in page
    send(adviser, "plan_status", current(), status="reopened")
    with time_machine.travel("2018-06-05T05:00:00Z"):
        later = signed_in(make.user(Role.FACTORY, factory=current().factory))
        send(later, "plan_status", current(), status="done")
        assert "has not said" in shown(later, current())


def test_only_the_workers_side_confirms_and_a_no_needs_words(manager, worker, item):
    send(manager, "plan_status", item, status="done")

    assert send(manager, "plan_message", current(), kind="confirmed").status_code == 409
    assert send(worker, "plan_message", current(), kind="disputed").status_code == 409
    assert (
        send(worker, "plan_message", current(), kind="disputed", text="Locked at night.").status_code == 200
    )
    assert PlanMessage.objects.get().side == "workers"


def test_a_proposed_day_waits_for_the_adviser_and_the_old_one_stays(manager, adviser, item):
    send(manager, "propose_due_day", item, due_on="2018-07-20", reason="The lock comes late.")

    assert current().due_on == LAST
    proposal = DueDayProposal.objects.get()
    address = reverse("advisory:decide_due_day", args=[proposal.pk])
    assert adviser.post(address, {"act": "refuse"}).status_code == 409  # a reason is missing
    adviser.post(address, {"act": "accept"})

    assert current().due_on == date(2018, 7, 20)
    assert adviser.post(address, {"act": "accept"}).status_code == 302  # sent twice
    assert adviser.post(address, {"act": "refuse", "answer": "No."}).status_code == 409
    assert PlanItem.objects.filter(ref="exits").count() == 2


def test_a_refused_day_shows_the_advisers_reason(manager, adviser, item):
    send(manager, "propose_due_day", item, due_on="2018-12-20", reason="Later.")
    adviser.post(
        reverse("advisory:decide_due_day", args=[DueDayProposal.objects.get().pk]),
        {"act": "refuse", "answer": "People work behind it."},
    )

    assert current().due_on == LAST
    assert "People work behind it." in shown(manager, current())


def test_a_later_proposal_replaces_the_one_that_waits(manager, item):
    for number, day in enumerate(("2018-07-20", "2018-07-27"), 1):
        take(manager, entry(number, "due_day", {"ref": "exits", "due_on": day, "reason": "Late."}))

    assert dict(DueDayProposal.objects.values_list("due_on", "state")) == {
        date(2018, 7, 20): "replaced", date(2018, 7, 27): "open",
    }  # fmt: skip


@pytest.mark.parametrize("day", ["2018-05-31", LAST.isoformat()])
def test_a_day_that_is_past_or_stands_already_is_not_proposed(manager, item, day):
    assert send(manager, "propose_due_day", item, due_on=day, reason="So.").status_code == 409


def test_the_factory_does_not_move_a_day_that_was_agreed(manager, item):
    fields = {"ref": "exits", "issue": "Exit locked", "status": "not_started", "due_on": "2019-01-01"}
    base = {"issue": "Exit locked", "status": "not_started", "due_on": LAST.isoformat()}

    send(manager, "plan_item", item, **fields)
    answer = take(manager, entry(1, "plan_item", fields, base=base))

    assert answer.status_code == 422
    assert current().due_on == LAST


def test_a_new_item_is_numbered_by_the_system_and_made_once(manager, mill):
    fields = {"issue": "No lamps", "status": "not_started", "once": "00000000-0000-4000-9000-000000000007"}
    address = reverse("advisory:record_plan_item", args=["KH-00017"])
    manager.post(address, fields), manager.post(address, fields)
    take(manager, entry(8, "plan_item", {"issue": "No water", "status": "not_started"}))
    take(manager, entry(8, "plan_item", {"issue": "No water", "status": "not_started"}))

    assert dict(PlanItem.objects.values_list("ref", "issue")) == {"1": "No lamps", "2": "No water"}
    assert FieldEntry.objects.count() == 2


def test_an_item_begins_from_a_finding_or_from_words_without_a_list_of_all_questions(manager, mill):
    make.assessment(mill, findings={"OS-8-06": "The yard exit was locked."})
    start = manager.get(reverse("advisory:start_plan_item", args=["KH-00017"])).content.decode()
    form = manager.get(reverse("advisory:record_plan_item", args=["KH-00017"]) + "?question=OS-8-06")
    found = manager.get(
        reverse("advisory:start_plan_item", args=["KH-00017"]) + "?q=exits locked"
    ).content.decode()

    assert "The yard exit was locked." in start
    assert "The yard exit was locked." in form.content.decode()
    assert "<option" not in form.content.decode().split('name="question"')[1].split(">")[0]
    assert form.content.decode().count("<option") < 40  # the causes of the vocabulary, no question
    assert "OS-8-06" in found


def test_a_response_from_a_device_is_a_draft_or_sent_as_its_button_says(manager, worker, mill):
    window = make.assessment(
        mill, findings={"OS-8-06": "Locked.", "WT-2-01": "Late."}, state="comment_window"
    )
    about = {"assessment": str(window.pk), "text": "Opened."}

    take(manager, entry(1, "response", {**about, "question": "OS-8-06", "act": "save"}))
    take(manager, entry(2, "response", {**about, "question": "WT-2-01", "act": "send_one"}), PDF)
    refused = take(worker, entry(3, "response", {**about, "question": "WT-2-01"}))
    taken = take(worker, entry(4, "comment", {**about, "question": "WT-2-01"}))

    assert dict(FindingResponse.objects.values_list("question", "sent_agrees")) == {
        "OS-8-06": None, "WT-2-01": False,
    }  # fmt: skip
    assert (refused.status_code, taken.status_code) == (404, 200)
