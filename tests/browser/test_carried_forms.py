"""What is typed into one form of a page survives the sending of another; nobody else finds it in the tab."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from countries.queries.local_time import today_in
from handovers.commands.handing_over import hand_over_factory, take_over
from handovers.models import Handover
from portal.projections import refresh_reports
from tests import make
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in


def taken_over() -> tuple[User, Handover]:
    mill = make.factory("KH-00031", name="Garment Works")
    make.assessment(mill, findings=["OS-8-06"])
    inspector, now = make.user("inspector"), timezone.now()
    handover = hand_over_factory(
        mill.pk, handover_id=uuid4(), reason="The exits stay locked.", questions=["OS-8-06"],
        due_on=today_in("KH", timezone.now()) + timedelta(days=30), actor=make.user("manager"), now=now,
    )  # fmt: skip
    take_over(handover.pk, actor=inspector, now=now)
    return inspector, handover


def save_day(page: Page, day: str) -> None:
    plan = page.locator("#plan")
    plan.get_by_label("Day of the inspection").fill(day)
    with page.expect_navigation():
        plan.get_by_role("button", name="Save the day").click()


def test_an_outcome_half_typed_is_there_after_a_day_was_refused_and_saved(
    live: str, new_page: NewPage, troubles: Troubles
) -> None:
    troubles.allow("422")
    inspector, handover = taken_over()
    page = new_page()
    sign_in(page, inspector)
    page.goto(f"/hand-overs/{handover.pk}/")
    found = page.get_by_label("What was found")
    found.fill("Two exits were locked.")

    save_day(page, "")
    expect(page.locator("#plan")).to_contain_text("There is a problem")
    expect(found).to_have_value("Two exits were locked.")

    save_day(page, (today_in("KH", timezone.now()) + timedelta(days=5)).isoformat())
    expect(page.locator("#main")).to_be_visible()
    expect(found).to_have_value("Two exits were locked.")

    record = page.locator("#record")
    record.get_by_label("Day of the inspection").fill(today_in("KH", timezone.now()).isoformat())
    with (
        page.expect_navigation()
    ):  # the refusal keeps the outcome, and the next refusal of the other form as well
        record.get_by_role("button", name="Record the outcome").click()
    expect(record).to_contain_text("There is a problem")
    save_day(page, (today_in("KH", timezone.now()) + timedelta(days=6)).isoformat())
    expect(found).to_have_value("Two exits were locked.")
    record.get_by_label("What follows").fill("An order to fit panic bars.")
    record.get_by_role("button", name="Record the outcome").click()
    expect(page.locator("#outcome")).to_contain_text("Two exits were locked.")


def test_comments_on_several_items_each_stay_in_their_own_form(live: str, new_page: NewPage) -> None:
    brand = make.brand("Northwind")
    mill = make.factory("KH-00031", name="Garment Works")
    make.assessment(mill, findings=["OS-8-06"])
    for ref in ("exit", "water", "light"):
        make.plan_item(mill, ref, issue=f"About the {ref}")
    make.sourcing(brand, mill)
    make.consent(brand, mill)
    refresh_reports()
    page = new_page()
    sign_in(page, make.user("brand", brand=brand))
    page.goto("/factories/KH-00031/shared-plan/")
    items = {
        ref: page.locator(".shared-item", has_text=f"About the {ref}") for ref in ("exit", "water", "light")
    }
    for ref, item in items.items():
        item.get_by_text("Comment", exact=True).first.click()
        item.get_by_role("textbox").fill(f"When is the {ref} done?")
    with page.expect_navigation():
        items["water"].get_by_role("button", name="Send").click()
    expect(items["water"]).to_contain_text("When is the water done?")
    for ref in ("exit", "light"):
        expect(items[ref].get_by_role("textbox")).to_be_visible()
        expect(items[ref].get_by_role("textbox")).to_have_value(f"When is the {ref} done?")
    expect(items["water"].locator("textarea")).to_have_value("")


def test_nobody_else_finds_the_words_in_the_tab(live: str, new_page: NewPage, troubles: Troubles) -> None:
    troubles.allow("422")
    inspector, handover = taken_over()
    page = new_page()
    sign_in(page, inspector)
    page.goto(f"/hand-overs/{handover.pk}/")
    page.get_by_label("What was found").fill("Two exits were locked.")
    save_day(page, "")
    page.get_by_label("What follows").fill("An order.")
    save_day(page, "")
    sign_in(page, make.user("inspector"))
    page.goto(f"/hand-overs/{handover.pk}/")
    expect(page.get_by_label("What was found")).to_have_value("")
