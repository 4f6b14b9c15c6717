"""Reviews, learning and what shows an item come in from devices as visits do: once, merged, refused with a sentence."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Role
from advisory.models import CommitteeReview, FieldEntry, LearningRecord, PlanFile, SystemsReview
from journal.models import Event
from tests import make
from tests.advisory.devices import entry, send, send_with
from tests.browser.tablets import photo

pytestmark = pytest.mark.django_db
COMMITTEE = {
    "reviewed_on": "2018-05-02", "worker_seats": "4", "management_seats": "4", "worker_side_elected": "yes",
}  # fmt: skip
SYSTEMS = {"reviewed_on": "2018-05-02", "osh": "3"}
LEARNING = {
    "held_on": "2018-05-02", "course": "Fire safety", "hours": "6",
    "managers_men": "1", "managers_women": "0", "workers_men": "3", "workers_women": "9",
}  # fmt: skip
RECORDS = {"committee": COMMITTEE, "systems": SYSTEMS, "learning": LEARNING}


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


@pytest.fixture
def item(mill):
    return make.plan_item(mill, ref="exits", issue="Exit locked", status="not_started")


def jpeg(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(name, (40, 30)), "image/jpeg")


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_sent_again_after_its_answer_was_lost_is_recorded_once(client, mill, chea, kind):
    first = send(client, entry(1, kind, RECORDS[kind]))
    events = Event.objects.count()
    again = send(client, entry(1, kind, RECORDS[kind]))

    assert first.json() == again.json() == {"outcome": "stored", "url": f"/factories/{mill.code}/"}
    assert Event.objects.count() == events
    rows = [*CommitteeReview.objects.all(), *SystemsReview.objects.all(), *LearningRecord.objects.all()]
    assert [row.recorded_by for row in rows] == [chea]


def test_two_who_reviewed_one_committee_on_one_day_both_keep_what_only_they_asked(client, mill, chea):
    send(client, entry(1, "committee", {**COMMITTEE, "women_percent": "50"}))
    answer = send(client, entry(2, "committee", {**COMMITTEE, "meetings_12m": "6", "minutes_12m": "5"}))

    assert answer.status_code == 200
    stands = CommitteeReview.objects.get(superseded_at__isnull=True)
    assert (stands.women_percent, stands.meetings_12m, stands.minutes_12m) == (50, 6, 5)


def test_another_value_of_the_same_field_is_a_conflict_in_the_words_of_its_form(client, mill, chea):
    send(client, entry(1, "committee", COMMITTEE))
    other = {**COMMITTEE, "worker_seats": "5", "worker_side_elected": "no"}
    answer = send(client, entry(2, "committee", other))

    assert answer.status_code == 409
    standing = answer.json()["standing"]
    assert standing == {"worker_seats": "4", "worker_side_elected": "yes"}
    assert CommitteeReview.objects.get().worker_seats == 4
    assert send(client, entry(2, "committee", other, base=standing)).status_code == 200
    assert CommitteeReview.objects.get(superseded_at__isnull=True).worker_side_elected is False


def test_areas_of_management_systems_merge_each_by_itself(client, mill, chea):
    send(client, entry(1, "systems", SYSTEMS))
    assert send(client, entry(2, "systems", {"reviewed_on": "2018-05-02", "hr": "2"})).status_code == 200
    clash = send(client, entry(3, "systems", {"reviewed_on": "2018-05-02", "osh": "5"}))

    assert (clash.status_code, clash.json()["standing"]) == (409, {"osh": "3"})
    kept = SystemsReview.objects.filter(superseded_at__isnull=True).order_by("area")
    assert [(one.area, one.score) for one in kept] == [("hr", 2), ("osh", 3)]


def test_a_course_that_a_colleague_recorded_otherwise_is_not_overwritten(client, mill, chea):
    send(client, entry(1, "learning", LEARNING))
    answer = send(client, entry(2, "learning", {**LEARNING, "workers_women": "12"}))

    assert answer.json()["standing"] == {"workers_women": "9"}
    assert LearningRecord.objects.get().workers_women == 9


def test_what_a_form_refuses_is_named_by_its_field_and_a_day_before_the_programme_asks_for_a_reason(
    client, mill, chea
):
    answer = send(client, entry(1, "committee", {**COMMITTEE, "meetings_12m": "2", "minutes_12m": "3"}))
    assert (answer.status_code, [one["name"] for one in answer.json()["problems"]]) == (422, ["minutes_12m"])

    old = {**COMMITTEE, "reviewed_on": "1990-05-02"}
    assert send(client, entry(2, "committee", old)).status_code == 422
    assert send(client, entry(2, "committee", {**old, "dates_reason": "From the archive"})).status_code == 200
    assert CommitteeReview.objects.get().reviewed_on == date(1990, 5, 2)


def test_a_review_that_was_entered_on_a_visit_leads_back_to_it(client, mill, chea):
    visit = make.visit(mill)
    answer = send(client, entry(1, "systems", {**SYSTEMS, "visit_uid": str(visit.uid)}))

    assert answer.json()["url"] == f"/visits/{visit.uid}/"


def test_photos_of_an_item_come_with_their_entry_and_are_kept_once(client, item, chea):
    said = entry(1, "plan_file", {"ref": "exits"})
    first = send_with(client, said, jpeg("door.jpg"), jpeg("yard.jpg"))
    again = send_with(client, said, jpeg("door.jpg"), jpeg("yard.jpg"))
    other = send_with(client, entry(2, "plan_file", {"ref": "exits"}), jpeg("door.jpg"))

    assert [one.status_code for one in (first, again, other)] == [200, 200, 200]
    assert sorted(PlanFile.objects.values_list("name", flat=True)) == ["door.jpg", "yard.jpg"]
    assert FieldEntry.objects.get(pk=said["id"]).fields == {"ref": "exits"}


def test_a_file_that_is_none_is_named_and_none_of_its_entry_is_kept(client, item, chea):
    broken = SimpleUploadedFile("broken.jpg", b"\xff\xd8\xff no photo", "image/jpeg")
    answer = send_with(client, entry(1, "plan_file", {"ref": "exits"}), jpeg("door.jpg"), broken)

    assert answer.status_code == 422
    assert [one["label"] for one in answer.json()["problems"]] == ["broken.jpg"]
    assert not PlanFile.objects.exists()
    assert send(client, entry(2, "plan_file", {"ref": "exits"})).status_code == 422
    assert send_with(client, entry(3, "plan_file", {"ref": "gone"}), jpeg("door.jpg")).status_code == 422


def test_a_form_without_an_entry_is_answered_with_a_sentence(client, mill, chea):
    answer = client.post(reverse("advisory:take_entry"), {"chosen": jpeg("door.jpg")})

    assert (answer.status_code, answer.json()["outcome"]) == (400, "unreadable")


def test_the_factorys_own_people_send_what_shows_their_items_and_no_reviews(client, item):
    client.force_login(make.user(Role.FACTORY, factory=item.factory))

    assert send_with(client, entry(1, "plan_file", {"ref": "exits"}), jpeg("door.jpg")).status_code == 200
    for kind, fields in RECORDS.items():
        assert send(client, entry(2, kind, fields)).status_code == 404


@pytest.mark.parametrize("page", ["plan_item", "add_plan_file"])
def test_a_kept_page_of_an_older_version_leads_to_the_item_as_it_is_now(client, item, chea, page):
    address = reverse(f"advisory:{page}", args=[item.factory.code, item.pk])
    send(
        client,
        entry(1, "plan_status", {"ref": "exits", "status": "in_progress"}, base={"status": "not_started"}),
    )

    answer = client.get(address, follow=True)

    assert answer.status_code == 200
    assert "Exit locked" in answer.content.decode()


def test_the_factorys_own_people_prepare_their_plan_and_see_what_is_on_their_device(client, item):
    client.force_login(make.user(Role.FACTORY, factory=item.factory))
    page = client.get(reverse("day"), {"factory": item.factory.code}).content.decode()

    assert f'href="/factories/{item.factory.code}/plan/"' in page
    assert "data-field-list" in page
    assert "visits/new" not in page
    assert "committees/new" not in page


def test_the_workers_side_prepares_the_plan_and_its_open_items_and_adds_none(client, item):
    client.force_login(make.user(Role.WORKER, factory=item.factory))
    day = client.get(reverse("day")).content.decode()
    plan = client.get(reverse("advisory:plan", args=[item.factory.code])).content.decode()

    assert f'href="/factories/{item.factory.code}/plan/"' in day
    assert f"/factories/{item.factory.code}/plan/new/" not in day
    assert f'href="/factories/{item.factory.code}/plan/items/{item.pk}/" data-keep-too' in plan
