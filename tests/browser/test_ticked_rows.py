"""Rows of the list of factories: ticked over pages and orders, downloaded together, walked by keys."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests import make
from tests.browser.axe import axe
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.widths import fits
from tests.waiting import eventually


def listed(page: Page, address: str = "/factories/") -> None:
    """The list, opened by an adviser."""
    sign_in(page, make.user("adviser"))
    page.goto(address)


def box(page: Page, name: str):
    return page.get_by_label(f"Tick {name}", exact=True)


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_bar_is_there_once_something_is_ticked_and_the_page_fits(
    live: str, new_page: NewPage, width: int
) -> None:
    make.factory(name="Lotus")
    page = new_page(viewport={"width": width, "height": 900})
    listed(page)
    download = page.get_by_role("button", name="Download the ticked ones (CSV)")
    expect(download).to_be_hidden()

    box(page, "Lotus").check()

    expect(download).to_be_visible()
    expect(page.get_by_text("Ticked: 1")).to_be_visible()
    assert fits(page)
    assert axe(page) == []
    page.get_by_role("button", name="Untick all").click()
    expect(download).to_be_hidden()
    expect(box(page, "Lotus")).not_to_be_checked()


def test_ticks_outlive_pages_and_orders_and_all_go_into_the_file(live: str, new_page: NewPage) -> None:
    for number in range(51):
        make.factory(name=f"Mill {number:02}")
    page = new_page()
    listed(page)
    box(page, "Mill 00").check()
    page.get_by_role("link", name="Next").click()
    expect(box(page, "Mill 50")).to_be_visible()
    expect(page.get_by_text("Ticked: 1")).to_be_visible()
    box(page, "Mill 50").check()
    page.goto("/factories/?sort=-name")
    expect(box(page, "Mill 50")).to_be_checked()
    expect(page.get_by_text("Ticked: 2")).to_be_visible()

    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the ticked ones (CSV)").click()

    text = Path(coming.value.path()).read_text("utf-8-sig")
    assert [row["name"] for row in csv.DictReader(text.splitlines())] == ["Mill 00", "Mill 50"]


def test_keys_walk_tick_and_open(live: str, new_page: NewPage) -> None:
    for name in ("Jasmine", "Lotus", "Orchid"):
        make.factory(name=name)
    page = new_page()
    listed(page)

    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Jasmine")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Lotus")).to_be_focused()
    page.keyboard.press("x")
    expect(box(page, "Lotus")).to_be_checked()
    page.keyboard.press("Space")
    expect(box(page, "Lotus")).not_to_be_checked()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Jasmine")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_text("Tick or untick the row")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("jx")  # typed, not obeyed
    expect(page.locator("input[type=search]")).to_have_value("jx")
    page.goto("/factories/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jasmine")


def test_all_of_a_page_are_ticked_at_once(live: str, new_page: NewPage) -> None:
    for name in ("Jasmine", "Lotus"):
        make.factory(name=name)
    page = new_page()
    listed(page)

    page.get_by_label("Tick all of this page").check()
    expect(page.get_by_text("Ticked: 2")).to_be_visible()
    box(page, "Lotus").uncheck()

    assert page.get_by_label("Tick all of this page").evaluate("box => box.indeterminate")


def test_without_scripts_the_boxes_are_a_form(live: str, new_page: NewPage) -> None:
    make.factory(name="Lotus")
    page = new_page(java_script_enabled=False)
    listed(page)
    box(page, "Lotus").check()

    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the ticked ones (XLSX)").click()

    assert coming.value.suggested_filename == "factories.xlsx"


def test_a_search_without_hits_hides_no_ticks(live: str, new_page: NewPage) -> None:
    make.factory(name="Lotus")
    page = new_page()
    listed(page)
    box(page, "Lotus").check()

    page.goto("/factories/?q=nowhere")

    expect(page.get_by_text("Ticked: 1")).to_be_visible()
    page.get_by_role("button", name="Untick all").click()
    expect(page.get_by_text("Ticked: 1")).to_be_hidden()


def test_a_filter_set_on_a_slow_line_before_the_page_listens_narrows_the_list(
    live: str, new_page: NewPage
) -> None:
    make.factory(name="Lotus")
    page = new_page()
    sign_in(page, make.user("adviser"))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/app*.js", hold)
    page.goto("/factories/", wait_until="commit")
    page.locator("select[name=adviser]").select_option(label="Me")
    eventually(lambda: page.evaluate("true") and held)

    for route in held:
        route.continue_()

    expect(page.get_by_text("No factory here")).to_be_visible()
    assert "adviser=me" in page.url
