"""Reviews, learning, an item of the plan and its photos without a connection: sent by the same way as visits."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from advisory.models import (
    CommitteeReview,
    FieldEntry,
    LearningRecord,
    PlanFile,
    PlanItem,
    PlanMessage,
    SystemsReview,
)
from tests import make
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.field_days import DAY, line, offline, online, prepared, ready, record, waits
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.tablets import TABLET, photo
from tests.waiting import eventually

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chea():
    return make.user("adviser", name="Chea")


@pytest.fixture
def river(chea, troubles: Troubles):
    """A factory with a draft of the adviser and one item in its plan."""
    troubles.allow_lost_network()
    for allowed in ("answer 409", "answer 413", "409 (", "413 ("):
        troubles.allow(allowed)
    made = make.factory("KH-00010", name="Riverside")
    make.assessment(made, state="draft", team=[chea], unanswered=make.layout("KH").codes)
    make.plan_item(made, ref="exits", issue="Exit locked", status="not_started")
    return made


def kept(page: Page) -> None:
    expect(page.locator("[data-entry-kept]")).to_contain_text("Only on this device")


def send(page: Page) -> None:
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")


def review(page: Page, code: str, seats: str = "4") -> None:
    ready(page, f"/factories/{code}/committees/new/")
    page.get_by_label("Seats of workers").fill(seats)
    page.get_by_label("Seats of management").fill("4")
    page.get_by_role("group", name="Were the workers' members elected?").get_by_label("Yes").check()
    record(page)


def write_records(page: Page, code: str) -> None:
    """A committee, management systems, a course."""
    review(page, code)
    kept(page)
    ready(page, f"/factories/{code}/systems/new/")
    page.get_by_role("group").filter(has_text="2 – begun").first.get_by_label("2 – begun").check()
    record(page)
    kept(page)
    ready(page, f"/factories/{code}/learning/new/?on=2026-05-02")
    page.get_by_label("Course or seminar").fill("Fire safety")
    page.get_by_label("Hours").fill("6")
    page.get_by_label("Workers, women").fill("12")
    record(page)
    kept(page)


def change(page: Page, issue: str) -> None:
    """From the plan over the item's page to its form, each as the device kept it."""
    page.get_by_role("link", name=issue).first.click()
    page.wait_for_selector("html[data-field-ready]", state="attached")
    page.get_by_role("link", name="Edit").click()
    page.wait_for_selector("html[data-field-ready]", state="attached")


def photograph(page: Page, name: str) -> None:
    page.get_by_label("Photos or documents").set_input_files(
        {"name": name, "mimeType": "image/jpeg", "buffer": photo(name)}
    )


SLOW_DISK = """() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...how) {
        IDBFactory.prototype.open = open; // the next is as fast as ever
        const request = open.apply(this, how);
        Object.defineProperty(request, "onsuccess", { set: (work) => {
            window.isHeldUp = true;
            const late = (event) => { work.call(request, event); window.isOver = true; };
            request.addEventListener("success", (event) => setTimeout(late, 3000, event));
        } });
        return request;
    };
}"""
DRAFTS = """async () => {
    const { open, all } = await import("/static/js/workspace/store.js");
    return all(await open(), "drafts");
}"""


def test_what_is_recorded_while_its_typed_words_go_to_the_disk_is_there_once(
    new_page: NewPage, chea, river
) -> None:
    page = new_page(viewport=TABLET, has_touch=True)
    sign_in(page, chea)
    prepared(page)
    offline(page)
    ready(page, f"/factories/{river.code}/committees/new/")
    page.get_by_label("Seats of management").fill("4")
    page.get_by_role("group", name="Were the workers' members elected?").get_by_label("Yes").check()
    page.evaluate(SLOW_DISK)
    page.get_by_label("Seats of workers").fill("4")
    eventually(lambda: page.evaluate("Boolean(window.isHeldUp)"))
    record(page)
    eventually(lambda: page.evaluate("Boolean(window.isOver)"))
    kept(page)

    assert page.evaluate(DRAFTS) == []
    line(page, 1)


