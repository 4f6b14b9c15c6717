"""One line from a planned visit to a verified item of the plan: three people, no address typed, clicks counted."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from advisory.models import PlanItem
from assessments.models import Assessment
from tests import make
from tests.browser.fixtures import NewPage
from tests.browser.marking import mark_the_rest
from tests.browser.people import menu, sign_in
from tests.scheduling.test_beginning import visit

pytestmark = [pytest.mark.looks, pytest.mark.long, pytest.mark.django_db(transaction=True)]
FOUND = "OS-8-06"
MILL = re.compile("Riverside")
COUNTING = """addEventListener("pointerdown", (event) => {
  if (event.isTrusted) localStorage.pressed = Number(localStorage.pressed ?? 0) + 1;
}, true)"""
# the adviser in the field, of these the questions; the reviewer; the factory
MOST_PRESSES = {"adviser": 34, "reviewer": 8, "factory": 3}


def at_their_start(new_page: NewPage, user) -> Page:
    page = new_page(viewport={"width": 1180, "height": 820})
    page.context.add_init_script(COUNTING)
    sign_in(page, user)
    page.goto("/")
    return page


def press(page: Page, name: str | re.Pattern[str], role: str = "button") -> None:
    page.get_by_role("main").get_by_role(role, name=name, exact=isinstance(name, str)).first.click()  # type: ignore[arg-type]


def in_the_workspace(page: Page) -> None:
    page.wait_for_selector("#ws[data-ready]", state="attached")


def write_what_was_found(page: Page, words: str) -> None:
    page.evaluate(f"location.hash = '#{FOUND}'")  # as its link in the map of points does
    page.locator(f"#{FOUND} label:has([value=N])").click()
    page.locator(f"#{FOUND} [data-field=details]").fill(words)
    expect(page.locator("[data-state-words]")).to_have_text("All saved on the server")


def begun_entered_submitted(adviser: Page) -> None:
    press(adviser, "Prepare your day", "link")
    press(adviser, re.compile("^Begin.*Riverside"))
    adviser.wait_for_url("**/enter/")
    in_the_workspace(adviser)
    write_what_was_found(adviser, "Locked.")
    mark_the_rest(adviser)
    press(adviser, "Assessment", "link")
    press(adviser, "Submit for review")
    expect(adviser.get_by_text("Submitted for review.")).to_be_visible()


def returned_mended_accepted(adviser: Page, reviewer: Page) -> None:
    reviewer.reload()
    press(reviewer, re.compile("Review the assessment"), "link")
    press(reviewer, "Return", "link")
    reviewer.get_by_label("What must the team change?").fill("Say which exit.")
    press(reviewer, "Return")
    expect(reviewer.get_by_text("Returned to its team.")).to_be_visible()
    menu(adviser, "Desk")
    press(adviser, re.compile("Change the assessment"), "link")
    press(adviser, "Enter answers", "link")
    in_the_workspace(adviser)
    write_what_was_found(adviser, "The exit of the cutting room was locked.")
    press(adviser, "Assessment", "link")
    press(adviser, "Submit for review")
    expect(adviser.get_by_text("Submitted for review.")).to_be_visible()
    menu(reviewer, "Desk")
    press(reviewer, re.compile("Review the assessment"), "link")
    press(reviewer, "Accept")
    expect(reviewer.get_by_text("Accepted. The factory can comment now.")).to_be_visible()


def commented_final(factory: Page, reviewer: Page) -> None:
    factory.reload()
    press(factory, "Read and comment", "link")
    factory.get_by_label("Your response").first.fill("It is open since today.")
    press(factory, "Send")
    expect(factory.get_by_text("Your response is sent.")).to_be_visible()
    reviewer.reload()
    press(reviewer, "Make it final")
    expect(reviewer.get_by_text("Final. It counts as evidence now.")).to_be_visible()


def planned_verified(adviser: Page) -> None:
    menu(adviser, "Assessments")
    press(adviser, MILL, "link")
    press(adviser, "Plan what was found", "link")
    press(adviser, "Add to the plan")
    expect(adviser.get_by_text("1 item added to the plan.")).to_be_visible()
    press(adviser, "Done today")
    press(adviser, "Verified today")
    expect(adviser.get_by_text("Saved: verified.")).to_be_visible()


def test_from_the_planned_visit_to_the_verified_item(new_page: NewPage) -> None:
    make.questionnaire()
    mill = make.factory("KH-00011", name="Riverside")
    chea, dara = make.user("adviser", name="Chea"), make.user("adviser", name="Dara")
    visit(mill, chea, dara, on=timezone.localdate())
    adviser = at_their_start(new_page, chea)
    reviewer = at_their_start(new_page, make.user("reviewer", name="Maly"))
    factory = at_their_start(new_page, make.user("factory", factory=mill, name="Sok"))

    begun_entered_submitted(adviser)
    returned_mended_accepted(adviser, reviewer)
    commented_final(factory, reviewer)
    planned_verified(adviser)

    item = PlanItem.objects.get(superseded_at=None)
    assert item.question == FOUND
    assert "The exit of the cutting room was locked." in item.issue
    assert Assessment.objects.get().state == "final"
    pressed = {
        who: int(page.evaluate("localStorage.pressed"))
        for who, page in {"adviser": adviser, "reviewer": reviewer, "factory": factory}.items()
    }
    print("presses", pressed)  # noqa: T201  # the figure of the journey
    assert all(pressed[who] <= most for who, most in MOST_PRESSES.items()), pressed
