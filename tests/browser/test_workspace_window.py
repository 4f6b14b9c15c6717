"""A page of 253 questions stays light: only those in sight are whole, and everything works all the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.tablets import SAVED, Tablet, draft, tablet
from tests.browser.widths import fits

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
MOST_ELEMENTS = 5_000
COUNT = """() => {
  window.most = 0;
  const count = () => { window.most = Math.max(window.most, document.getElementsByTagName("*").length); };
  new MutationObserver(count).observe(document, { subtree: true, childList: true });
  count();
}"""


def most(page: Page) -> int:
    """The most elements that the page had since it was asked to count."""
    return int(page.evaluate("window.most"))


@pytest.fixture
def hands(new_page: NewPage) -> Tablet:
    chea = make.user("adviser", name="Chea")
    return tablet(new_page, chea, draft(chea))


def scroll_through(page: Page) -> None:
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in [*range(0, height, 1500), *range(height, 0, -4000)]:
        page.evaluate("(top) => { scrollTo(0, top); return new Promise(requestAnimationFrame); }", top)


def go_far(page: Page) -> None:
    """To the end of the page, past more questions than are kept whole."""
    page.evaluate("document.activeElement.blur()")
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in [*range(0, height, 1000), height]:
        page.evaluate("(top) => { scrollTo(0, top); return new Promise(requestAnimationFrame); }", top)


@pytest.mark.parametrize("viewport", [(390, 844), (820, 1180), (1440, 900)])
def test_the_page_never_holds_more_than_5000_elements(new_page: NewPage, viewport: tuple[int, int]) -> None:
    chea = make.user("adviser", name="Chea")
    hands = tablet(
        new_page, chea, draft(chea), viewport=dict(zip(("width", "height"), viewport, strict=True))
    )
    hands.page.add_init_script(f"addEventListener('DOMContentLoaded', {COUNT})")
    hands.open()
    assert len(hands.codes) == 253

    for _ in range(30):
        hands.key("n")  # what weighs most: every question in sight with the fields of a finding
    scroll_through(hands.page)
    hands.state(SAVED)
    scroll_through(hands.page)

    assert most(hands.page) <= MOST_ELEMENTS
    assert hands.page.locator("[data-whole]").count() <= 30


def test_every_question_is_in_the_page_with_its_words_and_its_answer(hands: Tablet) -> None:
    hands.open()
    hands.key("n")
    hands.key("c")
    go_far(hands.page)
    expect(hands.page.locator("#CL-1-01")).not_to_have_attribute("data-whole", "")

    far = hands.page.locator("#CL-1-01")
    assert far.locator("bdi").inner_text()
    assert far.evaluate("(item) => getComputedStyle(item, '::after').content") == '"Non-compliant"'
    assert hands.page.locator("h2, h3").count() >= 40


def test_a_question_is_reached_by_its_address(hands: Tablet) -> None:
    hands.page.goto(f"{hands.address}#OS-8-06")
    hands.ready()

    expect(hands.page.locator("#OS-8-06[data-here]")).to_be_in_viewport()
    hands.key("n")
    hands.shows("OS-8-06", "N")
    hands.page.evaluate("location.hash = 'CL-2-01'")
    expect(hands.page.locator("#CL-2-01[data-here]")).to_be_in_viewport()


def test_what_was_written_stands_there_again_when_the_question_comes_back(hands: Tablet) -> None:
    hands.open()
    code = hands.codes[0]
    hands.tap(f"#{code} label:has([value=N])")
    hands.page.fill(f"#{code} [data-field=details]", "One exit was locked.")
    hands.tap(f"#{code} [data-add-note]")
    hands.page.fill(f"#{code} [data-field=note]", "Ask the guard.")
    hands.photograph(code, "exit.jpg")
    go_far(hands.page)
    expect(hands.page.locator(f"#{code}")).not_to_have_attribute("data-whole", "")

    hands.near(code)
    expect(hands.page.locator(f"#{code} [data-field=details]")).to_have_value("One exit was locked.")
    expect(hands.page.locator(f"#{code} [data-field=note]")).to_have_value("Ask the guard.")
    expect(hands.page.locator(f"#{code} [data-file]")).to_have_count(1)
    expect(hands.page.locator(f"#{code} [value=N]")).to_be_checked()


def test_what_is_typed_and_cannot_be_stored_stays_in_its_field_however_far_one_goes(hands: Tablet) -> None:
    hands.open()
    code = hands.codes[0]
    hands.tap(f"#{code} label:has([value=N])")
    hands.page.fill(f"#{code} [data-field=workers]", "99999999")
    hands.page.locator(f"#{code} [data-field=workers]").blur()
    go_far(hands.page)

    expect(hands.page.locator(f"#{code} [data-field=workers]")).to_have_value("99999999")


def test_after_a_tap_the_next_open_question_is_in_hand_and_undo_comes_back(hands: Tablet) -> None:
    hands.open()
    first, second, third = hands.codes[:3]
    hands.tap(f"#{second} label:has([value=C])")
    expect(hands.page.locator(f"#{third}[data-here] input").first).to_be_focused()

    hands.tap(f"#{first} label:has([value=C])")
    expect(hands.page.locator(f"#{third}[data-here]")).to_be_in_viewport()
    hands.tap("[data-undo]")
    expect(hands.page.locator(f"#{first}[data-here]")).to_be_in_viewport()
    hands.shows(first, "-")

    # what asks for words keeps its writer, and so does a correction
    hands.tap(f"#{first} label:has([value=N])")
    hands.shows(first, "N")
    expect(hands.page.locator(f"#{first}")).to_have_attribute("data-here", "")
    hands.tap(f"#{first} label:has([value=C])")
    hands.shows(first, "C")
    expect(hands.page.locator(f"#{first}")).to_have_attribute("data-here", "")


def test_whoever_does_not_want_to_be_moved_on_stays(hands: Tablet) -> None:
    hands.open()
    hands.page.uncheck("[data-moves-on]")
    hands.page.reload()
    hands.ready()
    first = hands.codes[0]
    hands.tap(f"#{first} label:has([value=C])")
    hands.shows(first, "C")

    expect(hands.page.locator(f"#{first}")).to_have_attribute("data-here", "")


def test_an_arrow_key_chooses_within_a_question_and_moves_nowhere(hands: Tablet) -> None:
    hands.open()
    first = hands.codes[0]
    hands.page.locator(f"#{first} [value=C]").focus()
    hands.key("ArrowRight")
    hands.shows(first, "N")

    expect(hands.page.locator(f"#{first}")).to_have_attribute("data-here", "")


def test_a_mark_shows_at_once_that_it_is_being_saved(hands: Tablet) -> None:
    hands.open()
    seen = hands.page.evaluate(
        """() => {
            const item = document.getElementById("CL-1-01");
            item.querySelector("[value=N]").click();
            return [item.dataset.saving, item.dataset.letter, item.querySelector("[value=N]").checked];
        }"""
    )
    assert seen == ["N", "-", True]
    hands.shows("CL-1-01", "N")
    expect(hands.page.locator("#CL-1-01[data-saving]")).to_have_count(0)


def test_a_mark_that_the_disk_refuses_is_taken_back(hands: Tablet, troubles: Troubles) -> None:
    troubles.allow("no room")
    hands.open()
    hands.page.evaluate(
        """() => { IDBDatabase.prototype.transaction = () => { throw new Error("no room"); }; }"""
    )
    hands.tap("#CL-1-01 label:has([value=N])")

    expect(hands.page.locator("[data-state-words]")).to_contain_text("the device is full")
    expect(hands.page.locator("#CL-1-01[data-saving]")).to_have_count(0)
    expect(hands.page.locator("#CL-1-01 [value=N]")).not_to_be_checked()
    hands.shows("CL-1-01", "-")


@pytest.mark.parametrize("size", [(320, 640), (410, 590)])
def test_at_200_per_cent_nothing_is_lost(new_page: NewPage, size: tuple[int, int]) -> None:
    chea = make.user("adviser", name="Chea")
    viewport = {"width": size[0], "height": size[1]}
    hands = tablet(new_page, chea, draft(chea), viewport=viewport, device_scale_factor=2)
    hands.open()
    hands.key("n")
    hands.state(SAVED)

    assert fits(hands.page)
    hands.tap("[data-next-open]")
    expect(hands.page.locator("[data-here] .answers")).to_be_in_viewport(ratio=1)
    bar = hands.page.locator("[data-bar]").bounding_box()
    assert bar is not None
    assert bar["height"] <= size[1] / 3
    assert axe(hands.page, contrast=False) == []
