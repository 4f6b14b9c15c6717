"""How long a hand waits on a cheap tablet: from the tap to its painted mark, on a processor slowed four times.

Also what one answer costs the page's main thread on the machine as it is, beside a bare write to the browser's store.
`python -m benchmarks.tablet_times` runs it alone, on a small programme of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

TAPS = 60
PACE = 350  # milliseconds from tap to tap
SLOWED = 4
MARK_BUDGET, WORK_BUDGET, MOST_ELEMENTS = 300, 20, 5_000
TABLET: Any = {"width": 820, "height": 1180}
WATCH = """() => {
    window.shown = {}; window.kept = {}; window.most = 0;
    const tapped = {};
    addEventListener("pointerdown", (event) => {
        const item = event.target.closest?.("[data-question]");
        if (item) tapped[item.dataset.question] ??= event.timeStamp;
    }, true);
    const painted = (code, into) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel(); // after the frame
        port1.onmessage = () => { into[code] ??= performance.now() - tapped[code]; };
        port2.postMessage("");
    });
    document.addEventListener("change", (event) => {
        const code = event.target.closest("[data-question]")?.dataset.question;
        if (code in tapped) painted(code, window.shown);
    });
    new MutationObserver((seen) => {
        for (const { target, oldValue } of seen) {
            const code = target.dataset.question;
            if (code in tapped && oldValue !== target.dataset.letter) painted(code, window.kept);
        }
    }).observe(document.getElementById("ws-list"), {
        subtree: true, attributeFilter: ["data-letter"], attributeOldValue: true,
    });
}"""
ELEMENTS = "document.getElementsByTagName('*').length"
PLACE = """(code) => {
    const item = document.getElementById(code);
    const key = () => item.querySelector("input[value=C]")?.getBoundingClientRect();
    if (!key() || key().top < 260 || key().bottom > innerHeight - 60) item.scrollIntoView({ block: "center" });
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
        const { x, y, width, height } = key();
        done([x + width / 2, y + height / 2]);
    })));
}"""
BARE = """(rounds) => new Promise((done, broken) => {
    const opening = indexedDB.open("bench", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("rows", { autoIncrement: true });
    opening.onerror = broken;
    opening.onsuccess = () => {
        const took = [];
        const next = () => {
            const began = performance.now();
            const writing = opening.result.transaction("rows", "readwrite", { durability: "strict" });
            writing.objectStore("rows").add({ question: "OS-8-06", letter: "C", at: new Date().toISOString() });
            writing.oncomplete = () => {
                took.push(performance.now() - began);
                if (took.length < rounds) setTimeout(next, 50); else done(took);
            };
        };
        next();
    };
})"""


def measure() -> bool:
    """Measure and print; whether the budgets hold."""
    from django.conf import settings  # noqa: PLC0415  # only once Django is set up
    from django.test import Client  # noqa: PLC0415

    from benchmarks.entering import someone_with_a_draft  # noqa: PLC0415
    from tests.browser.chromium import launched  # noqa: PLC0415
    from tests.browser.serving import Server, gather  # noqa: PLC0415

    adviser, draft = someone_with_a_draft(place=2)
    client = Client(SERVER_NAME="localhost")
    client.force_login(adviser)
    with tempfile.TemporaryDirectory(prefix="betterwork-bench-static.") as folder, launched() as browser:
        gather(Path(folder, "static"))
        server = Server(Path(folder), Path(folder, "static"))
        try:
            cookie: Any = {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": server.address,
            }

            def opened(**kind: Any) -> Any:
                context = browser.new_context(base_url=server.address, viewport=TABLET, **kind)
                context.add_cookies([cookie])
                page = context.new_page()
                page.goto(f"/assessments/{draft.pk}/enter/")
                page.wait_for_selector("#ws[data-kept]", state="attached", timeout=60_000)
                return page

            page = opened(has_touch=True, is_mobile=True)
            codes = page.locator("li[data-question]").evaluate_all(
                "items => items.map((item) => item.dataset.question)"
            )
            most = page.evaluate(ELEMENTS)
            work, bare_work, bare = _work(page, codes[-TAPS:], page.touchscreen.tap)
            shown, kept, later = _taps(page, codes[:TAPS])
            page.context.close()
            page = opened()
            by_mouse, _, _ = _work(page, codes[TAPS : 2 * TAPS], page.mouse.click)
        finally:
            server.kill()
    print(f"{TAPS} answers by taps, {PACE} ms apart, on the page with {len(codes)} questions")
    return all(
        [
            _holds(f"tap to painted mark (saving), processor {SLOWED} times slower, p95 ms", _p95(shown), MARK_BUDGET),
            _holds(f"tap to mark on the disk, processor {SLOWED} times slower, p95 ms", _p95(kept), MARK_BUDGET),
            _holds("main-thread work of an act by touch, ms", work, WORK_BUDGET),
            _noted("  by a mouse, which a tablet does not have, ms", by_mouse),
            _holds("elements in the page", max(most, later), MOST_ELEMENTS),
            _noted("a bare write to the browser's store, ms until it is on the disk", bare),
            _noted("  its main-thread work, ms", bare_work),
            _noted("  an act's main-thread work, in bare writes", work / bare),
        ]
    )  # fmt: skip


def _work(page: Any, codes: list[str], tap: Callable[[float, float], None]) -> tuple[float, float, float]:
    """Main-thread milliseconds of one act and of one bare write, and how long the latter takes.

    Asking where a key is costs the page something as well: as much is measured without an act and taken away.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # the processor, not the clock

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration") * 1000

    page.evaluate("(code) => document.getElementById(code).scrollIntoView()", codes[0])
    page.wait_for_timeout(2_000)
    began = spent()
    for _ in codes:
        page.evaluate(PLACE, codes[0])
        page.wait_for_timeout(PACE)
    asking = spent() - began
    began = spent()
    took = page.evaluate(BARE, len(codes))
    bare_work = (spent() - began) / len(codes)
    began = spent()
    for code in codes:
        tap(*page.evaluate(PLACE, code))
        page.wait_for_timeout(PACE)
    work = (spent() - began - asking) / len(codes)
    return work, bare_work, median(took)


def _taps(page: Any, codes: list[str]) -> tuple[list[float], list[float], int]:
    """Milliseconds from each tap to its painted mark, and to the mark on the disk; elements afterwards."""
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    for code in codes:
        x, y = page.evaluate(PLACE, code)
        page.touchscreen.tap(x, y)
        page.wait_for_timeout(PACE)
    page.wait_for_timeout(3_000)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    shown, kept, elements = page.evaluate(
        f"[Object.values(window.shown), Object.values(window.kept), {ELEMENTS}]"
    )
    return shown, kept, elements


def _p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)] if len(took) >= TAPS * 0.95 else float("inf")


def _holds(name: str, value: float, budget: float) -> bool:
    holds = value <= budget
    print(f"  {name}: {value:.1f} (budget {budget}) {'holds' if holds else 'BROKEN'}")
    return holds


def _noted(name: str, value: float) -> bool:
    print(f"  {name}: {value:.1f}")
    return True


def alone() -> int:
    """On a small programme in a folder of its own; 1 when a budget is broken."""
    if "VAR_DIR" not in os.environ or "--inner" not in sys.argv:
        with tempfile.TemporaryDirectory(prefix="betterwork-bench.") as folder:
            env = {
                **os.environ,
                "VAR_DIR": folder,
                "REDIS_URL": "",
                "SECRET_KEY": "bench" * 10,
                "LOG_LEVEL": "ERROR",
            }
            env.pop("DATABASE_URL", None)
            command = [sys.executable, "-m", "benchmarks.tablet_times", "--inner"]
            return subprocess.run(command, env=env, check=False).returncode
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_demo", factories=60, verbosity=0)
    return 0 if measure() else 1


if __name__ == "__main__":
    sys.exit(alone())
