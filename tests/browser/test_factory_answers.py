"""A factory's people on a phone: findings answered and agreed with, the plan moved with the network cut."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from advisory.models import DueDayProposal, PlanFile, PlanItem, PlanMessage
from assessments.models import Assessment, Finding
from responses.models import FindingResponse, WorkerComment
from tests import make
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.widths import fits
from tests.crawl.filling import PHOTO

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
FOUND = {
    "OS-8-06": "The exit to the yard was locked.",
    "WT-2-01": "Overtime above the limit in two lines.",
    "CO-1-02": "Two piece-rate workers below the minimum.",
}
SHOTS = os.environ.get("SHOTS", "")  # a folder for pictures to be looked at


@pytest.fixture
def mill():
    return make.factory("KH-00012", name="Riverside Garments")


@pytest.fixture
def owner(mill) -> User:
    return make.user("factory", factory=mill)


@pytest.fixture
def window(mill) -> Assessment:
    today = timezone.localdate()
    made = make.assessment(
        mill, assessed_on=today - timedelta(days=20), findings=FOUND, state="comment_window"
    )
    Assessment.objects.filter(pk=made.pk).update(window_closes_on=today + timedelta(days=9))
    return made


@pytest.fixture
def item(mill) -> PlanItem:
    due_on = timezone.localdate() + timedelta(days=20)
    return make.plan_item(
        mill, "1", issue="Exit to the yard is locked", question="OS-8-06", due_on=due_on, dates_reason="",
        action="Remove the lock, check it every morning.", owner="Safety officer",
    )  # fmt: skip


def phone(new_page: NewPage, person: User) -> Page:
    page = new_page(viewport=PHONE, has_touch=True)
    sign_in(page, person)
    return page


def look(page: Page, name: str) -> None:
    """Nothing to scroll sideways, nothing that keeps people out; a picture where one is wanted."""
    assert fits(page)
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    assert axe(page) == []


def cut(page: Page) -> None:
    page.context.route("**/field-entries/", lambda route: route.abort("internetdisconnected"))
    page.context.set_offline(True)


def mend(page: Page) -> None:
    page.context.unroute("**/field-entries/")
    page.context.set_offline(False)


def ready(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-field-ready]", state="attached")


def test_findings_are_answered_and_agreed_with_in_one_act_and_the_workers_comment(
    mill, owner, window, new_page: NewPage
) -> None:
    page = phone(new_page, owner)
    address = f"/assessments/{window.pk}/responses/"
    ready(page, address)
    look(page, "respond-390")
    card = page.locator("#OS-8-06")
    card.get_by_label("Your response").fill("It is open again since Monday.")
    card.locator("input[type=file]").set_input_files(
        {"name": "exit.png", "mimeType": "image/png", "buffer": PHOTO}
    )
    card.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    expect(page.locator("#OS-8-06").get_by_role("link", name="exit")).to_be_visible()

    page.get_by_role("button", name="Agree to the 2 findings without a response").click()
    expect(page.get_by_text("You agree with 2 findings.")).to_be_visible()
    look(page, "respond-agreed-390")
    page.get_by_role("button", name="Send 1 response").click()
    expect(page.get_by_text("1 response is sent.")).to_be_visible()
    assert FindingResponse.objects.filter(sent_at__isnull=False).count() == 3
    assert Finding.objects.get(question="OS-8-06").response == "It is open again since Monday."

    worker = phone(new_page, make.user("worker", factory=mill))
    ready(worker, address)
    worker.locator("#OS-8-06").get_by_label("The workers' side says").fill("Locked at night still.")
    look(worker, "comment-390")
    worker.locator("#OS-8-06").get_by_role("button", name="Save comment").click()
    expect(worker.get_by_text("Recorded.")).to_be_visible()
    assert WorkerComment.objects.get().text == "Locked at night still."
    page.goto(f"/assessments/{window.pk}/")
    expect(page.get_by_text("Locked at night still.")).to_be_visible()
    look(page, "assessment-390")


def test_the_open_window_is_opened_again_and_answered_without_a_connection(
    mill, owner, window, new_page: NewPage, troubles: Troubles
) -> None:
    """By the management and by the workers' side, each on a phone that opened the page once."""
    troubles.allow_lost_network()
    address = f"/assessments/{window.pk}/responses/"
    for person, label, button, model in (
        (owner, "Your response", "Send", FindingResponse),
        (make.user("worker", factory=mill), "The workers' side says", "Save comment", WorkerComment),
    ):
        page = phone(new_page, person)
        ready(page, address)
        expect(page.locator("html[data-kept-for-reading]")).to_be_attached()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        cut(page)
        ready(page, address)
        card = page.locator("#OS-8-06")
        card.get_by_label(label).fill("Locked at night still.")
        card.get_by_role("button", name=button, exact=True).click()
        expect(card.get_by_text("Only on this device")).to_be_visible()
        look(page, f"window-offline-{person.role}-390")
        expect(
            page.locator("[data-unsent-line]")
        ).to_be_visible()  # else it could be hidden not yet, instead of again
        assert not model.objects.exists()

        mend(page)
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator("[data-unsent-line]")).to_be_hidden()
        assert model.objects.get().text == "Locked at night still."


