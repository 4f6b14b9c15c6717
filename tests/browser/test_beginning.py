"""A planned visit begun by one press: the device has it without a connection, and the questions are open."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import make
from tests.browser.axe import axe
from tests.browser.field_days import offline
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.tablets import TABLET
from tests.scheduling.test_beginning import visit

BEGIN = re.compile("^Begin.*Riverside")
pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00011", name="Riverside")


def test_one_press_opens_the_assessment_keeps_it_and_leads_to_the_questions(
    new_page: NewPage, mill, troubles
) -> None:
    for allowed in ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED"):
        troubles.allow(allowed)
    chea, dara = make.user("adviser", name="Chea"), make.user("adviser", name="Dara")
    visit(mill, chea, dara, on=timezone.now().date() + timedelta(days=1))
    page = new_page(viewport=TABLET, has_touch=True)
    sign_in(page, chea)
    page.goto("/assessments/day/")
    assert axe(page) == []

    page.get_by_role("button", name=BEGIN).click()

    page.wait_for_url("**/enter/")
    page.wait_for_selector("#ws[data-ready]", state="attached")
    workspace = page.url
    offline(page)
    page.goto("/assessments/")
    expect(page.locator("[data-kept-list] a", has_text="Riverside – Assessment of")).to_have_count(1)
    page.goto(workspace)
    page.wait_for_selector("#ws[data-ready]", state="attached")


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_plan_fits_its_window_and_is_free_of_faults(new_page: NewPage, mill, width) -> None:
    chea, dara = make.user("adviser", name="Chea"), make.user("adviser", name="Dara")
    visit(mill, chea, dara, on=timezone.now().date() + timedelta(days=1))
    page = new_page(viewport={"width": width, "height": 900})
    sign_in(page, chea)
    for address in ("/plan/", "/factories/KH-00011/", "/assessments/day/"):
        page.goto(address)
        expect(page.get_by_role("button", name=BEGIN)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
        page.screenshot(path=f"/tmp/h-{address.strip('/').replace('/', '-')}-{width}.png", full_page=True)
