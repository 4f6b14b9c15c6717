"""A day without a connection in a browser: prepared, entered, sent."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

DAY = "/assessments/day/"


def prepared(page: Page) -> None:
    """The day, taken along in one act."""
    page.goto(DAY)
    page.get_by_role("button", name="Prepare").click()
    page.wait_for_selector("[data-day][data-prepared]", state="attached")


def offline(page: Page) -> None:
    page.context.route("**/field-entries/", lambda route: route.abort("internetdisconnected"))
    page.context.route("**/acts/", lambda route: route.abort("internetdisconnected"))
    page.context.set_offline(True)


def online(page: Page) -> None:
    page.context.unroute("**/field-entries/")
    page.context.unroute("**/acts/")
    page.context.set_offline(False)


def line(page: Page, number: int) -> None:
    """What the page says is only on this device."""
    place = page.locator("[data-unsent-line]")
    if number:
        expect(place).to_contain_text(f"Only on this device: {number}")
    else:
        expect(place).to_be_hidden()


def ready(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-field-ready]", state="attached")


def waits(page: Page) -> list[dict[str, Any]]:
    return page.evaluate(
        """async () => {
            const { open, all } = await import("/static/js/workspace/store.js");
            const base = await open();
            const found = await all(base, "changes");
            base.close();
            return found;
        }"""
    )


def record(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="Record", exact=True).click()
