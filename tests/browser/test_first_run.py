"""An empty installation is led to a working one: the checklist and the countries, in Chromium."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Role
from countries.queries.country_settings import settings_by_country
from first_run.queries import steps_of_setup
from tests import make
from tests.browser.axe import axe
from tests.browser.people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_administrator_sets_up_a_country_questionnaires_criteria_and_mail(new_page):
    page = new_page(viewport={"width": 1440, "height": 900})
    sign_in(page, make.user(Role.ADMIN))

    page.goto("/")
    expect(page.get_by_role("heading", name="Set-up")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("main").get_by_role("link", name="Countries", exact=True).click()
    page.get_by_role("link", name="Add a country").click()
    page.get_by_label("Country").select_option("KH")
    page.get_by_role("button", name="Add the country").click()
    expect(page.get_by_role("heading", name="Cambodia", level=1)).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Days in which a factory may comment").fill("21")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    for button in ("Load the questionnaires", "Load the criteria", "Send me a test mail"):
        page.goto("/setup/")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", name="Set-up")).to_be_visible()
    assert axe(page) == []

    known = settings_by_country()
    assert known.at("KH", timezone.now()).comment_days == 21
    done = {step.name for step in steps_of_setup(timezone.now()) if step.is_done}
    assert done == {"countries", "questionnaires", "criteria", "languages", "mail"}
