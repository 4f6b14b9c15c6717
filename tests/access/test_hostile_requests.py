"""Whatever stands in an address, behind its question mark or in a form: an answer, and never a failure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from tests.access.acts import ACTS
from tests.access.addresses import routes
from tests.access.pages import PAGES
from tests.access.scene import Scene, scene
from tests.make import NOW
from tests.taken_back import taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.long]

HOSTILE = ["\x00", "9" * 400, "-1", "10000-01-01", "1e309", "\U0001f600" * 3000]
ASKED = {
    "as_of", "base", "compare", "country", "factory", "files", "format", "from", "language", "limit", "look", "on",
    "page", "panel", "q", "question", "since", "sort", "state", "until", "v", "visit",
}  # fmt: skip
"""What pages are asked beside the fields of their own forms."""


@pytest.fixture
def here() -> Iterator[Scene]:
    with time_machine.travel(NOW):
        yield scene()


def browser(here: Scene, person: str) -> Client:
    client = Client(raise_request_exception=False)
    if (user := here.people[person]) is not None:
        client.force_login(user)
    return client


def fails(answer: Any) -> bool:
    _close_files(answer)
    return bool(answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR)


def breaks(send: Callable[[], Any]) -> bool:
    """Whether a request fails; it changes nothing for the next one."""
    with taken_back():
        return fails(send())


def _close_files(answer: Any) -> None:
    """To close the answer itself would close the database too."""
    for close in answer._resource_closers:
        close()


def test_every_page_answers_whatever_it_is_asked(here):
    failed = []
    for route, cases in PAGES.items():
        if not cases[0].readers:
            continue
        address = reverse(route, kwargs=cases[0].fill(here))
        client = browser(here, min(cases[0].readers, key=list(here.people).index))
        names = ASKED | _own_fields(client.get(address))
        failed += [(address, one) for one in _asked(names) if fails(client.get(address, one))]

    assert failed == []


def _asked(names: set[str]) -> Iterator[dict[str, str]]:
    """Every name with NUL, which is met before any page; then every name with two others."""
    nul, *others = HOSTILE
    yield dict.fromkeys(names, nul)
    for turn in (0, 2):
        yield {name: others[(place + turn) % len(others)] for place, name in enumerate(sorted(names))}


def test_every_form_answers_whatever_is_sent(here):
    """All fields at once: each is read for itself."""
    failed = []
    for route, acts in ACTS.items():
        for act in (act for act in acts if act.actors):
            address = reverse(route, kwargs=act.fill(here)) + (f"?{act.query}" if act.query else "")
            client = browser(here, min(act.actors))
            for value in HOSTILE:
                sent = dict.fromkeys(act.data(here), value)
                kind = act.content_type
                if breaks(partial(client.post, address, sent, content_type=kind)):
                    failed.append((address, value[:12]))

    assert failed == []


@pytest.mark.parametrize("value", ["\x00", "%00", ".."], ids=ascii)
def test_an_address_that_nobody_gave_is_no_page(here, value):
    failed = []
    client = browser(here, "global")
    for pattern in routes().items():
        address = _address(*pattern, value)
        if address and any(breaks(partial(send, address)) for send in (client.get, client.post)):
            failed.append(address)

    assert failed == []


def _address(route: str, pattern: URLPattern, value: str) -> str:
    filled = {"UUIDConverter": uuid4(), "IntConverter": 10**18}
    converters = pattern.pattern.converters.items()
    try:
        return reverse(
            route, kwargs={name: filled.get(type(one).__name__, value) for name, one in converters}
        )
    except NoReverseMatch:  # it is not even an address
        return ""


ODD = [
    "\x00",
    "\ud800",
    "",
    None,
    -1,
    10**30,
    [],
    {},
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
]


def test_a_batch_of_a_device_answers_whatever_it_holds(here):
    (sent,) = (one for one in ACTS["assessments:acts"])
    address = reverse("assessments:acts", kwargs=sent.fill(here))
    client = browser(here, "adviser")
    failed = []
    for odd in ODD:
        batches = [sent.data(here) | {"device": odd}, sent.data(here) | {"acts": odd}]
        for name in (*sent.data(here)["acts"][0], "details", "note", "workers"):
            act = sent.data(here)["acts"][0] | {"act": str(uuid4()), name: odd}
            batches.append(sent.data(here) | {"acts": [act]})
        for batch in batches:
            body = json.dumps(batch)
            if breaks(partial(client.post, address, body, content_type="application/json")):
                failed.append(body)

    assert failed == []


def _own_fields(answer: Any) -> set[str]:
    _close_files(answer)
    if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return set()
    return set(re.findall(r'name="([\w-]+)"', answer.content.decode()))
