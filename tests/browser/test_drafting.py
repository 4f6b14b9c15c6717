"""Criteria in a browser, without their text: changed in forms, proposed, approved by somebody who reads the effect."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from criteria.domain.criteria_parsing import parse_criteria
from criteria.models import CriteriaVersion
from tests import make
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.recognition.make import eligible_factory, recognition

pytestmark = pytest.mark.django_db(transaction=True)


def test_criteria_are_drafted_in_forms_proposed_and_approved_by_a_second_person(
    new_page: NewPage, troubles: Troubles
) -> None:
    mill = eligible_factory("KH-00001")
    recognition(mill, "published")
    make.country("HT")
    author, approver = new_page(), new_page()
    sign_in(author, make.user("global"))
    sign_in(approver, make.user("global"))

    author.goto(reverse("criteria:criteria", args=["high-performance", "1.0"]))
    author.get_by_role("link", name="Make a draft").click()
    author.get_by_label("Why").fill("Most meet the bar for courses.")
    author.get_by_role("button", name="Save as draft").click()
    author.get_by_role("link", name="Few findings in the latest assessment").click()
    author.get_by_label("Threshold: at most").first.fill("ten")
    troubles.allow("answer 422")
    troubles.allow("status of 422")
    author.get_by_role("button", name="Save").click()
    expect(author.locator("main")).to_contain_text("C2-LATEST: write a whole number from 0 to")
    expect(author.get_by_label("Threshold: at most").first).to_have_value("ten")
    author.get_by_label("Threshold: at most").first.fill("0")
    author.get_by_label("Country").select_option("HT")
    author.get_by_label("Threshold: at most").nth(1).fill("5")
    author.get_by_role("button", name="Save").click()
    expect(author.locator("#difference")).to_contain_text("no more than 0 per cent")
    author.get_by_role("link", name="Propose for approval").click()
    author.get_by_label("Why").fill("As agreed with the countries.")
    author.get_by_role("button", name="Propose").click()

    approver.goto("/desk/")
    approver.get_by_role("link", name="Put criteria in force").click()
    expect(approver.locator("#difference")).to_contain_text("no more than 0 per cent")
    expect(approver.locator("#difference")).to_contain_text("as everywhere: no more than 10 per cent")
    expect(approver.locator("#effect")).to_contain_text("factories would qualify today")
    expect(approver.locator("main")).to_contain_text("Most meet the bar for courses.")
    expect(approver.locator("main")).to_contain_text("As agreed with the countries.")
    approver.get_by_role("button", name="Approve").click()
    expect(approver.locator("main")).to_contain_text("approved")
    version = CriteriaVersion.objects.get(version="1.1")
    assert version.state == "approved"
    assert parse_criteria(version.text).criterion("C2-LATEST").bar_in("HT").n == 5
