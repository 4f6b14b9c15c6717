"""Marking what is open in the sections of an assessment compliant, as an adviser does at the end of a walk."""

from __future__ import annotations

from playwright.sync_api import Error, Locator, Page, expect

from tests.waiting import eventually


def mark_the_rest(page: Page) -> None:
    """Every section whose button is to be seen; what weighs most is named first and then marked with it."""
    for rest in page.locator(".ws-section-head [data-rest]").all():
        if rest.is_visible():
            _mark_section(page, rest)
    expect(page.locator("[data-state-words]")).to_have_text("All saved on the server")


def _mark_section(page: Page, rest: Locator) -> None:
    weighty = page.locator("#ws-bulk[open]")

    def taken() -> bool:
        if weighty.count() or not rest.is_visible():
            return True
        try:
            # questions that come near fill in above the button: on a busy machine a press may miss it
            rest.click(timeout=5_000)
        except Error:
            return False
        return bool(weighty.count()) or not rest.is_visible()

    eventually(taken, every=0.5)
    if weighty.count():
        page.locator("[data-bulk-all]").click()
    expect(rest).to_be_hidden()
