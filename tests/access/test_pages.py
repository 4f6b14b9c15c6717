"""What one may not see does not exist: on every page, for every kind of person."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.urls import reverse

from tests.access.acts import ACTS
from tests.access.addresses import routes
from tests.access.markers import MARKERS
from tests.access.pages import (
    BRANDS,
    DECIDERS,
    DRAFT_READERS,
    EVERYBODY,
    HOME_STAFF,
    ONLY_ACTS,
    ONLY_PASSES_ON,
    PAGES,
    STAFF,
)
from tests.access.proved import just_proved
from tests.access.scene import PUBLIC, Scene, scene

pytestmark = pytest.mark.django_db


def test_every_route_has_a_row():
    known = routes().keys()

    assert known - PAGES.keys() - ONLY_ACTS - ONLY_PASSES_ON == set()
    assert PAGES.keys() - known == set()
    assert ONLY_ACTS - ACTS.keys() == set()


@pytest.fixture
def here(db) -> Scene:
    return scene()


def looked_at(client, here, viewer) -> Iterator[tuple[str, set[str], object]]:
    """Every case of every route as one person finds it: address, who may, answer."""
    client.logout()
    if viewer != PUBLIC:
        client.force_login(here.people[viewer])
        just_proved(client)
    for route, cases in PAGES.items():
        for case in cases:
            if case.plain and viewer not in {PUBLIC, "brand"}:
                continue
            address = reverse(route, kwargs=case.fill(here)) + (f"?{case.query}" if case.query else "")
            yield address, case.readers, client.get(address)


DOORS = {"/sign-in/", "/sign-out/"}


def body(response) -> str:
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return raw.decode(errors="replace").casefold()


def as_it_should_be(address, readers, viewer, response) -> bool:
    if viewer in readers:
        return response.status_code == HTTPStatus.OK
    # whoever is in is sent away from the way in, whoever is out from the way out: nothing is kept from them
    return missing(response) or (address in DOORS and response.status_code == HTTPStatus.FOUND)


def missing(response) -> bool:
    """404, or the way to sign in: which is the same for what exists and what does not."""
    if response.status_code == HTTPStatus.FOUND:
        return response.headers["Location"].startswith("/sign-in/")
    return response.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.long
@pytest.mark.parametrize("side", ["inside", "outside"])
def test_what_one_may_not_see_does_not_exist_and_the_rest_does(client, here, side):
    """Both at once, because one walk over every page for every person takes its time.

    A page exists for its readers and is 404 for everybody else; a thing that somebody may not see stands on no page
    that they get, not even on one of which they are readers; a thing that they may see stands on some page.
    """
    astray, leaks, unseen = [], [], []
    for viewer in here.people.keys() & STAFF if side == "inside" else here.people.keys() - STAFF:
        seen: set[str] = set()
        for address, readers, response in looked_at(client, here, viewer):
            if not as_it_should_be(address, readers, viewer, response):
                astray.append((viewer, address, response.status_code))
            text = body(response).replace(
                address.casefold(), ""
            )  # what was asked for, said back, tells nothing
            found = [marker for marker in MARKERS if any(sign in text for sign in marker.signs(here))]
            seen |= {marker.thing for marker in found}
            leaks += [(viewer, marker.thing, address) for marker in found if viewer not in marker.readers]
        unseen += [(viewer, m.thing) for m in MARKERS if viewer in m.readers and m.thing not in seen]

    assert astray == []
    assert leaks == []
    assert unseen == []


# what a search finds for whom; for everybody else it finds nothing
SEARCHES = {
    ("recognised", "KH-90002"): {},
    ("recognised", "VN-90003"): dict.fromkeys(EVERYBODY, 1),
    ("directory", "KH-90001"): dict.fromkeys(BRANDS, 1),
    ("suppliers", "KH-90001"): dict.fromkeys(BRANDS, 1),
    ("suppliers", "KH-90002"): {},
    # it is there for its case alone
    ("priority", "KH-90001"): dict.fromkeys(DECIDERS, 1),
    ("factory_table:list", "KH-90001"): dict.fromkeys(HOME_STAFF, 1),
    ("assessments:list", "KH-90001"): {"colleague": 2, **dict.fromkeys(DRAFT_READERS, 6)},
}


def test_searches_and_their_counts_find_what_one_may_see(client, here):
    astray = []
    for (route, text), numbers in SEARCHES.items():
        for viewer, user in here.people.items():
            client.logout()
            if user is not None:
                client.force_login(user)
            response = client.get(reverse(route), {"q": text})
            found = response.context["counted"].number if response.status_code == HTTPStatus.OK else 0
            if found != numbers.get(viewer, 0):
                astray.append((viewer, route, text, found))

    assert astray == []
