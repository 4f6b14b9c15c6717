"""Every figure of the overview is the number of rows of the list behind it, over countries, years and readers."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from overview.projections import refresh_year_figures
from tests import make
from tests.overview.world import draw

pytestmark = pytest.mark.django_db
ADDRESS = "/overview/"
FIGURE = re.compile(r'<a href="([^"]+)">(?:\d{4}: )?([\d,]+)</a>')
COUNTED = re.compile(r"data-announce>\s*<strong>([\d,]+)</strong>")


def content_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def figures_in(html: str) -> list[tuple[str, int]]:
    """Every number of the page that is a link: its address and the number."""
    return [(unescape(url), int(number.replace(",", ""))) for url, number in FIGURE.findall(html)]


def rows_said(client: Client, address: str) -> int:
    """How many rows a list says that it has."""
    html = content_of(client, address)
    found = COUNTED.search(html)
    assert found, address
    return int(found[1].replace(",", ""))


def wrong_figures(client: Client, address: str) -> list[tuple[str, int, int]]:
    known: dict[str, int] = {}
    wrong = []
    for url, number in figures_in(content_of(client, address)):
        list_address = urljoin(address, url)
        said = known.setdefault(list_address, -1)
        if said < 0:
            said = known[list_address] = rows_said(client, list_address)
        if said != number:
            wrong.append((url, number, said))
    return wrong


READERS = [Role.GLOBAL, Role.MANAGER, Role.REVIEWER, Role.ADVISER]


@pytest.mark.parametrize("seed", [1, 2])
def test_each_figure_is_the_number_of_rows_of_its_list(client, seed):
    draw(seed)
    refresh_year_figures(now=timezone.now())
    for role in READERS:
        client.force_login(make.user(role, country="KH"))
        for query in ("", "?country=KH"):
            html = content_of(client, ADDRESS + query)
            assert len(figures_in(html)) > 30
            assert wrong_figures(client, ADDRESS + query) == [], (role, query)
