"""The headline of the sector page holds by the counts."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from sector_tables.projections import refresh_sector_counts
from sector_tables.queries.compared_lines import ComparedLine
from sector_tables.queries.sectors import SectorLine
from sector_tables.templatetags.sector_tables import sector_words
from tests import make

pytestmark = pytest.mark.django_db


def page(client):
    refresh_sector_counts(now=make.NOW)
    return unescape(client.get("/sector-tables/?country=KH&year=2017&level=question").content.decode())


def assessed(*found):
    make.questionnaire()
    for questions in found:
        make.assessment(make.factory(), assessed_on=date(2017, 3, 1), findings=questions)


def test_what_was_found_most_often_is_told_with_its_counts(client):
    assessed(["OS-8-06"], ["OS-8-06"], ["CO-2-01"], [], [], [])

    assert "non-compliant in 2 of 6 factories (33%), more than anything else shown" in page(client)


def test_two_lines_found_alike_are_not_told_as_one_above_the_other(client):
    assessed(["OS-8-06", "CO-2-01"], ["OS-8-06", "CO-2-01"], [], [], [])

    told = page(client)

    assert "more than anything else" not in told
    assert "On each of 2 lines, 40% of factories were non-compliant" in told


def test_shares_that_print_alike_are_ranked_by_their_counts():
    """A question not asked of everybody: 1 of 3 is more than 33 of 100, and both print as 33%."""
    lines = [
        ComparedLine(SectorLine(code, of, n, 33, hidden=False), code, None)
        for code, n, of in (("A", 33, 100), ("B", 1, 3))
    ]

    assert sector_words(lines, "", 2017, 100)["finding"].startswith("B: non-compliant in 1 of 3 factories")


def test_where_nothing_was_found_the_page_says_so(client):
    assessed([], [], [], [], [])

    assert "No factory was non-compliant on anything shown" in page(client)
