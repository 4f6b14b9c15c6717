"""The comment window: what each side of the factory says to findings, until when, and who reads it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from assessments.commands import close_comment_windows, finalise_assessment
from assessments.models import Assessment, Finding
from assessments.policies import NotAllowed
from journal.commands import Unchanged
from journal.models import Event
from responses import commands
from responses.commands.window import WindowOver
from responses.models import FindingResponse, ResponseFile, WorkerComment
from tests import make

pytestmark = pytest.mark.django_db
PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
LAST = date(2018, 6, 14)
FOUND = {
    "OS-8-06": "Exit locked.",
    "WT-2-01": "Overtime above the limit.",
    "CO-1-02": "Two below the minimum.",
}


@pytest.fixture(autouse=True)
def _in_the_window():
    with time_machine.travel(datetime(2018, 6, 2, 10, tzinfo=PHNOM_PENH), tick=False):
        yield


@pytest.fixture
def mill():
    return make.factory("KH-00017", name="Lotus Fictional Mill")


@pytest.fixture
def adviser():
    return make.user(Role.ADVISER)


@pytest.fixture
def window(mill, adviser):
    made = make.assessment(
        mill, assessed_on=date(2018, 5, 28), findings=FOUND, state="comment_window", team=[adviser]
    )
    opened = datetime(2018, 5, 31, 9, tzinfo=PHNOM_PENH)
    Assessment.objects.filter(pk=made.pk).update(window_closes_on=LAST, reviewed_at=opened)
    return made


@pytest.fixture
def manager(mill):
    return make.user(Role.FACTORY, factory=mill)


@pytest.fixture
def worker(mill):
    return make.user(Role.WORKER, factory=mill, name="Quiet Colleague")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person, window) -> str:
    answer = signed_in(person).get(reverse("responses:respond", args=[window.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def report(person, window) -> str:
    return signed_in(person).get(reverse("assessments:detail", args=[window.pk])).content.decode()


def status_of_file(person, address: str) -> int:
    answer = signed_in(person).get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    return answer.status_code


def post(person, window, act: str, **data):
    return signed_in(person).post(
        reverse("responses:respond", args=[window.pk]), {"act": act, **data}, follow=True
    )


def response_on(question: str) -> Finding:
    return Finding.objects.get(question=question, withdrawn_at__isnull=True)


def test_a_draft_is_the_managements_own_until_it_is_sent(window, manager, worker, adviser):
    post(manager, window, "save", question="OS-8-06", text="We opened it.")

    assert "We opened it." in page(manager, window)
    assert "We opened it." not in page(worker, window) + report(adviser, window) + report(manager, window)
    assert response_on("OS-8-06").responded_at is None

    post(manager, window, "send")

    for person in (worker, adviser, manager, make.user(Role.REVIEWER)):
        assert "We opened it." in report(person, window)


def test_a_sent_answer_that_is_changed_stands_until_the_change_is_sent(window, manager, adviser):
    post(manager, window, "send_one", question="OS-8-06", text="We opened it.")
    post(manager, window, "save", question="OS-8-06", text="We opened both.")

    assert "We opened it." in report(adviser, window)
    assert "We opened both." not in report(adviser, window)
    post(manager, window, "send_one", question="OS-8-06", text="We opened both.")
    assert "We opened both." in report(adviser, window)


def test_one_act_agrees_with_everything_that_has_no_answer_and_nothing_else(window, manager, adviser):
    post(manager, window, "save", question="OS-8-06", text="It was open.")

    answer = post(manager, window, "agree_all")

    assert "You agree with 2 findings." in answer.content.decode()
    assert set(FindingResponse.objects.filter(sent_agrees=True).values_list("question", flat=True)) == {
        "WT-2-01", "CO-1-02",
    }  # fmt: skip
    assert response_on("OS-8-06").responded_at is None
    assert report(adviser, window).count("The factory agrees with this finding.") == 2
    assert isinstance(commands.agree_to_all(window.pk, actor=manager, now=timezone.now()), Unchanged)


def test_an_agreement_lets_the_reviewer_end_the_window_early(window, manager):
    reviewer = make.user(Role.REVIEWER)
    post(manager, window, "agree_all")

    final = finalise_assessment(window.pk, actor=reviewer, now=timezone.now())

    assert final.state == "final"


def test_files_go_with_the_answer_and_are_read_once_it_is_sent(window, manager, worker, adviser):
    photo = SimpleUploadedFile("exit.pdf", b"%PDF-1.4 %%EOF")
    post(manager, window, "save", question="OS-8-06", text="See the list.", photos=photo)
    address = reverse("responses:file", args=[ResponseFile.objects.get().pk])

    assert [status_of_file(one, address) for one in (manager, worker, adviser)] == [200, 404, 404]
    post(manager, window, "send")
    assert [status_of_file(one, address) for one in (manager, worker, adviser)] == [200, 200, 200]
    assert "exit.pdf" in report(adviser, window)


def test_a_file_is_sent_at_the_end_although_the_words_beside_it_were_taken_out(window, manager, adviser):
    photo = SimpleUploadedFile("exit.pdf", b"%PDF-1.4 %%EOF")
    post(manager, window, "save", question="OS-8-06", text="See the list.", photos=photo)
    post(manager, window, "save", question="OS-8-06", text="")

    post(manager, window, "send")

    assert "exit.pdf" in report(adviser, window)


def test_a_file_that_is_none_is_refused_beside_its_field_and_the_words_are_kept(window, manager):
    answer = post(
        manager,
        window,
        "save",
        question="OS-8-06",
        text="See.",
        photos=SimpleUploadedFile("x.heic", b"nothing"),
    )

    assert answer.status_code == 422
    assert "Choose one of these." in answer.content.decode()
    assert FindingResponse.objects.get().text == "See."


def test_an_empty_answer_says_what_is_missing(window, manager):
    answer = post(manager, window, "save", question="OS-8-06", text=" ")

    assert answer.status_code == 422
    assert "Write your response, agree, or add a file." in answer.content.decode()


def test_a_worker_representative_comments_as_such_for_everybody_and_without_a_name(
    window, manager, worker, adviser
):
    post(worker, window, "comment", question="OS-8-06", text="It is locked at night still.")

    for shown in (page(manager, window), report(adviser, window), report(manager, window)):
        assert "It is locked at night still." in shown
        assert "Worker representative" in shown
        assert "Quiet Colleague" not in shown


def test_the_manager_neither_changes_nor_removes_what_the_workers_say(window, manager, worker):
    post(worker, window, "comment", question="OS-8-06", text="Still locked.")

    assert post(manager, window, "comment", question="OS-8-06", text="").status_code == 404
    with pytest.raises(NotAllowed):
        commands.comment_on_finding(window.pk, question="OS-8-06", text="", actor=manager, now=timezone.now())
    assert WorkerComment.objects.get().text == "Still locked."


def test_a_worker_representative_does_not_answer_for_the_management(window, worker):
    for act in ("save", "send", "send_one", "agree_all", "remove"):
        assert post(worker, window, act, question="OS-8-06", text="x").status_code == 404
    with pytest.raises(NotAllowed):
        commands.agree_to_all(window.pk, actor=worker, now=timezone.now())


def test_a_comment_is_changed_and_taken_back_by_its_writer(window, worker):
    post(worker, window, "comment", question="OS-8-06", text="Locked.")
    post(worker, window, "comment", question="OS-8-06", text="Locked at night.")
    assert WorkerComment.objects.get().text == "Locked at night."

    post(worker, window, "comment", question="OS-8-06", text="")
    assert not WorkerComment.objects.exists()


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2018, 6, 14, 23, 59, tzinfo=PHNOM_PENH), True),
        (datetime(2018, 6, 15, 0, 1, tzinfo=PHNOM_PENH), False),
    ],
)
def test_the_window_ends_with_its_last_day_by_the_factorys_clock(window, manager, moment, is_open):
    with time_machine.travel(moment, tick=False):
        shown = page(manager, window)
        assert ("14 June 2018, 24:00 Phnom Penh time" in shown) is True
        assert ("Save draft" in shown) is is_open
        if is_open:
            commands.respond_to_finding(
                window.pk, question="OS-8-06", agrees=False, text="Late.", actor=manager, now=timezone.now()
            )
        else:
            with pytest.raises(WindowOver, match=r"improvement plan.*adviser.*appeal"):
                commands.respond_to_finding(
                    window.pk,
                    question="OS-8-06",
                    agrees=False,
                    text="Late.",
                    actor=manager,
                    now=timezone.now(),
                )


def test_words_that_come_late_are_refused_with_the_ways_that_are_left(window, manager):
    with time_machine.travel(datetime(2018, 6, 15, 8, tzinfo=PHNOM_PENH), tick=False):
        shown = post(manager, window, "save", question="OS-8-06", text="Too late").content.decode()

        assert "The comment window ended on 14 June 2018." in shown
        assert reverse("advisory:plan", args=["KH-00017"]) in shown
    assert not FindingResponse.objects.exists()


def test_what_was_not_sent_is_sent_when_the_window_ends(window, manager, adviser):
    post(manager, window, "save", question="OS-8-06", text="We opened it.")

    with time_machine.travel(datetime(2018, 6, 15, 0, 5, tzinfo=PHNOM_PENH), tick=False):
        assert close_comment_windows(actor=None, now=timezone.now()) == 1

    assert "We opened it." in report(adviser, window)
    sent = FindingResponse.objects.get()
    assert (sent.sent_by, sent.sent_at is not None) == (None, True)
    assert Event.objects.filter(kind="finding.responded").count() == 1


def test_each_reminder_comes_once_and_only_while_a_finding_has_no_answer(window, manager):
    def told(day: int) -> int:
        now = datetime(2018, 6, day, 9, tzinfo=PHNOM_PENH)
        done = commands.notify_windows_closing(actor=None, now=now)
        return 0 if isinstance(done, Unchanged) else done

    assert [told(day) for day in (9, 10, 11, 12, 13)] == [0, 0, 1, 0, 0]
    assert Event.objects.get(kind="assessment.window_closing").data["until"] == "2018-06-14"
    assert told(14) == 1
    assert told(14) == 0


def test_nobody_is_reminded_once_everything_is_answered(window, manager):
    commands.agree_to_all(window.pk, actor=manager, now=timezone.now())

    done = commands.notify_windows_closing(actor=None, now=datetime(2018, 6, 12, 9, tzinfo=PHNOM_PENH))

    assert isinstance(done, Unchanged)


def test_a_window_that_is_shorter_than_a_reminder_has_none_of_that_reminder(window):
    Assessment.objects.update(reviewed_at=timezone.now(), window_closes_on=date(2018, 6, 4))

    assert isinstance(commands.notify_windows_closing(actor=None, now=timezone.now()), Unchanged)
    later = timezone.now() + timedelta(days=2)
    assert commands.notify_windows_closing(actor=None, now=later) == 1


def from_a_device(person, window, number: int, kind: str, **fields: str):
    """One entry as the page's script sends it."""
    now = timezone.now().isoformat()
    entry = {
        "id": f"00000000-0000-4000-9000-{number:012d}", "kind": kind, "factory": "KH-00017",
        "fields": {"assessment": str(window.pk), "question": "OS-8-06", **fields},
        "base": {}, "at": now, "sent": now, "device": "phone-1",
    }  # fmt: skip
    return signed_in(person).post(reverse("advisory:take_entry"), entry, content_type="application/json")


