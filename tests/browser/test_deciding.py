"""Decisions in the browser: refused, appealed against on a phone, granted by other eyes, confirmed, renewed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from recognition.models import Recognition
from tests import make
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.recognition.make import NOW, TODAY, eligible_factory, judged, recognition

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
MILL = "Riverside Garments"


@pytest.fixture(autouse=True)
def _june_2018(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evidence of the cast is of 2018: the day the pages read from the clock is too."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def mill():
    made = eligible_factory("KH-00012")
    type(made).objects.filter(pk=made.pk).update(name=MILL, match_name=MILL.casefold())
    made.refresh_from_db()
    judged(made)
    return made


def as_(page: Page, user: User) -> Page:
    sign_in(page, user)
    return page


def from_desk(page: Page, task: str) -> None:
    """Take up what waits at the desk for the factory."""
    page.goto("/desk/")
    page.get_by_role("link", name=task).filter(has_text=task).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(MILL)


def decide(page: Page, label: str, why: str, done: str) -> None:
    """One decision from the dossier: its page, the reason, its button."""
    page.get_by_role("link", name=label, exact=True).click()
    page.get_by_label("Why").fill(why)
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_text(done)).to_be_visible()


def test_refused_appealed_granted_and_confirmed_by_three_pairs_of_eyes(
    mill, new_page: NewPage, troubles: Troubles
) -> None:
    troubles.allow("/appeal/")  # refused once, for want of grounds
    proposer = as_(new_page(), make.user("reviewer"))
    refuser = as_(new_page(), make.user("global"))
    other = as_(new_page(), make.user("global"))
    manager = as_(new_page(viewport={"width": 390, "height": 844}), make.user("factory", factory=mill))

    # proposed by one, refused by another
    proposer.goto(f"/factories/{mill.code}/verdict/")
    proposer.get_by_role("link", name="Propose for recognition").click()
    proposer.get_by_label("Why").fill("Two cycles with few findings.")
    proposer.get_by_role("main").get_by_role("button", name="Propose", exact=True).click()
    expect(proposer.get_by_role("link", name="Confirm", exact=True)).to_have_count(0)
    from_desk(refuser, "Decide on recognition")
    decide(refuser, "Decline", "The committee's minutes were not read.", "Declined.")

    # the factory reads why, and appeals from a phone
    manager.goto(f"/factories/{mill.code}/")
    expect(manager.get_by_text("The committee's minutes were not read.")).to_be_visible()
    manager.get_by_role("link", name="Appeal").click()
    manager.get_by_role("button", name="Send the appeal").click()
    expect(manager.get_by_role("alert")).to_be_visible()  # an appeal without grounds is not sent
    manager.get_by_label("Why the decision should be looked at again").fill("Minutes of May are attached.")
    manager.get_by_role("button", name="Send the appeal").click()
    expect(manager.get_by_text("Your appeal has been sent.")).to_be_visible()

    # whoever refused does not answer; somebody else does, and it is decided anew
    refuser.goto("/desk/")
    expect(refuser.get_by_role("heading", name="Waiting for me")).to_be_visible()
    expect(refuser.get_by_role("link", name="Decide the appeal")).to_have_count(0)
    from_desk(other, "Decide the appeal")
    decide(other, "Grant the appeal", "The minutes are there.", "Granted.")
    decide(other, "Confirm", "Nothing stands against it.", "Confirmed. It becomes public on its day.")
    manager.goto(f"/factories/{mill.code}/")
    expect(manager.get_by_text("Decided again")).to_be_visible()
    expect(manager.get_by_text("The minutes are there.")).to_be_visible()
    assert Recognition.objects.get().state == "confirmed"


def test_a_recognition_near_its_last_day_is_renewed_from_the_desk(mill, new_page: NewPage) -> None:
    found = recognition(mill, "published")
    Recognition.objects.filter(pk=found.pk).update(expires_on=TODAY + timedelta(days=30))
    decider = as_(new_page(), make.user("global"))

    from_desk(decider, "Renew, or let it lapse")
    decide(decider, "Renew", "Its evidence of this year carries it.", "Renewed.")

    found.refresh_from_db()
    assert (found.state, found.expires_on) == ("published", TODAY.replace(year=TODAY.year + 1))
    decider.goto("/desk/")
    expect(decider.get_by_text("Renew, or let it lapse")).to_have_count(0)