def test_the_plan_is_moved_with_a_photo_a_day_proposed_and_a_question_asked_without_a_connection(
    mill, owner, item, new_page: NewPage, troubles: Troubles
) -> None:
    troubles.allow_lost_network()
    page = phone(new_page, owner)
    address = f"/factories/{mill.code}/plan/items/{item.pk}/"
    ready(page, address)
    look(page, "item-390")
    cut(page)

    state = page.locator("#state")
    state.get_by_label("What was done").fill("The lock is off.")
    state.locator("input[type=file]").set_input_files(
        {"name": "exit.png", "mimeType": "image/png", "buffer": PHOTO}
    )
    state.get_by_role("button", name="Begun").click()
    expect(state.get_by_text("Only on this device")).to_be_visible()
    page.locator("#due-day summary").click()
    later = timezone.localdate() + timedelta(days=40)
    page.get_by_label("New due day").fill(later.isoformat())
    page.get_by_label("Why another day is needed").fill("The new door comes late.")
    page.get_by_role("button", name="Propose the day").click()
    expect(page.locator("#due-day").get_by_text("Only on this device")).to_be_visible()
    page.get_by_label("Your message").fill("Who checks it at night?")
    page.get_by_role("button", name="Ask the adviser").click()
    expect(page.locator("#messages").get_by_text("Only on this device")).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value("")
    look(page, "item-unsent-390")
    assert not PlanMessage.objects.exists()

    mend(page)
    page.goto("/progress/")  # any page sends what waits
    for _ in range(100):
        if PlanMessage.objects.exists():
            break
        page.wait_for_timeout(200)
    expect(page.locator("[data-unsent-line]")).to_be_hidden(timeout=20_000)
    current = PlanItem.objects.get(superseded_at__isnull=True)
    assert (current.status, current.evidence) == ("in_progress", "The lock is off.")
    assert PlanFile.objects.count() == PlanMessage.objects.count() == 1
    ready(page, address)
    look(page, "item-sent-390")


def test_a_day_is_proposed_decided_and_done_confirmed_by_the_workers(
    mill, owner, item, new_page: NewPage
) -> None:
    page = phone(new_page, owner)
    address = f"/factories/{mill.code}/plan/items/{item.pk}/"
    later = timezone.localdate() + timedelta(days=40)
    ready(page, address)
    page.locator("#due-day summary").click()
    page.get_by_label("New due day").fill(later.isoformat())
    page.get_by_label("Why another day is needed").fill("The new door comes late.")
    page.get_by_role("button", name="Propose the day").click()
    expect(page.get_by_text("Recorded.")).to_be_visible()
    assert DueDayProposal.objects.get().state == "open"

    adviser = phone(new_page, make.user("adviser"))
    ready(adviser, address)
    look(adviser, "item-adviser-390")
    adviser.get_by_role("button", name="Accept the day").click()
    expect(adviser.get_by_text("The adviser accepted")).to_be_visible()
    assert PlanItem.objects.get(superseded_at__isnull=True).due_on == later

    ready(page, address)
    page.get_by_role("button", name="Done today").click()
    expect(page.get_by_text("Saved: done by the factory.")).to_be_visible()
    worker = phone(new_page, make.user("worker", factory=mill))
    ready(worker, address)
    worker.get_by_role("button", name="Yes, it is done").click()
    expect(worker.get_by_text("confirms that it is done")).to_be_visible()
    look(worker, "item-worker-390")


def test_an_item_begins_from_the_words_of_a_question(mill, owner, new_page: NewPage) -> None:
    make.assessment(mill, assessed_on=timezone.localdate() - timedelta(days=20), findings=FOUND)
    page = phone(new_page, owner)
    page.goto(f"/factories/{mill.code}/plan/")
    page.get_by_role("link", name="Add an item").first.click()
    page.get_by_label("Search the questions by words").fill("exits locked")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#questions a").first).to_be_visible()
    look(page, "start-390")
    page.locator("#questions a").first.click()
    page.wait_for_selector("html[data-field-ready]", state="attached")
    page.get_by_label("What needs correcting").fill("Exits are locked at night")
    look(page, "new-item-390")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_role("link", name="Exits are locked at night", exact=True)).to_be_visible()
    assert PlanItem.objects.get().ref == "1"


def test_the_pages_stand_in_arabic_and_on_wider_screens(mill, owner, window, item, new_page: NewPage) -> None:
    User.objects.filter(pk=owner.pk).update(language="ar")
    for width in (390, 820, 1440) if SHOTS else (390,):
        page = new_page(viewport={"width": width, "height": 900})
        sign_in(page, owner)
        for name, address in (
            ("respond", f"/assessments/{window.pk}/responses/"),
            ("item", f"/factories/{mill.code}/plan/items/{item.pk}/"),
        ):
            page.goto(address)
            look(page, f"{name}-arabic-{width}")
