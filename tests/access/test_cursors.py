"""A list's cursor that nobody was given: the API says so, a page begins anew."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from http import HTTPStatus

import pytest
from django.urls import reverse

from factories.domain.cursors import Cursor
from tests.access.addresses import routes
from tests.access.pages import PAGES
from tests.access.scene import scene

pytestmark = pytest.mark.django_db

POSITIONS = (
    "p=x",
    "p=",
    "p=2018-13-45",
    "p=%00",
    "p=" + "9" * 400,
    "p=-1&r=1",
    "p=None&r=1",
    "o=999999",
    "o=-1&r=x",
)
BAD = ["x", "%%%", "🙂", "9" * 3000, *(urlsafe_b64encode(one.encode()).decode() for one in POSITIONS)]
LISTS = (
    "recognised",
    "directory",
    "suppliers",
    "priority",
    "history",
    "factory_table:list",
    "assessments:list",
    "desk",
)
ORDERS = ("", "distance", "-distance", "workers", "name", "-evaluated_at")


def test_a_cursor_that_no_list_gave_is_told_as_a_problem(client):
    here = scene()
    client.force_login(here.person("global"))
    client.raise_request_exception = False
    astray = []
    for route in sorted(route for route in routes() if route.startswith("api:") and route.endswith("-list")):
        for cursor in BAD:
            for order in ORDERS if cursor == BAD[-1] else ("",):
                answer = client.get(reverse(route), {"cursor": cursor, "ordering": order})
                refused = answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}
                problem = answer.headers["Content-Type"] == "application/problem+json"
                if answer.status_code != HTTPStatus.OK and not (refused and problem):
                    astray.append((route, cursor[:20], order, answer.status_code))

    assert astray == []


def test_what_is_no_cursor_at_all_is_refused_on_every_list(client):
    client.raise_request_exception = False
    for route in sorted(route for route in routes() if route.startswith("api:") and route.endswith("-list")):
        answer = client.get(reverse(route), {"cursor": "🙂"})
        assert answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}, route


def test_a_page_with_a_cursor_of_another_list_begins_anew(client):
    here = scene()
    odd = [
        *BAD,
        urlsafe_b64encode(rb'["\udcff",1,0]').decode(),  # half a character, which no database takes
        Cursor("x", 1).text(),
        Cursor(1, 2**62).text(),
        Cursor("\U0001f642", -1, backwards=True).text(),
    ]
    astray = []
    for route in LISTS:
        (case, *_) = PAGES[route]
        reader = here.people[min(case.readers, key=list(here.people).index)]
        client.logout() if reader is None else client.force_login(reader)
        astray += [
            (route, one[:20])
            for one in odd
            if client.get(reverse(route, kwargs=case.fill(here)), {"page": one}).status_code != HTTPStatus.OK
        ]

    assert astray == []
