"""A planned visit begun by one press: the device has it without a connection, and the questions are open."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from tests import make
from tests.browser.axe import axe
from tests.browser.field_days import offline
from tests.browser.fixtures import NewPage
from tests.browser.people import HOST, sign_in
from tests.browser.tablets import TABLET
from tests.browser.widths import fits
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
    troubles.allow_lost_network()
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
        assert fits(page)
        assert axe(page) == []
        page.screenshot(path=f"/tmp/h-{address.strip('/').replace('/', '-')}-{width}.png", full_page=True)


@pytest.mark.parametrize(("width", "language"), [(390, "en"), (820, "ar"), (1440, "en")])
def test_findings_and_causes_fit_their_windows_in_either_direction(
    new_page: NewPage, mill, width, language
) -> None:
    final = make.assessment(mill, findings={"OS-8-06": "Locked.", "WT-2-01": "Sixty hours."})
    make.plan_item(
        mill, question="OS-8-06", cause="rules.none", status="verified", verified_on=date(2018, 5, 2)
    )
    page = new_page(viewport={"width": width, "height": 900})
    sign_in(page, make.user("adviser"))
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "domain": HOST, "path": "/"}
    page.context.add_cookies([cookie])
    for address in (f"/assessments/{final.pk}/plan/", "/causes/"):
        page.goto(address)
        assert fits(page)
        assert axe(page) == []
        page.screenshot(
            path=f"/tmp/h2-{address.strip('/').replace('/', '-')[-8:]}-{width}.png", full_page=True
        )
