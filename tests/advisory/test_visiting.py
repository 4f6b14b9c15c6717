"""Visits, the plan and reviews as they are recorded at a factory: pages that need no scripts and lose nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Role
from advisory.models import AdvisoryVisit, CommitteeReview, PlanFile, PlanItem, SystemsReview
from assessments.models import Finding
from journal.models import Event
from tests import make
from tests.assessments.test_pages import page, post

pytestmark = pytest.mark.django_db
UID = "00000000-0000-4000-8000-000000000002"
VISIT = {
    "uid": UID,
    "visited_on": "2018-05-02",
    "purpose": "Follow-up",
    "managers": "2",
    "finding-0-question": "OS-8-06",
    "finding-0-details": "Locked at noon.",
    "step-0-key": "aaaaaaaa",
    "step-0-issue": "Exit locked",
    "step-0-action": "Remove the lock",
    "step-0-question": "os-8-06 Are exits unlocked?",
    "step-1-key": "bbbbbbbb",
    "step-1-issue": "Nobody keeps minutes",
}


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00017", name="Lotus Fictional Mill")


@pytest.fixture
def chea(client):
    user = make.user(Role.ADVISER, name="Chea Adviser")
    client.force_login(user)
    return user


def plan(mill):
    return PlanItem.objects.filter(factory=mill, superseded_at__isnull=True).order_by("ref")


def test_a_visit_with_what_it_found_and_agreed_is_one_record(client, mill, chea):
    post(client, "record_visit", VISIT, code=mill.code)

    visit = AdvisoryVisit.objects.get()
    assert (visit.participants, visit.recorded_by) == ({"managers": 2}, chea)
    finding = Finding.objects.get()
    assert [(item.ref, item.issue, item.finding) for item in plan(mill)] == [
        ("2018-05-02/OS-8-06", "Exit locked", finding),
        ("2018-05-02/bbbbbbbb", "Nobody keeps minutes", None),
    ]


def test_sent_twice_it_changes_nothing(client, mill, chea):
    post(client, "record_visit", VISIT, code=mill.code)
    before = Event.objects.count()
    post(client, "record_visit", VISIT, code=mill.code)

    assert (AdvisoryVisit.objects.count(), Finding.objects.count(), PlanItem.objects.count()) == (1, 1, 2)
    assert Event.objects.count() == before


def test_another_visit_of_the_same_day_does_not_write_over_the_first(client, mill, chea):
    post(client, "record_visit", VISIT, code=mill.code)
    other = VISIT | {"uid": UID.replace("2", "3"), "purpose": "Committee"}

    answer = post(client, "record_visit", other, expect=200, code=mill.code)

    assert "is recorded already" in answer.content.decode()
    assert AdvisoryVisit.objects.get().purpose == "Follow-up"


def test_one_more_visit_of_a_day_is_recorded_beside_the_first(client, mill, chea):
    post(client, "record_visit", VISIT, code=mill.code)
    other = VISIT | {"uid": UID.replace("2", "3"), "purpose": "Committee", "is_another": "on"}
    other |= {"finding-0-details": "Locked again in the evening.", "step-0-issue": "A guard at the exit"}

    for _again in range(2):
        post(client, "record_visit", other, code=mill.code)

    visits = AdvisoryVisit.objects.order_by("number")
    assert [(visit.number, visit.purpose) for visit in visits] == [(1, "Follow-up"), (2, "Committee")]
    assert [finding.visit.number for finding in Finding.objects.order_by("pk")] == [1, 2]
    assert [item.ref for item in plan(mill)] == [
        "2018-05-02.2/OS-8-06", "2018-05-02.2/bbbbbbbb", "2018-05-02/OS-8-06", "2018-05-02/bbbbbbbb",
    ]  # fmt: skip
    first, second = (page(client, "visit", visit_uid=visit.uid) for visit in visits)
    assert "A guard at the exit" in second
    assert "A guard at the exit" not in first
    post(client, "visit", {"question": "CO-2-01", "details": "Unpaid."}, visit_uid=visits[1].uid)
    assert Finding.objects.get(question="CO-2-01").visit == visits[1]


def test_more_of_a_visit_is_added_and_what_stands_there_stays(client, mill, chea):
    post(client, "record_visit", VISIT, code=mill.code)
    html = page(client, "change_visit", visit_uid=UID)
    more = {
        "purpose": "Follow-up on exits",
        "managers": "2",
        "step-0-key": "cccccccc",
        "step-0-issue": "Drums",
    }

    post(client, "change_visit", more, visit_uid=UID)

    assert 'value="Follow-up"' in html
    assert [item.issue for item in plan(mill)] == ["Exit locked", "Nobody keeps minutes", "Drums"]
    assert AdvisoryVisit.objects.get(superseded_at__isnull=True).purpose == "Follow-up on exits"
    told = page(client, "visit", visit_uid=UID)
    assert all(words in told for words in ("Locked at noon.", "Drums", "Managers"))


def test_another_row_keeps_everything_that_was_typed_and_records_nothing(client, mill, chea):
    typed = VISIT | {"purpose": "", "add": "step"}

    html = post(client, "record_visit", typed, expect=200, code=mill.code).content.decode()

    assert "Locked at noon." in html
    assert 'name="step-2-issue"' in html
    assert UID in html
    assert "aaaaaaaa" in html
    assert "error-summary" not in html
    assert not AdvisoryVisit.objects.exists()


def test_what_is_wrong_in_a_row_is_named_and_nothing_is_recorded(client, mill, chea):
    wrong = VISIT | {"finding-0-question": "ZZ-1", "step-1-due_on": "soon"}

    html = post(client, "record_visit", wrong, expect=200, code=mill.code).content.decode()

    assert "Finding 1, Question: There is no question “ZZ-1”. Choose one from the list." in html
    assert "Step 2, Due on: Enter a valid date." in html
    assert "Locked at noon." in html
    assert not AdvisoryVisit.objects.exists()


def test_an_adviser_sees_the_committee_of_last_time_beside_the_form(client, mill, chea):
    make.committee(mill, reviewed_on=date(2018, 2, 2), meetings_12m=9)

    html = page(client, "record_committee", code=mill.code)

    assert "Last time, 2 February 2018: 9" in html
    assert "Last time, 2 February 2018: Yes" in html


def test_both_management_systems_are_reviewed_at_once(client, mill, chea):
    make.systems(mill, "osh", score=3)
    assert "Last time, 10 April 2018: 3 – in place, not kept up" in page(
        client, "record_systems", code=mill.code
    )

    post(client, "record_systems", {"reviewed_on": "2018-05-02", "osh": "4", "hr": "5"}, code=mill.code)

    may = SystemsReview.objects.filter(reviewed_on=date(2018, 5, 2)).order_by("area")
    assert list(may.values_list("area", "score")) == [("hr", 5), ("osh", 4)]
    html = post(client, "record_systems", {"reviewed_on": "2018-05-02"}, expect=200, code=mill.code)
    assert "Give a score in at least one area." in html.content.decode()


def test_what_is_recorded_from_a_visit_leads_back_to_it(client, mill, chea):
    visit = make.visit(mill)
    address = reverse("advisory:record_committee", args=[mill.code])
    data = {"reviewed_on": "2018-04-10", "worker_seats": "4", "management_seats": "4"}

    answer = client.post(f"{address}?on=2018-04-10&visit={visit.uid}", data)

    assert answer["Location"] == reverse("advisory:visit", args=[visit.uid])
    assert CommitteeReview.objects.get().worker_seats == 4


# --- the plan -------------------------------------------------------------------------------------------------------


def test_the_plan_shows_what_is_overdue_and_what_came_back(client, mill, chea, django_assert_max_num_queries):
    make.assessment(mill, assessed_on=date(2017, 3, 1), findings=["OS-8-06", "OS-2-04"])
    make.assessment(mill, findings={"OS-8-06": "Locked."})
    make.plan_item(mill, "exits", issue="Locked exits", question="OS-8-06", due_on=date(2018, 4, 1))
    make.plan_item(mill, "drums", issue="Drums", question="OS-2-04", due_on=date(2999, 1, 1))

    page(client, "plan", code=mill.code)  # what a process keeps is there from now on
    with django_assert_max_num_queries(16):  # two of them for the log of looks
        html = page(client, "plan", code=mill.code)

    overdue, still_open = html.split('id="open"')
    assert "Locked exits" in overdue
    assert "found 2 times in a row" in overdue
    assert "Finding OS-8-06" in overdue
    assert "Drums" in still_open
    assert "in a row" not in still_open


def test_the_factory_says_done_and_the_adviser_verifies(client, mill, chea):
    item = make.plan_item(mill, "exits", issue="Locked exits")
    client.force_login(make.user(Role.FACTORY, factory=mill))
    assert "Verified today" not in page(client, "plan", code=mill.code)
    post(client, "plan_status", {"status": "done"}, code=mill.code, item_id=item.pk)
    done = plan(mill).get()
    assert "Verified today" not in page(client, "plan", code=mill.code)
    client.force_login(chea)

    post(client, "plan_status", {"status": "verified"}, code=mill.code, item_id=done.pk)

    verified = plan(mill).get()
    assert (verified.status, verified.verified_by) == ("verified", chea)
    assert verified.done_on == done.done_on
    assert "Chea Adviser" in page(client, "plan", code=mill.code)
    client.force_login(make.user(Role.WORKER, factory=mill))
    assert "Chea Adviser" not in page(client, "plan", code=mill.code)


def test_a_status_that_cannot_follow_is_refused(client, mill, chea):
    item = make.plan_item(mill, "exits")

    post(client, "plan_status", {"status": "verified"}, expect=409, code=mill.code, item_id=item.pk)

    assert plan(mill).get().status == "not_started"


def test_an_item_tells_what_shows_that_it_was_done(client, mill, chea):
    item = make.plan_item(mill, "exits")
    changed = {
        "issue": "Exits",
        "status": "done",
        "done_on": "2018-05-03",
        "evidence": "https://example.org/photo",
    }

    post(client, "plan_item", changed, code=mill.code, item_id=item.pk)

    assert 'href="https://example.org/photo"' in page(client, "plan", code=mill.code)


def test_a_photo_shows_what_was_done_and_stays_when_the_item_changes(client, mill, chea):
    item = make.plan_item(mill, "exits", issue="Locked exits")
    client.force_login(make.user(Role.FACTORY, factory=mill))
    upload = {"chosen": SimpleUploadedFile("exit list.pdf", b"%PDF-1.4 %%EOF")}
    post(client, "add_plan_file", upload, code=mill.code, item_id=item.pk)
    post(client, "plan_status", {"status": "done"}, code=mill.code, item_id=item.pk)
    client.force_login(chea)

    html = page(client, "plan", code=mill.code)
    kept = PlanFile.objects.get()
    answer = client.get(reverse("advisory:plan_file", args=[kept.pk]))

    assert kept.name in html
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_what_is_no_photo_or_document_is_refused_with_a_reason(client, mill, chea):
    item = make.plan_item(mill, "exits")
    upload = {"chosen": SimpleUploadedFile("exit.jpg", b"<script>")}

    html = post(client, "add_plan_file", upload, expect=422, code=mill.code, item_id=item.pk).content.decode()

    assert "exit.jpg:" in html
    assert not PlanFile.objects.exists()


def test_an_older_address_of_a_plan_item_leads_to_it_and_its_form_undoes_nothing(client):
    mill = make.factory()
    make.plan_item(mill, "1", issue="A locked exit")
    first = PlanItem.objects.get()
    older = reverse("advisory:plan_item", args=[mill.code, first.pk])
    make.plan_item(mill, "1", issue="A locked exit", status="in_progress", now=make.NOW + timedelta(hours=1))
    current = PlanItem.objects.get(superseded_at=None)
    assert current.pk != first.pk
    client.force_login(make.user("factory", factory=mill))

    led = client.get(older)
    typed = client.post(older, {"issue": "Exit", "status": "not_started", "evidence": "Bolts taken off."})
    tapped = client.post(reverse("advisory:plan_status", args=[mill.code, first.pk]), {"status": "done"})

    assert (led.status_code, led["Location"]) == (
        302,
        reverse("advisory:plan_item", args=[mill.code, current.pk]),
    )
    assert (typed.status_code, tapped.status_code) == (409, 409)
    assert "Bolts taken off." in typed.content.decode()
    assert PlanItem.objects.get(superseded_at=None) == current
