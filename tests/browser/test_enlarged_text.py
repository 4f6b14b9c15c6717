"""The workspace on a phone whose text is twice as large, in Khmer, whose words are long; what is in the way goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from accounts.models import User
from tests import make
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.tablets import Tablet, draft
from tests.browser.widths import fits

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
BOX = "(selector) => document.querySelector(selector).getBoundingClientRect().toJSON()"


@pytest.fixture
def hands(new_page: NewPage) -> Tablet:
    chea = make.user("adviser", name="Chea")
    User.objects.filter(pk=chea.pk).update(language="km")
    page: Page = new_page(viewport={"width": 390, "height": 844})
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    sign_in(page, chea)
    made = Tablet(page, draft(chea))
    made.open()
    return made


def test_nothing_lies_over_another_or_beside_the_screen(hands: Tablet) -> None:
    page = hands.page
    mark, places = (page.evaluate(BOX, one) for one in (".wordmark", ".masthead-end"))

    assert mark["bottom"] <= places["top"] or mark["right"] <= places["left"]
    assert fits(page)


def test_a_question_has_the_screen_to_itself(hands: Tablet) -> None:
    hands.near(hands.codes[6])
    hands.page.evaluate("(code) => document.getElementById(code).scrollIntoView()", hands.codes[6])

    assert hands.page.evaluate(BOX, ".ws-bar")["bottom"] <= 0
