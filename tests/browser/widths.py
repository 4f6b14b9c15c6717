"""How wide a page stands in its window."""

from __future__ import annotations

from playwright.sync_api import Page


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways.

    A page that a press has just begun to open is waited for: before its first bytes it has no root element to measure.
    """
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
