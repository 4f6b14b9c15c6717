"""Two forms of one page with text in them differ in their address or in what they are about.

What was typed into one is put back into the same one after another was sent (`static/js/carried_forms.js`).
"""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from lab.queries import kept_programme
from tests.access.scene import scene
from tests.crawl.test_every_button import addresses
from tests.make import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.long]
VOLATILE = {"csrfmiddlewaretoken", "once", "uid", "seen", "sealed"}
WRITTEN = {"text", "email", "number", "date", "url", "search", "tel", None}
SAMPLES = "/styleguide/"


class Forms(HTMLParser):
    """The forms of a page that are sent: where to and what about, and whether something is typed into them."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = urlsplit(here).path
        self.found: list[tuple[str, set[tuple[str, str]], bool]] = []
        self.is_in = False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.is_in = given.get("method") == "post" and "data-field-entry" not in given
            if self.is_in:
                self.found.append((urlsplit(given.get("action") or self.here).path, set(), False))
        elif self.is_in and tag in {"input", "textarea"}:
            to, about, written = self.found[-1]
            if given.get("type") == "hidden" and given["name"] not in VOLATILE:
                about.add((given["name"], given.get("value", "")))
            typed = given.get("type") if tag == "input" else None
            if typed != "hidden" and not written:
                about.add(("first field", given.get("name", "")))
            self.found[-1] = to, about, written or typed in WRITTEN

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_in = False


@time_machine.travel(NOW)
def test_forms_of_one_page_are_told_apart():
    here = scene()
    kept_programme.forget()
    alike, several = set(), 0
    for person, user in here.people.items():
        client = Client()
        if user is not None:
            client.force_login(user)
        for address in {*addresses(here, person)} - {SAMPLES}:
            answer = client.get(address)
            if answer.streaming:
                list(answer.streaming_content)  # a file that nobody reads to its end stays open
                continue
            if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                continue
            forms = Forms(address)
            forms.feed(answer.content.decode())
            written = [(to, *sorted(about)) for to, about, is_written in forms.found if is_written]
            several += len(written) > 1
            alike |= {(address, form) for form, number in Counter(written).items() if number > 1}
    assert several > 10
    assert alike == set()
