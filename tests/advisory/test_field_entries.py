"""What is entered in the field comes in once, whenever it comes, and never over what its device had not seen."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from advisory.models import AdvisoryVisit, FieldEntry, PlanItem, ZeroToleranceCase
from assessments.models import Finding
from journal.models import Event
from tests import make
from tests.advisory.devices import entry, send
from tests.at_once import at_once

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
    "step-0-issue": "Nobody keeps minutes",
}
CASE = {"opened_on": "2018-05-02", "trigger": "A child sewed", "details": "Twelve years old."}


@pytest.fixture(autouse=True)
def _in_may():
    with time_machine.travel(make.NOW):
        yield


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00017", name="Lotus Fictional Mill")


@pytest.fixture
def chea(client):
    user = make.user(Role.ADVISER, name="Chea Adviser")
    client.force_login(user)
    return user


def status_of(ref: str) -> str:
    return PlanItem.objects.get(ref=ref, superseded_at__isnull=True).status


@pytest.fixture
def item(mill):
    return make.plan_item(mill, ref="exits", issue="Exit locked", status="not_started")


def tap(number: int, status: str, seen: str, **said: Any) -> dict[str, Any]:
    return entry(number, "plan_status", {"ref": "exits", "status": status}, base={"status": seen, **said})


def test_a_visit_sent_again_after_its_answer_was_lost_is_recorded_once(client, mill, chea):
    first = send(client, entry(1, "visit", VISIT))
    events = Event.objects.count()
    again = send(client, entry(1, "visit", VISIT))

    assert first.json() == again.json() == {"outcome": "stored", "url": f"/visits/{UID}/"}
    assert Event.objects.count() == events
    assert AdvisoryVisit.objects.get().recorded_by == chea
    assert Finding.objects.get().details == "Locked at noon."
    assert FieldEntry.objects.get().device == "tablet-1"


def test_sent_again_it_does_not_undo_what_a_colleague_wrote_since(client, mill, chea):
    send(client, entry(1, "visit", VISIT))
    send(client, entry(2, "visit", {**VISIT, "purpose": "By a colleague"}, base=VISIT))
    send(client, entry(1, "visit", VISIT))

    assert AdvisoryVisit.objects.get(superseded_at__isnull=True).purpose == "By a colleague"


def test_two_who_change_other_fields_of_a_visit_both_keep_theirs(client, mill, chea):
    send(client, entry(1, "visit", VISIT))
    send(client, entry(2, "visit", {**VISIT, "purpose": "Exits"}, base=VISIT))
    answer = send(client, entry(3, "visit", {**VISIT, "topics": "Minutes", "managers": "3"}, base=VISIT))

    assert answer.status_code == 200
    visit = AdvisoryVisit.objects.get(superseded_at__isnull=True)
    assert (visit.purpose, visit.topics, visit.participants) == ("Exits", "Minutes", {"managers": 3})


def test_the_same_field_written_otherwise_is_a_conflict_that_shows_what_stands(client, mill, chea):
    send(client, entry(1, "visit", VISIT))
    send(client, entry(2, "visit", {**VISIT, "purpose": "Exits"}, base=VISIT))
    answer = send(client, entry(3, "visit", {**VISIT, "purpose": "Minutes"}, base=VISIT))

    assert answer.status_code == 409
    assert answer.json()["standing"] == {"purpose": "Exits"}
    mine = send(
        client, entry(3, "visit", {**VISIT, "purpose": "Minutes"}, base={**VISIT, "purpose": "Exits"})
    )
    assert mine.json()["outcome"] == "stored"
    assert AdvisoryVisit.objects.get(superseded_at__isnull=True).purpose == "Minutes"


def test_steps_that_come_out_of_order_wait_on_the_device(client, item, chea):
    begun, done = tap(1, "in_progress", "not_started"), tap(2, "done", "in_progress")

    early = send(client, done)
    assert (early.status_code, early.json()["standing"]) == (409, {"status": "not_started"})
    assert send(client, begun).status_code == 200
    assert send(client, done).status_code == 200
    assert send(client, begun).status_code == 200  # again, and late: it is done with
    assert status_of("exits") == "done"


def test_what_a_colleague_recorded_in_the_same_words_meanwhile_is_stored(client, item, chea):
    send(client, tap(1, "done", "not_started"))
    client.force_login(make.user(Role.ADVISER, name="Sokha Adviser"))
    answer = send(client, tap(2, "done", "not_started"))

    assert (answer.status_code, answer.json()["outcome"]) == (200, "stored")
    assert PlanItem.objects.get(superseded_at__isnull=True).status == "done"


def test_the_day_is_that_of_the_entry_by_the_servers_clock_however_wrong_the_devices(client, item, chea):
    wrong = {"at": "2031-01-01T10:00:00Z", "sent": "2031-01-03T10:00:00Z"}
    send(client, tap(1, "done", "not_started") | wrong)

    kept = PlanItem.objects.get(superseded_at__isnull=True)
    assert (make.NOW.date() - kept.done_on).days == 2
    assert FieldEntry.objects.get().entered_at < make.NOW


def test_what_shows_it_comes_with_the_status_or_alone(client, item, chea):
    send(client, entry(1, "plan_status", {"ref": "exits", "status": "not_started", "evidence": "Photo 7"},
                       base={"status": "not_started", "evidence": ""}))  # fmt: skip
    send(client, tap(2, "done", "not_started", evidence="Photo 7"))

    kept = PlanItem.objects.get(superseded_at__isnull=True)
    assert (kept.status, kept.evidence) == ("done", "Photo 7")


def test_a_new_item_never_replaces_one_of_the_same_reference(client, item, chea):
    new = {"ref": "exits", "issue": "Something else", "status": "not_started"}
    answer = send(client, entry(1, "plan_item", new))

    assert answer.json()["standing"]["issue"] == "Exit locked"
    assert PlanItem.objects.get().issue == "Exit locked"


def test_a_case_is_opened_once_and_its_words_are_not_overwritten(client, mill, chea):
    send(client, entry(1, "case", CASE))
    send(client, entry(1, "case", CASE))
    other = send(client, entry(2, "case", {**CASE, "details": "Ten years old."}))

    assert other.status_code == 409
    assert ZeroToleranceCase.objects.get().details == "Twelve years old."


def test_a_finding_before_its_visit_is_refused_and_taken_once_the_visit_is_there(client, mill, chea):
    found = entry(2, "finding", {"visit": UID, "question": "OS-8-06", "details": "Locked."})
    early = send(client, found)
    assert (early.status_code, early.json()["said"]) == (
        422, "This visit is not recorded. Record the visit first.",
    )  # fmt: skip
    bare = {name: value for name, value in VISIT.items() if "finding" not in name}
    send(client, entry(1, "visit", bare))
    assert send(client, found).status_code == 200
    assert Finding.objects.get().details == "Locked."


def test_a_value_that_cannot_be_taken_is_named_by_its_field_and_nothing_is_written(client, mill, chea):
    answer = send(client, entry(1, "visit", {**VISIT, "managers": "-2", "finding-0-question": "ZZ-1"}))

    assert answer.status_code == 422
    assert [one["name"] for one in answer.json()["problems"]] == ["managers", "finding-0-question"]
    assert not AdvisoryVisit.objects.exists()
    assert not FieldEntry.objects.exists()


def test_a_foreign_factory_does_not_exist(client, mill, chea):
    make.factory("VN-00001", country="VN")

    assert send(client, entry(1, "visit", VISIT, factory="VN-00001")).status_code == 404
    assert send(client, entry(1, "visit", VISIT, factory="KH-99999")).status_code == 404
    assert not FieldEntry.objects.exists()


def test_the_factorys_own_people_keep_their_plan_and_nothing_else(client, item):
    own = make.user(Role.FACTORY, factory=item.factory)
    client.force_login(own)

    assert send(client, tap(1, "done", "not_started")).status_code == 200
    assert send(client, tap(2, "verified", "done")).status_code == 422
    assert send(client, entry(3, "visit", VISIT)).status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        "[]", "1", "{", {"id": "1"}, entry(1, "other", VISIT), entry(1, "visit", VISIT, at="now"),
        entry(1, "visit", {"purpose": "\x00"}), entry(1, "visit", []),
        entry(1, "visit", {"purpose": 7}), json.dumps(entry(1, "visit", {"purpose": "\ud800"})),  # type: ignore[dict-item]
    ],
)  # fmt: skip
def test_what_is_no_entry_is_answered_with_a_sentence(client, mill, chea, odd):
    answer = send(client, odd)

    assert (answer.status_code, answer.json()["outcome"]) == (400, "unreadable")


def test_it_takes_a_token_and_the_person_of_the_page(mill, chea):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(chea)
    assert send(strict, entry(1, "visit", VISIT)).status_code == 403
    strict.get(f"/factories/{mill.code}/visits/new/")
    token = {"X-CSRFToken": strict.cookies["csrftoken"].value}
    assert send(strict, entry(1, "visit", VISIT), headers=token | {"X-Person": "0"}).status_code == 403
    assert (
        send(strict, entry(1, "visit", VISIT), headers=token | {"X-Person": str(chea.pk)}).status_code == 200
    )


@pytest.mark.django_db(transaction=True)
def test_one_entry_sent_four_times_at_once_is_recorded_once(mill, chea):
    def sending():
        client = Client()
        client.force_login(chea)
        return send(client, entry(1, "visit", VISIT)).status_code

    assert set(at_once(*[sending] * 4)) == {200}
    assert AdvisoryVisit.objects.count() == FieldEntry.objects.count() == 1
    assert PlanItem.objects.count() == 2


def test_without_scripts_what_shows_it_is_saved_by_the_plans_own_form(client, item, chea):
    address = reverse("advisory:plan_status", args=[item.factory.code, item.pk])
    client.post(address, {"status": "not_started", "evidence": "Photo 7"})

    kept = PlanItem.objects.get(superseded_at__isnull=True)
    assert (kept.evidence, kept.status, kept.done_on) == ("Photo 7", "not_started", None)
    client.post(reverse("advisory:plan_status", args=[item.factory.code, kept.pk]), {"status": "done"})
    kept = PlanItem.objects.get(superseded_at__isnull=True)
    assert (kept.evidence, kept.done_on) == ("Photo 7", date(2018, 6, 1))


@pytest.mark.parametrize("kind", ["visit", "finding"])
def test_a_recorded_entry_sent_again_with_another_reference_is_answered(client, mill, chea, kind):
    send(client, entry(1, "visit", VISIT))
    name = {"visit": "uid", "finding": "visit"}[kind]

    answer = send(client, entry(1, kind, {name: "no such thing/"}))

    assert answer.json()["outcome"] == "stored"


def test_a_code_that_is_no_factorys_is_answered_on_the_day_and_stays_in_its_field(client, mill, chea):
    day = reverse("day")
    unknown = client.get(day, {"factory": "KH-71000"})
    assert "No factory that you see has this code" in unknown.content.decode()
    assert 'value="KH-71000"' in unknown.content.decode()

    known = client.get(day, {"factory": mill.code})
    assert "Lotus Fictional Mill" in known.content.decode()
    assert "No factory that you see" not in known.content.decode()


def test_one_more_visit_of_a_day_comes_from_a_device_with_its_own_findings(client, mill, chea):
    second = VISIT | {"uid": "00000000-0000-4000-8000-00000000000a", "purpose": "Committee"}
    send(client, entry(1, "visit", VISIT))

    refused = send(client, entry(2, "visit", second)).json()
    assert refused["outcome"] == "refused"
    assert send(client, entry(3, "visit", second | {"is_another": "on"})).json()["outcome"] == "stored"
    found = {"visit": second["uid"], "question": "CO-2-01", "details": "Unpaid."}
    assert send(client, entry(4, "finding", found)).json()["outcome"] == "stored"

    assert list(AdvisoryVisit.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Finding.objects.get(question="CO-2-01").visit.number == 2
