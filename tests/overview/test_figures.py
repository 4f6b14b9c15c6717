"""Every figure of the overview is the number of rows of the list behind it, over countries, years and readers."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from advisory.models import ZeroToleranceCase
from assessments.models import Assessment
from criteria.models import Evaluation
from factories.models import Factory
from factory_table.queries.standing import STANDINGS
from overview.models import YearFigure
from overview.projections import refresh_year_figures
from recognition.models import Recognition
from tests import make
from tests.overview.world import YEARS, draw

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


def stood_so(status: str, country: str, year: int) -> int:
    """How many factories stood so at the end of a year, one by one and in plain Python."""
    last = date(year, 12, 31)
    return sum(
        _stood(factory, status, last)
        for factory in Factory.objects.filter(country=country)
        if not factory.is_closed or (factory.closed_on and factory.closed_on > last)
    )


def _stood(factory: Factory, status: str, last: date) -> bool:
    if status == "active":
        if factory.joined_on is None:  # since it was recorded, or assessed
            finals = Assessment.objects.filter(factory=factory, state="final")
            return min([factory.recorded_at.date(), *(a.assessed_on for a in finals)]) <= last
        return factory.joined_on <= last
    if status == "open_case":
        cases = ZeroToleranceCase.objects.filter(factory=factory, superseded_at=None)
        return any(c.opened_on <= last and not (c.closed_on and c.closed_on <= last) for c in cases)
    if status == "recognised":
        held = [r for r in Recognition.objects.filter(factory=factory) if r.published_at]
        ends = [(r.published_at, r.ended_at or r.suspended_at) for r in held]
        return any(since.date() <= last and not (end and end.date() <= last) for since, end in ends)
    verdicts = [v for v in Evaluation.objects.filter(factory=factory) if v.as_of <= last]
    if not verdicts:
        return False
    newest = max(verdicts, key=lambda verdict: (verdict.as_of, verdict.evaluated_at))
    return newest.close if status == "close" else newest.outcome == "eligible"


def test_how_factories_stood_at_the_end_of_a_year_is_what_their_records_say():
    draw(8)
    refresh_year_figures(now=timezone.now())
    kept = {
        (row.country, row.year, row.figure): row.number
        for row in YearFigure.objects.filter(year__in=YEARS[:2], figure__in=STANDINGS)
    }
    assert len(kept) > 20
    assert len(set(kept.values())) > 2
    assert kept == {key: stood_so(key[2], key[0], key[1]) for key in kept}
