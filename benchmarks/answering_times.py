"""How long a hand waits in the workspace: until the mark is shown, and until the server has the answer."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.test import Client

from benchmarks.entering import someone_with_a_draft
from tests.browser.chromium import launched
from tests.browser.serving import Server, gather

KEYS = 120
PACE = 200  # milliseconds from key to key: faster than anybody reads
WATCH = """() => {
    window.marked = {}; window.acknowledged = {};
    const pressed = {};
    addEventListener("keydown", () => {
        const here = document.querySelector("[data-here]");
        if (here) pressed[here.dataset.question] = performance.now();
    }, true);
    new MutationObserver((seen) => {
        for (const { target, attributeName, oldValue } of seen) {
            const code = target.closest("[data-question]")?.dataset.question;
            if (!(code in pressed)) continue;
            const took = performance.now() - pressed[code];
            const arrived = attributeName === "hidden" && "unsent" in target.dataset && target.hidden;
            if (attributeName === "data-letter" && oldValue !== target.dataset.letter) window.marked[code] ??= took;
            if (arrived) window.acknowledged[code] ??= took;
        }
    }).observe(document.getElementById("ws-list"), {
        subtree: true, attributeFilter: ["data-letter", "hidden"], attributeOldValue: true,
    });
}"""


def measure() -> bool:
    """Measure and print; whether both budgets hold."""
    adviser, draft = someone_with_a_draft(place=1)  # the first was answered a moment ago
    client = Client(SERVER_NAME="localhost")
    client.force_login(adviser)
    with tempfile.TemporaryDirectory(prefix="betterwork-bench-static.") as folder, launched() as browser:
        gather(Path(folder, "static"))
        server = Server(Path(folder), Path(folder, "static"))
        try:
            context = browser.new_context(base_url=server.address, viewport={"width": 820, "height": 1180})
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.address}]
            )
            page = context.new_page()
            page.goto(f"/assessments/{draft.pk}/enter/")
            page.wait_for_selector("#ws[data-kept]", state="attached", timeout=60_000)
            page.keyboard.press("ArrowDown")
            page.evaluate(WATCH)
            for place in range(KEYS):
                page.keyboard.press("cnx"[place % 3])
                page.wait_for_timeout(PACE)
            page.wait_for_timeout(2_000)
            marked, acknowledged = page.evaluate(
                "[Object.values(window.marked), Object.values(window.acknowledged)]"
            )
        finally:
            server.kill()
    print(f"{KEYS} answers by keys, {PACE} ms apart, on the page with {len(draft.sheet)} questions")
    shown = _holds("mark shown, after the browser's own store has committed", marked, 100)
    stored = _holds("acknowledged by the server", acknowledged, 1_000)
    return shown and stored


def _holds(name: str, took: list[float], budget: int) -> bool:
    last = sorted(took)[int(len(took) * 0.95)] if len(took) >= KEYS * 0.95 else float("inf")
    holds = last < budget
    print(f"  {name}: p95 {last:.0f} ms of {len(took)} (budget {budget}) {'holds' if holds else 'BROKEN'}")
    return holds
