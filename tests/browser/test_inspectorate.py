"""An inspector from the first page to the outcome of an inspection, and the pages of a shared plan, at every width."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from buyers.commands.plan_comments import comment_on_plan
from countries.queries.local_time import today_in
from factories.models import Brand, Factory
from factories.projections import refresh_search_words
from handovers.commands.handing_over import hand_over_factory, take_over
from portal.projections import refresh_reports
from tests import make
from tests.browser.axe import axe
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.widths import fits

WIDTHS = (390, 820, 1440)
PLACES = (("11.55", "104.90"), ("13.36", "103.86"), ("10.61", "103.52"))


def programme() -> tuple[User, User, User]:
    """Mills in three parts of the country, some with issues that recur; an inspector, a manager and a brand."""
    brand = make.brand("Northwind")
    buyer = make.user("brand", brand=brand)
    for number in range(9):
        latitude, longitude = (Decimal(side) for side in PLACES[number % 3])
        mill = make.factory(
            f"KH-0003{number}", name=f"Garment Works {number}", latitude=latitude, longitude=longitude
        )
        found = [["OS-8-06"], ["OS-8-06", "CO-2-01"][: 1 + number % 2], ["OS-8-06", "DI-3-09"][: number % 3]]
        for cycle, questions in enumerate(found, start=1):
            make.assessment(mill, assessed_on=date(2014 + cycle, 3, 1), cycle=cycle, findings=questions)
    first = Factory.objects.get(code="KH-00031")
    make.plan_item(first, "exit", issue="Exits are locked during the night shift", action="Fit panic bars")
    make.plan_item(first, "water", issue="No drinking water on the second floor")
    make.sourcing(brand, first)
    make.consent(brand, first)
    refresh_reports()
    refresh_search_words()
    return make.user("inspector"), make.user("manager"), buyer


def test_a_factory_is_handed_over_and_the_inspectorate_reports_back(live: str, new_page: NewPage) -> None:
    inspector, manager, _ = programme()
    today = today_in("KH", timezone.now())
    staff = new_page(viewport={"width": 1440, "height": 900})
    sign_in(staff, manager)
    staff.goto("/factories/KH-00031/")
    staff.locator("#handovers").get_by_role("link", name="Hand over").click()
    staff.get_by_label("Reason").fill("The exits stay locked.")
    staff.get_by_role("checkbox").first.check()
    staff.get_by_label("Due day").fill((today + timedelta(days=30)).isoformat())
    staff.get_by_role("button", name="Hand over").click()
    expect(staff.get_by_role("main")).to_contain_text("Handed over")

    page = new_page(viewport={"width": 820, "height": 1180})
    sign_in(page, inspector)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inspectorate")
    page.get_by_role("row", name="Blocked or locked exits").get_by_role("link").last.click()
    expect(page.locator("#results")).to_contain_text("6 factories")
    page.go_back()
    page.locator("#handovers").get_by_role("link", name="Garment Works 1").click()
    page.get_by_role("button", name="Take over").click()
    plan = page.locator("#plan")
    plan.get_by_label("Day of the inspection").fill((today + timedelta(days=5)).isoformat())
    plan.get_by_role("button", name="Save the day").click()
    outcome = page.locator("#record")
    outcome.get_by_label("Day of the inspection").fill(today.isoformat())
    outcome.get_by_label("What was found").fill("Two exits were locked.")
    outcome.get_by_label("What follows").fill("An order to fit panic bars.")
    outcome.get_by_role("button", name="Record the outcome").click()
    expect(page.locator("#outcome")).to_contain_text("An order to fit panic bars.")

    staff.reload()
    expect(staff.locator("#outcome")).to_contain_text("Two exits were locked.")


def test_the_pages_are_sound_at_every_width_and_in_every_direction(live: str, new_page: NewPage) -> None:
    inspector, manager, buyer = programme()
    first, now = Factory.objects.get(code="KH-00031"), timezone.now()
    comment_on_plan(
        first.pk, comment_id=uuid4(), ref="exit", brand_id=Brand.objects.get().pk, text="When are the bars fitted?",
        is_signed=False, actor=buyer, now=now,
    )  # fmt: skip
    handover = hand_over_factory(
        first.pk, handover_id=uuid4(), reason="The exits stay locked.", questions=["OS-8-06"],
        due_on=today_in("KH", timezone.now()) + timedelta(days=30), actor=manager, now=now,
    )  # fmt: skip
    take_over(handover.pk, actor=inspector, now=now)
    detail = f"/hand-overs/{handover.pk}/"
    addresses = {
        inspector: (
            detail,
            "/factories/KH-00031/",
            "/inspectorate/",
            "/inspectorate/factories/?issue=OS-8&result=again",
        ),
        manager: (detail, "/factories/KH-00031/hand-over/", "/factories/KH-00031/shared-plan/"),
        buyer: ("/factories/KH-00031/shared-plan/",),
    }
    for width in WIDTHS:
        for language in ("en", "ar"):
            User.objects.update(language=language)
            for person, pages in addresses.items():
                page = new_page(viewport={"width": width, "height": 900}, locale=language)
                sign_in(page, person)
                for address in pages:
                    page.goto(address)
                    assert axe(page) == []
                    assert fits(page)
                page.context.close()
