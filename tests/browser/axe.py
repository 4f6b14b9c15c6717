"""Accessibility by axe-core: what it finds on a page as it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _script() -> str:
    return SCRIPT.read_text()


def axe(page: Page, *, rules: list[str] = RULES, contrast: bool = True) -> list[str]:
    """Violations, one a line: rule, what it asks, and where. Empty is what every page owes.

    Measuring contrast takes most of the time: leave it out where the same colours were measured already.
    The script is evaluated by the browser's debugger, so a strict content security policy lets it run. A page that
    a press has just begun to open is waited for: before its first bytes it has no root element to look at.
    """
    page.wait_for_load_state()
    page.evaluate(_script())
    found: dict[str, Any] = page.evaluate(
        """async ([rules, contrast]) => {
           // colours as they are read: a message that is still appearing has paler ones
           for (const one of document.getAnimations()) {
             if (Number.isFinite(one.effect.getComputedTiming().endTime)) one.finish();
           }
           return axe.run(document, {
             runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'],
             rules: {'color-contrast': {enabled: contrast}}}); }""",
        [rules, contrast],
    )
    return [
        f"{violation['id']}: {violation['help']} at {node['target']}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