def test_reviews_learning_an_item_and_its_photo_are_entered_offline_and_sent_once(
    new_page: NewPage, chea, river
) -> None:
    page = new_page(viewport=TABLET, has_touch=True)
    sign_in(page, chea)
    prepared(page)
    context = page.context
    offline(page)
    page.close()

    page = context.new_page()  # a cold start
    write_records(page, river.code)
    ready(page, f"/factories/{river.code}/plan/")
    change(page, "Exit locked")
    page.get_by_label("Who sees to it").fill("Safety officer")
    record(page)
    kept(page)
    ready(page, f"/factories/{river.code}/plan/")
    page.get_by_role("link", name="Photo or document").click()
    page.wait_for_selector("html[data-field-ready]", state="attached")
    photograph(page, "door.jpg")
    page.get_by_role("button", name="Upload").click()
    kept(page)
    line(page, 5)
    page.close()

    page = context.new_page()
    ready(page, DAY)
    entries = page.locator("[data-entry]")
    expect(entries).to_have_count(5)
    expect(entries.nth(0)).to_contain_text("Were the workers' members elected?")
    expect(entries.nth(0)).to_contain_text("Yes")
    expect(entries.nth(4).get_by_role("link", name="door.jpg")).to_be_visible()
    assert axe(page) == []
    online(page)
    send(page)
    line(page, 0)

    assert CommitteeReview.objects.get().worker_side_elected is True
    assert SystemsReview.objects.get().score == 2
    course = LearningRecord.objects.get()
    assert (course.workers_women, str(course.held_on)) == (12, "2026-05-02")
    assert PlanItem.objects.get(superseded_at__isnull=True).owner == "Safety officer"
    assert PlanFile.objects.get().name == "door.jpg"
    assert FieldEntry.objects.count() == 5
    assert waits(page) == []


def test_a_review_that_clashes_is_shown_in_words_beside_what_stands(new_page: NewPage, chea, river) -> None:
    page = new_page(viewport=TABLET)
    sign_in(page, chea)
    prepared(page)
    offline(page)
    review(page, river.code)
    kept(page)
    day = date.fromisoformat(page.get_by_label("Day of the review").input_value())
    make.committee(
        river,
        reviewed_on=day,
        worker_seats=4,
        management_seats=4,
        worker_side_elected=False,
        now=timezone.now(),
    )
    ready(page, DAY)
    online(page)
    send(page)
    entry = page.locator("[data-entry]")
    expect(entry.locator("[data-entry-state=conflict]")).to_be_visible()
    expect(entry).to_contain_text("Recorded meanwhile: No")

    entry.get_by_role("button", name="Record my answer").click()
    line(page, 0)
    assert CommitteeReview.objects.get(superseded_at__isnull=True).worker_side_elected is True


def test_a_photo_that_is_none_is_said_when_it_is_chosen_and_a_refused_one_keeps_its_photo(
    new_page: NewPage, chea, river
) -> None:
    page = new_page(viewport=TABLET)
    sign_in(page, chea)
    prepared(page)
    offline(page)
    address = f"/factories/{river.code}/plan/{PlanItem.objects.get().pk}/files/"
    ready(page, address)
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".error-summary")).to_contain_text("Choose a photo or document.")
    page.get_by_label("Photos or documents").set_input_files(
        {"name": "odd.txt", "mimeType": "text/plain", "buffer": b"nothing"}
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".error-summary")).to_contain_text("odd.txt")
    assert waits(page) == []
    photograph(page, "door.jpg")
    page.get_by_role("button", name="Upload").click()
    kept(page)

    def too_large(route: Route) -> None:
        route.fulfill(status=413, body="")

    ready(page, DAY)
    page.context.unroute("**/field-entries/")
    page.context.route("**/field-entries/", too_large)
    send(page)
    entry = page.locator("[data-entry]")
    expect(entry).to_contain_text("too large for this connection")
    page.context.unroute("**/field-entries/")
    entry.get_by_role("link", name="Edit").click()
    page.wait_for_selector("html[data-field-ready]", state="attached")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="Improvement plan")).to_be_visible()
    line(page, 0)
    assert PlanFile.objects.get().name == "door.jpg"


def test_a_factorys_own_people_prepare_their_plan_and_enter_it_offline(new_page: NewPage, river) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    sign_in(page, make.user("factory", factory=river))
    page.goto(f"/factories/{river.code}/plan/")
    page.get_by_role("link", name="Prepare").click()
    page.get_by_role("button", name="Prepare").click()
    page.wait_for_selector("[data-day][data-prepared]", state="attached")
    assert axe(page) == []
    offline(page)
    ready(page, f"/factories/{river.code}/plan/")
    page.get_by_role("button", name="Begun").click()
    expect(page.locator("[data-entry-state]")).to_contain_text("Begun – Only on this device")
    page.get_by_role("link", name="Exit locked").first.click()
    page.wait_for_selector("html[data-field-ready]", state="attached")
    expect(page.locator("#state [data-entry-state]")).to_contain_text("Begun – Only on this device")
    page.get_by_label("Your message").fill("Who pays the new door?")
    page.get_by_role("button", name="Ask the adviser").click()
    expect(page.locator("#messages [data-entry-state]")).to_contain_text("Who pays the new door?")
    ready(page, f"/factories/{river.code}/plan/")
    change(page, "Exit locked")
    page.get_by_label("What will be done").fill("Remove the lock")
    record(page)
    kept(page)
    line(page, 3)
    ready(page, DAY)
    expect(page.locator("[data-entry]")).to_have_count(3)
    online(page)
    send(page)
    line(page, 0)

    stands = PlanItem.objects.get(superseded_at__isnull=True)
    assert (stands.status, stands.action) == ("in_progress", "Remove the lock")
    assert PlanMessage.objects.get().text == "Who pays the new door?"
