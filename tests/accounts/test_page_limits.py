"""Pages that cost much are answered so many times a minute: searches, exports, what is computed at each request."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.page_limits import within
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few(settings):
    cache.clear()
    settings.SEARCHES_PER_MINUTE, settings.COMPUTED_PAGES_PER_MINUTE = 3, 2


def asked(client: Client, address: str, times: int, **more: str) -> list[int]:
    codes = []
    for _ in range(times):
        answer = client.get(address, **more)
        answer.getvalue()  # reads a file to its end, which closes it
        codes.append(answer.status_code)
    return codes


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make.user(role))
    return client


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("global", "/factories/?q=lotus"),
        ("global", "/assessments/?q=lotus"),
        ("global", "/recognition/?q=lotus"),
        ("admin", "/people/?q=dara"),
    ],
)
def test_searches_are_limited(role, address):
    client = signed_in(role)

    assert asked(client, address, 4) == [200, 200, 200, 429]
    assert client.get(address.partition("?")[0]).status_code == 200  # the list itself goes on


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("global", "/factories/export/?format=csv"),
        ("global", "/assessments/export/?format=csv"),
        ("global", "/recognition/export/?format=xlsx"),
        ("global", "/lab/"),
        ("admin", "/people/export/?format=csv"),
        ("inspector", "/priority/export/?format=csv"),
        ("global", "/api/v1/schema/"),
    ],
)
def test_files_and_what_is_computed_are_limited(role, address):
    client = signed_in(role)

    assert asked(client, address, 3) == [200, 200, 429]
    assert client.head(address).status_code == 429


def test_who_is_refused_is_told_when_to_come_back():
    client = Client()

    asked(client, "/recognised/export/?format=csv", 2)
    refused = client.get("/recognised/export/?format=csv")

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "Too many requests" in refused.content.decode()


def test_a_program_is_told_as_the_api_tells_everything():
    client = Client()
    asked(client, "/api/v1/schema/", 2)

    refused = client.get("/api/v1/schema/")

    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "throttled"


def test_somebody_signed_in_is_counted_by_themselves():
    busy, calm = signed_in("global"), signed_in("global")
    asked(busy, "/lab/", 3)

    assert calm.get("/lab/").status_code == 200


def test_everybody_else_is_counted_by_address():
    address = "/recognised/?q=lotus"

    assert asked(Client(), address, 4, REMOTE_ADDR="203.0.113.7")[-1] == 429
    assert asked(Client(), address, 1, REMOTE_ADDR="203.0.113.7") == [429]  # another browser there
    assert asked(Client(), address, 1, REMOTE_ADDR="203.0.113.8") == [200]


def test_no_header_makes_an_address_another():
    address = "/recognised/?q=lotus"
    asked(Client(), address, 4)

    assert asked(Client(), address, 1, HTTP_X_FORWARDED_FOR="198.51.100.9") == [429]
    assert asked(Client(), address, 1, HTTP_X_REAL_IP="198.51.100.9", HTTP_FORWARDED="for=198.51.100.9") == [
        429
    ]


def test_behind_a_proxy_the_address_that_it_saw_counts_and_none_that_a_client_wrote(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    address = "/recognised/?q=lotus"
    codes = [
        asked(Client(), address, 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}, 203.0.113.7")[0] for n in range(4)
    ]

    assert codes == [200, 200, 200, 429]


def test_the_addresses_of_one_network_are_one():
    """Whoever has one address of IPv6 has 2⁶⁴."""
    codes = [asked(Client(), "/recognised/?q=x", 1, REMOTE_ADDR=f"2001:db8:1:2::{n}")[0] for n in range(4)]

    assert codes == [200, 200, 200, 429]


def test_a_minute_later_it_is_answered_again(rf, monkeypatch):
    request, now = rf.get("/"), time.time()
    assert [within(request, "x", 1, per="ip") for _ in range(2)] == [True, False]

    monkeypatch.setattr(time, "time", lambda: now + 61)

    assert within(request, "x", 1, per="ip")


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}", str(one.pattern)
        else:
            yield from addresses(one, f"{space}{one.namespace}:" if one.namespace else space)


def test_every_download_is_among_them():
    downloads = {
        name
        for name, pattern in addresses(get_resolver())
        if "export/" in pattern or pattern.endswith((".xlsx", ".json", "template/", "file_format>"))
    }

    assert not downloads - configured.DEAR_PAGES
    names = {name for name, _ in addresses(get_resolver())}
    assert not configured.DEAR_PAGES - names
