"""Moving a bar in a browser: the answer follows, and the trial becomes a draft that somebody else approves."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from criteria.models import CriteriaVersion
from tests import make
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.recognition.make import eligible_factory, judged

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_bar_is_moved_tried_written_down_and_approved(new_page: NewPage) -> None:
    eligible_factory("KH-00001")
    judged()
    author, approver = new_page(), new_page()
    sign_in(author, make.user("global"))
    sign_in(approver, make.user("global"))

    author.goto(reverse("lab:lab"))
    slider = author.get_by_role("slider", name="Threshold of L1-COURSES")
    slider.focus()
    for _ in range(4):
        author.keyboard.press("ArrowRight")
    expect(author.locator("#bar-L1-COURSES")).to_have_value("7")
    expect(author.locator("#results")).to_contain_text("With version 1.0:")
    assert "?from=1.0&bar-L1-COURSES=7&base=1.0" in author.url
    assert author.url.count("bar-") == 1  # not a word of the other bars

    author.get_by_role("link", name="Save as draft").click()
    author.get_by_label("Why").fill("More courses are on offer.")
    author.get_by_role("button", name="Save as draft").click()
    expect(author.get_by_role("heading", level=1)).to_contain_text("1.1")

    author.get_by_role("link", name="Propose").click()
    author.get_by_label("Why").fill("Seven courses are on offer now.")
    author.get_by_role("button", name="Propose").click()
    approver.goto("/desk/")
    approver.get_by_role("link", name="Put criteria in force").click()
    expect(approver.locator("main")).to_contain_text("L1-COURSES")
    approver.get_by_role("button", name="Approve").click()
    expect(approver.locator("main")).to_contain_text("approved")
    assert CriteriaVersion.objects.get(version="1.1").state == "approved"
