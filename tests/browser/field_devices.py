"""Devices in the field as nobody wants them: with a disk, a clock and a line of their own, and a power button."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page

from accounts.models import User
from assessments.models import Assessment
from tests.browser.chromium import ARGUMENTS, executable
from tests.browser.people import sign_in
from tests.browser.tablets import Tablet
from tests.browser.weak_line import WeakLine
from tests.waiting import eventually

FEW = 20  # questions that the workspace keeps whole at once
PATIENCE = 60.0  # seconds
CLOCK = """(() => {
    const off = %d * 3600e3;
    const Right = Date;
    window.Date = class extends Right {
        constructor(...given) { if (given.length) super(...given); else super(Right.now() + off); }
        static now() { return Right.now() + off; }
    };
})()"""
HELD = """(name) => new Promise((told, failed) => {
    const request = indexedDB.open("betterwork");  // by itself: no file of any release is needed
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
        const base = request.result;
        base.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => {
            base.close();
            told(target.result);
        };
    };
})"""
SHOWN = """() => Object.fromEntries([...document.querySelectorAll("li[data-question]")].map((item) => {
    const clash = item.querySelector("[data-clash]");
    const value = (name) => item.querySelector(`[data-field=${name}]`).value;
    const found = item.dataset.letter === "N";
    return [item.dataset.question, {
        letter: item.dataset.letter, details: found ? value("details") : "", workers: found ? value("workers") : "",
        note: value("note"), clash: clash.hidden ? "" : clash.querySelector("[data-sides]").children.length,
        files: item.querySelectorAll("[data-file]").length,
        text: item.textContent, unsent: !item.querySelector("[data-unsent]").hidden,
    }];
}))"""


class FieldDevice:
    """One Chromium with its own profile on disk, behind a weak line."""

    def __init__(self, browser: Browser, port: int, disk: Path, *, hours_off: int) -> None:
        self.line = WeakLine(port)
        self.user: User | None = None
        self.assessment: Assessment | None = None
        self._browser, self._disk, self._hours_off = browser, disk, hours_off
        self._context: BrowserContext | None = None
        self.page: Page
        self._session: CDPSession
        self.start()

    def start(self) -> None:
        """Switch it on: what its disk holds is all it knows."""
        self._context = self._browser.browser_type.launch_persistent_context(
            str(self._disk), executable_path=executable(), args=ARGUMENTS, base_url=self.line.address,
            viewport={"width": 820, "height": 1180}, locale="en", chromium_sandbox=False,
        )  # fmt: skip
        self._context.set_default_timeout(PATIENCE * 1000)
        self._context.add_init_script(CLOCK % self._hours_off)
        self.page = self._context.pages[0]
        if self.user:
            sign_in(self.page, self.user)

    def kill(self) -> None:
        """Its battery is empty: every process of its browser ends at once."""
        for process in _processes_with(f"--user-data-dir={self._disk}"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._forget()

    def end(self) -> None:
        """Close it for good."""
        self._forget()
        self.line.close()

    def _forget(self) -> None:
        if self._context is not None:
            with contextlib.suppress(Error):
                self._context.close()
        self._context = None

    def belongs_to(self, user: User, assessment: Assessment) -> None:
        """Whose it is, and what they enter on it."""
        self.user, self.assessment = user, assessment
        sign_in(self.page, user)

    @property
    def tablet(self) -> Tablet:
        """The workspace in this device's hands."""
        assert self.assessment is not None
        return Tablet(self.page, self.assessment)

    def open(self, *, kept: bool = False) -> None:
        """Open the workspace, from what it has kept when the line does not give it."""
        self.page.goto(self.tablet.address, wait_until="commit")
        ready = "#ws[data-kept]" if kept else "#ws[data-ready], #handing-over[data-ready]"
        self.page.wait_for_selector(ready, state="attached")
        self.near()

    def near(self) -> None:
        """Scroll past the questions of a short layout, so that all of each is there; a long one is never whole."""
        if self.page.locator("li[data-question]").count() > FEW:
            return
        far = self.page.locator("li[data-question]:not([data-whole])")

        def passed() -> bool:
            with contextlib.suppress(Error):  # it came near just now
                far.first.scroll_into_view_if_needed(timeout=500)
            return far.count() == 0

        if far.count():
            eventually(passed, seconds=PATIENCE)

    def away(self) -> None:
        """Leave every network."""
        self.line.down = True
        assert self._context is not None
        self._context.set_offline(True)

    def back(self) -> None:
        """Be where there is a network again."""
        self.line.down = False
        assert self._context is not None
        self._context.set_offline(False)

    @property
    def is_away(self) -> bool:
        """Whether it has no network."""
        return self.line.down

    def room(self, size: int | None) -> None:
        """Let its browser keep this many bytes; None: as many as it has."""
        if size is None:
            self._session.detach()  # the limit goes with it
            return
        self._session = self.page.context.new_cdp_session(self.page)
        limit = {"origin": self.line.address, "quotaSize": size}
        self._session.send("Storage.overrideQuotaForOrigin", limit)

    def stored(self) -> None:
        """Wait until the last act is on the disk, or was said not to be."""
        self.page.wait_for_selector("#ws:not([data-storing])", state="attached")

    def held(self, store: str = "changes") -> list[dict[str, Any]]:
        """What its store has of this draft that is not on the server."""
        assert self.user is not None
        assert self.assessment is not None
        scope = f"{self.user.pk}/{self.assessment.pk}"
        return [one for one in self.page.evaluate(HELD, store) if one["scope"] == scope]

    def shown(self) -> dict[str, dict[str, Any]]:
        """What each question shows."""
        self.near()
        return self.page.evaluate(SHOWN)

    def hear(self) -> None:
        """Have it ask the server at once."""
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def words(self) -> str:
        """The line on what is safe."""
        return self.page.locator("[data-state-words]").text_content() or ""


def _processes_with(argument: str) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if argument.encode() in place.read_bytes().split(b"\0"):
                found.append(int(place.parent.name))
    return found
