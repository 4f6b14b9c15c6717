"""The instruments themselves: a page that is wrong must be found wrong, or every other journey proves nothing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.axe import SCRIPT, axe
from tests.browser.chromium import Troubles

SOUND = """<!doctype html><html lang="en"><head><title>Sound</title></head>
<body><main><h1>Sound</h1><p>Nothing is wrong here.</p></main></body></html>"""


def test_axe_finds_what_is_wrong_with_a_page(page: Page) -> None:
    page.set_content(
        '<!doctype html><html><body><img src="data:,"><input><p style="color:#ccc">pale</p></body></html>'
    )

    rules = {line.partition(":")[0] for line in axe(page)}

    assert {"html-has-lang", "document-title", "image-alt", "label", "color-contrast"} <= rules


def test_axe_finds_nothing_wrong_with_a_sound_page(page: Page) -> None:
    page.set_content(SOUND)

    assert axe(page) == []


def test_the_axe_that_runs_is_the_one_published() -> None:
    written = re.search(r"`([0-9a-f]{64})`", (Path(SCRIPT).parent / "README.md").read_text())

    assert written
    assert hashlib.sha256(SCRIPT.read_bytes()).hexdigest() == written[1]


def test_an_exception_in_a_page_is_a_trouble(page: Page, troubles: Troubles) -> None:
    troubles.allow("deliberate")
    page.set_content(
        "<script>throw new Error('deliberate')</script><script>console.error('another')</script>"
    )

    assert len(troubles.left()) == 1
    assert "another" in troubles.left()[0]
    troubles.allow("another")


def test_an_answer_that_is_an_error_is_a_trouble(page: Page, troubles: Troubles) -> None:
    page.goto("/there-is-no-such-page/")

    assert any("answer 404" in trouble for trouble in troubles.left())
    troubles.allow("404")


def test_what_the_content_policy_forbids_is_a_trouble(page: Page, troubles: Troubles) -> None:
    troubles.allow("favicon.ico")  # a bare JSON answer names no icon
    page.goto("/healthz")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">styled inline</p>')"
    )
    page.wait_for_timeout(100)

    assert any("Content Security Policy" in trouble for trouble in troubles.left())
    troubles.allow("Content Security Policy")
