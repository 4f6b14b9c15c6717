"""The component sheet in a real browser: accessible, within its width, under the real content security policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]
SIZES = [(390, 844), (820, 1180), (1440, 900)]


@pytest.mark.parametrize("query", ["", "?theme=dark", "?dir=rtl", "?dir=rtl&theme=dark"])
def test_the_sheet_is_accessible_and_fits(new_page: NewPage, query: str) -> None:
    page = new_page()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"/styleguide/{query}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # colours are the same at every width
        assert axe(page, contrast=width == 1440) == []


def test_touch_makes_targets_large(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/styleguide/")
    small = page.evaluate(
        """[...document.querySelectorAll(`.button, .menu > summary, .tabs a, .answers label, select, textarea,
             input:not([type=checkbox], [type=radio], [type=hidden], [type=file])`)]
           .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44)
           .map((one) => one.outerHTML.slice(0, 80))"""
    )

    assert small == []


def test_a_question_mark_shows_the_keys(page: Page) -> None:
    page.goto("/styleguide/")
    page.keyboard.press("?")

    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys")).to_contain_text("Next")  # found on the page: data-key
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_slash_goes_to_the_search_and_is_a_letter_inside_it(page: Page) -> None:
    page.goto("/styleguide/")
    page.keyboard.press("/")
    search = page.get_by_label("Search factories")

    expect(search).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("/?")
    expect(search).to_have_value("lotus/?")
    expect(page.locator("#keys")).to_be_hidden()


def test_menus_open_without_scripts(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page.goto("/styleguide/")
    page.locator(".menu-places > summary").click()

    expect(page.locator(".menu-places .places a").first).to_be_visible()
    expect(page.get_by_role("button", name="Show", exact=True)).to_be_visible()


def test_escape_closes_a_menu_and_returns_to_it(page: Page) -> None:
    page.goto("/styleguide/")
    summary = page.locator("details.menu > summary").first
    summary.click()
    expect(page.locator("details.menu").first).to_have_attribute("open", "")
    page.keyboard.press("Escape")

    expect(page.locator("details.menu").first).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_skipping_leads_to_the_content(page: Page) -> None:
    page.goto("/styleguide/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_a_filter_changes_the_list_and_the_address_and_is_told(page: Page) -> None:
    page.goto("/styleguide/")
    page.locator("#filter_country").select_option("")

    page.wait_for_url("**country=&**")
    expect(page.locator("#announcer")).to_contain_text("1,527 factories")


def test_a_message_of_success_goes_by_itself_and_an_error_stays(page: Page) -> None:
    page.clock.install()
    page.goto("/styleguide/")
    page.evaluate(
        """document.getElementById("toasts").append(...[...document.querySelectorAll("[data-stay] [data-toast]")]
           .map((t) => t.cloneNode(true)));
           document.body.dispatchEvent(new CustomEvent("htmx:afterSettle",
             {bubbles: true, detail: {elt: document.getElementById("toasts")}}))"""
    )
    expect(page.locator("#toasts [data-toast]")).to_have_count(2)
    page.clock.fast_forward(9000)

    expect(page.locator("#toasts [data-toast]")).to_have_count(1)
    expect(page.locator("#toasts [data-toast=error]")).to_be_visible()


def test_letters_come_from_our_own_fonts_in_every_script(page: Page, troubles: Troubles) -> None:
    page.goto("/styleguide/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.unicodeRange)"
    )

    for letter in "កعকđa":
        assert any(_covers(ranges, letter) for ranges in loaded), letter
    assert troubles.left() == []


def _covers(ranges: str, letter: str) -> bool:
    """Whether a face's unicode-range ("U+0-FF, U+131") has the letter."""
    for part in ranges.upper().split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        if int(first, 16) <= ord(letter) <= int(last or first, 16):
            return True
    return False
