"""Browser journeys: one Chromium per session, a fresh context per test, every complaint a failure.

    def test_…(page, troubles):          page.goto("/recognised/"); assert axe(page) == []
    def test_…(new_page, worker):        adviser, brand = new_page(), new_page(viewport={"width": 390, "height": 844})

`sign_in` is in tests.browser.people, `axe` in tests.browser.axe.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import Troubles, launched
from tests.browser.serving import Server, gather

NewPage = Callable[..., Page]
# milliseconds until a page shows for certain what it should: marks wait for the disk, others' acts for the next poll,
# and all of them for a busy machine
PATIENCE = 60_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever drives the browser carries the mark."""
    for item in items:
        if "new_page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the whole session."""
    with launched() as browser:
        # Playwright leaves an event loop running in this thread, in which Django would refuse to ask the database
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        expect.set_options(timeout=PATIENCE)
        yield browser


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """What the pages of this test complained about; anything not allowed fails the test."""
    seen = Troubles()
    yield seen
    assert seen.left() == []


@pytest.fixture
def new_page(chromium: Browser, live: str, troubles: Troubles) -> Iterator[NewPage]:
    """Opens pages, each in a browser context of its own (nobody signed in), relative to the live server.

    Keywords are those of Playwright's `new_context`: viewport, locale, java_script_enabled …
    """
    contexts: list[BrowserContext] = []

    def new(**options: object) -> Page:
        context = chromium.new_context(**{"base_url": live, "locale": "en", **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        troubles.watch(page)
        return page

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """One page at desktop size."""
    return new_page(viewport={"width": 1440, "height": 900})


@pytest.fixture(scope="module")
def gathered_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as a release has them."""
    folder = tmp_path_factory.mktemp("static")
    gather(folder)
    return folder


@pytest.fixture
def server(transactional_db: None, tmp_path: Path, gathered_files: Path) -> Iterator[Server]:
    """The web server in a process of its own, which can be killed and says what it sent."""
    started = Server(tmp_path, gathered_files)
    yield started
    started.kill()
