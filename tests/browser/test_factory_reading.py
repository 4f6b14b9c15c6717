"""A factory's own pages on a phone: light on the line, and to be read without one once they were opened."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from factories.models import Factory
from tests import make
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.serving import Server
from tests.browser.widths import fits
from tests.portal.world import refreshed
from tests.recognition.make import judged

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
FIRST, AGAIN = 100_000, 15_000  # bytes, headers counted
KEEPING = 20_000
FOR_KEEPING = re.compile(r"^/sw\.js|^/assessments/offline/|/keep\.")
"""Fetched once, after the page is shown, besides the page itself for a second time: what opens it without a line."""


@pytest.fixture
def owner() -> User:
    mill = make.factory("KH-00012", name="Riverside Garments")
    today = timezone.localdate()
    make.assessment(
        mill, assessed_on=today - timedelta(days=90), findings={"OS-8-06": "The exit was locked."}
    )
    make.plan_item(
        mill, "1", issue="Exit to the yard is locked", question="OS-8-06", due_on=today, dates_reason=""
    )
    judged(mill)
    refreshed()
    return make.user("factory", factory=mill)


def weight(sent: list[tuple[str, int]]) -> int:
    return sum(size for _path, size in sent)


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("html[data-kept-for-reading]")).to_be_attached()


def test_the_home_of_a_factory_is_light_the_first_time_and_very_light_after(
    new_page: NewPage, server: Server, owner: User
) -> None:
    page = new_page(viewport=PHONE, has_touch=True, base_url=server.address)
    sign_in(page, owner)

    opened(page, "/progress/")
    first = server.sent()
    page.goto("/progress/")
    page.wait_for_load_state("networkidle")
    again = server.sent()[len(first) :]

    shown = {path: size for path, size in reversed(first) if not FOR_KEEPING.search(path)}
    assert sum(shown.values()) < FIRST, (sum(shown.values()), sorted(shown.items()))
    assert weight(first) - sum(shown.values()) < KEEPING, first
    assert weight(again) < AGAIN, (weight(again), again)


def test_what_was_opened_once_is_read_without_a_connection(
    new_page: NewPage, live: str, owner: User, troubles: Troubles
) -> None:
    troubles.allow("net::ERR_")
    troubles.allow_lost_network()
    page = new_page(viewport=PHONE, has_touch=True)
    sign_in(page, owner)
    opened(page, "/progress/")
    expect(page.locator("[data-kept-line]")).to_be_hidden()
    opened(page, "/factories/KH-00012/plan/")

    page.context.set_offline(True)
    page.goto("/progress/")

    expect(page.get_by_role("heading", name="Riverside Garments")).to_be_visible()
    expect(page.locator("[data-kept-line]")).to_contain_text("as it was on")
    assert fits(page)
    page.goto("/factories/KH-00012/plan/")
    expect(page.get_by_text("Exit to the yard is locked").first).to_be_visible()
    expect(page.locator("[data-kept-line]")).to_be_visible()


def test_a_group_reads_its_factories_side_by_side_and_each_one_without_a_connection(
    new_page: NewPage, live: str, owner: User, troubles: Troubles
) -> None:
    troubles.allow("net::ERR_")
    troubles.allow_lost_network()
    holding = make.group("Lantern Holding")
    make.factory("KH-00013", name="Hillside Garments")
    Factory.objects.update(group=holding)
    page = new_page(viewport=PHONE, has_touch=True, accept_downloads=True)
    sign_in(page, make.user("group", group=holding))
    opened(page, "/progress/")
    assert axe(page) == []
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download").first.click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name="Riverside Garments").first.click()
    expect(page.locator("html[data-kept-for-reading]")).to_be_attached()
    one = page.url

    page.context.set_offline(True)
    page.goto("/progress/")

    expect(page.get_by_text("Riverside Garments").first).to_be_visible()
    expect(page.get_by_text("Hillside Garments").first).to_be_visible()
    expect(page.locator("[data-kept-line]")).to_contain_text("as it was on")
    assert fits(page)
    page.goto(one)
    expect(page.get_by_role("heading", name="Riverside Garments")).to_be_visible()
    expect(page.locator("[data-kept-line]")).to_be_visible()