@pytest.mark.parametrize("act", ["save", "send_one"])
def test_an_empty_answer_from_a_device_is_refused_with_what_is_missing(window, manager, act):
    answer = from_a_device(manager, window, 1, "response", text="", act=act)

    assert answer.status_code == 422
    assert "Write your response, agree, or add a file." in answer.json()["said"]


def test_what_stands_already_is_taken_from_a_device_and_changes_nothing(window, manager, worker):
    from_a_device(manager, window, 1, "response", text="We opened it.", act="send_one")
    from_a_device(worker, window, 2, "comment", text="It is closed again.")
    events = Event.objects.count()

    said_again = [
        from_a_device(manager, window, 3, "response", text="We opened it.", act="send_one"),
        from_a_device(worker, window, 4, "comment", text="It is closed again."),
    ]

    assert [answer.json()["outcome"] for answer in said_again] == ["stored", "stored"]
    assert Event.objects.count() == events


def test_an_empty_comment_from_a_device_is_taken_where_none_stands(window, worker):
    assert from_a_device(worker, window, 1, "comment", text="").json()["outcome"] == "stored"
    assert not WorkerComment.objects.exists()


def test_what_is_said_to_an_assessment_of_another_factory_is_refused_as_such(window, manager):
    elsewhere = make.assessment(make.factory("KH-00099"), state="comment_window")

    answer = from_a_device(manager, window, 1, "response", text="Hm.", assessment=str(elsewhere.pk))

    assert answer.status_code == 422
    assert "There is no such assessment." in answer.json()["said"]
