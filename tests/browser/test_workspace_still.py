"""Nothing moves under a finger: an answer on its way to the server leaves every other question where it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests import make
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.tablets import SAVED, draft, tablet

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]

WATCH = """() => {
  window.moved = [];
  const name = (node) => node.id || node.className || node.nodeName;
  const ofList = (node) => node?.nodeType === 1 && node.closest("#ws-list");
  window.watching = new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries()) {
      for (const { node, previousRect, currentRect } of sources) {
        if (ofList(node) && previousRect.y !== currentRect.y) window.moved.push(name(node));
      }
    }
  });
  window.watching.observe({ type: "layout-shift" });
}"""
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def moved(page: Page) -> list[str]:
    """What of the questions has moved since it was asked last, as the browser itself noticed."""
    page.evaluate(FRAMES)
    return page.evaluate("window.moved.splice(0)")


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_answers_and_their_way_to_the_server_move_nothing(new_page: NewPage, width: int) -> None:
    chea = make.user("adviser", name="Chea")
    hands = tablet(new_page, chea, draft(chea), viewport={"width": width, "height": 1000})
    hands.open()
    hands.state(SAVED)
    hands.tap("#OS-8-06 label:has([value=N])")
    hands.state(SAVED)
    hands.page.evaluate(WATCH)
    hands.page.locator("[data-rest='OS-8']").scroll_into_view_if_needed()
    moved(hands.page)

    for act, letter in (
        ("#OS-8-02 label:has([value=C])", "C"),
        ("[data-rest='OS-8']", "C"),
        ("[data-rest='OS']", "C"),
    ):
        hands.page.locator(act).scroll_into_view_if_needed()
        hands.page.wait_for_timeout(200)  # until what came into sight is whole
        moved(hands.page)
        hands.tap(act)
        hands.shows("OS-8-02", letter)
        hands.state(SAVED)
        assert moved(hands.page) == []


def test_a_photo_that_arrives_moves_nothing(new_page: NewPage, troubles: Troubles) -> None:
    troubles.allow_lost_network()
    chea = make.user("adviser", name="Chea")
    hands = tablet(new_page, chea, draft(chea))
    hands.open()
    hands.tap("#OS-8-06 label:has([value=N])")
    hands.state(SAVED)
    hands.page.context.route("**/files/", lambda route: route.abort("internetdisconnected"))
    hands.photograph("OS-8-06", "exit.jpg")
    hands.page.locator("#OS-8-06 [data-file-unsent]").wait_for()
    hands.page.evaluate(WATCH)

    hands.page.context.unroute("**/files/")
    hands.page.locator("#OS-8-06 [data-file-sent]").wait_for()
    hands.state(SAVED)
    assert moved(hands.page) == []
