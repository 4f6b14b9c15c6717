"""A factory's own buttons, pressed as they stand on the page; and words that outlive the end of a session."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from advisory.models import PlanFile, PlanItem
from assessments.models import Finding
from journal.models import Event
from tests import make
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.crawl.filling import PHOTO
from tests.recognition.make import NOW

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
WORDS = "- the exit is open now (photo)"


@pytest.fixture(autouse=True)
def _june_2018(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evidence is of 2018: the day the pages read from the clock is too."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def mill():
    return make.factory("KH-00012", name="Riverside Garments")


@pytest.fixture
def owner(mill) -> User:
    return make.user("factory", factory=mill)


def test_a_finding_is_responded_to_on_a_phone(mill, owner, new_page: NewPage) -> None:
    window = make.assessment(
        mill, assessed_on=date(2018, 5, 28), findings={"OS-8-06": "Exit locked"}, state="comment_window"
    )
    page = new_page(viewport={"width": 390, "height": 844})
    sign_in(page, owner)

    page.goto(reverse("assessments:detail", kwargs={"assessment_id": window.pk}))
    page.get_by_role("link", name="Respond to this finding").first.click()
    page.get_by_label("Your response").fill(WORDS)
    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.get_by_text("Your response is sent.")).to_be_visible()
    assert Finding.objects.get(withdrawn_at__isnull=True).response == WORDS


def test_an_item_is_begun_shown_done_and_verified_by_its_adviser(mill, owner, new_page: NewPage) -> None:
    make.plan_item(mill, "2018-01", issue="A locked exit", due_on=date(2018, 6, 20))
    page = new_page(viewport={"width": 820, "height": 1180})
    sign_in(page, owner)
    plan = reverse("advisory:plan", kwargs={"code": mill.code})

    page.goto(plan)
    page.get_by_role("button", name="Begun").click()
    expect(page.get_by_text("Saved: ")).to_be_visible()
    page.get_by_role("link", name="Photo or document").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "exit.png", "mimeType": "image/png", "buffer": PHOTO}
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("link", name="exit.", exact=False).first).to_be_visible()
    page.goto(plan)
    page.get_by_role("button", name="Done today").click()
    expect(page.get_by_role("heading", name="Done by the factory, to verify")).to_be_visible()
    expect(page.get_by_role("button", name="Verified today")).to_have_count(0)

    adviser = new_page()
    sign_in(adviser, make.user("adviser"))
    adviser.goto(plan)
    adviser.get_by_role("button", name="Verified today").click()
    expect(adviser.get_by_role("heading", name="Verified")).to_be_visible()
    assert PlanFile.objects.count() == 1
    assert PlanItem.objects.get(superseded_at__isnull=True).status == "verified"


def test_a_brand_is_let_read_and_the_consent_taken_back(mill, owner, new_page: NewPage) -> None:
    make.sourcing(make.brand("Northwind"), mill)
    page = new_page()
    sign_in(page, owner)

    page.goto(reverse("progress"))
    expect(page.get_by_text("no consent")).to_be_visible()
    page.get_by_role("link", name="Requests and access").click()
    page.get_by_role("link", name="Give consent").click()
    page.get_by_role("button", name="Give consent").click()
    expect(page.get_by_text("consent since")).to_be_visible()
    page.get_by_role("button", name="Renew until").click()  # under its pointer, not the row's link over it
    expect(page.get_by_text("1 June 2020")).to_be_visible()
    page.get_by_role("link", name="Change").click()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("link", name="Withdraw consent").click()
    expect(page.get_by_text("This holds everywhere at once")).to_be_visible()
    page.get_by_role("button", name="Withdraw consent").click()
    expect(page.get_by_text("No brand reads your reports.")).to_be_visible()
    kinds = Event.objects.filter(kind__startswith="consent.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["consent.given", "consent.changed", "consent.withdrawn"]


def test_what_was_typed_outlives_the_session(mill, owner, new_page: NewPage, troubles: Troubles) -> None:
    troubles.allow("401")
    page = new_page()
    sign_in(page, owner)
    page.goto(reverse("advisory:record_plan_item", kwargs={"code": mill.code}))
    page.get_by_label("What needs correcting").fill(WORDS)
    Session.objects.all().delete()

    page.get_by_role("button", name="Record", exact=True).click()

    expect(page.get_by_text("Sign in again. Nothing is lost.")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again").click()
    other = opened.value
    troubles.watch(other)
    other.wait_for_load_state()
    other.get_by_role("textbox", name="Email").fill(owner.email)
    other.get_by_label("Password").fill(make.PASSWORD)
    other.get_by_role("main").get_by_role("button", name="Sign in").click()
    other.wait_for_url("**/progress/")

    # the first page after signing in has sent it; the one on which it was typed shows where it stands
    expect(page.get_by_role("link", name=WORDS, exact=True)).to_be_visible()
    assert PlanItem.objects.get().issue == WORDS
