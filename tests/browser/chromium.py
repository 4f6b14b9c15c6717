"""The machine's Chromium, watched: whatever a page complains about is remembered."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

# the first has no parts of a desktop, and takes half of the processor's time
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]


def executable() -> str:
    """Path of the browser: CHROMIUM, else what is on PATH.

    Raises:
        RuntimeError: there is none; a journey that does not run is not a pass.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise RuntimeError("no Chromium on this machine: install it, or name it in CHROMIUM")
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """One browser, closed at the end."""
    with sync_playwright() as playwright:
        # root cannot use Chromium's sandbox; all it loads are our own pages
        browser = playwright.chromium.launch(
            executable_path=executable(), args=ARGUMENTS, chromium_sandbox=os.geteuid() != 0
        )
        yield browser
        browser.close()


class Troubles:
    """What went wrong in the pages of one test: console errors, policy violations, exceptions, failed requests."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._allowed: list[str] = []

    def watch(self, page: Page) -> None:
        """Remember what this page complains about from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._seen.append(f"exception: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def allow(self, part: str) -> None:
        """Troubles with this in them are what the test is about: `troubles.allow("404")`."""
        self._allowed.append(part)

    def allow_lost_network(self) -> None:
        """The test cuts the connection: what fails for it, the worker's look for a newer self included."""
        for part in ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "error occurred when fetching the script"):
            self.allow(part)

    def left(self) -> list[str]:
        """What nobody allowed."""
        return [seen for seen in self._seen if not any(part in seen for part in self._allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._seen.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _failed(self, request: Request) -> None:
        # a page that is left, or a download that begins, ends its own requests
        if "ERR_ABORTED" not in (request.failure or ""):
            self._seen.append(f"request failed: {request.method} {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._seen.append(f"answer {response.status}: {response.request.method} {response.url}")
