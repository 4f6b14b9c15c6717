"""The headline of the sector page holds by the counts."""

from __future__ import annotations

from datetime import date
from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

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


def test_a_cluster_leads_to_its_points_and_a_point_to_its_questions(client):
    assessed(["OS-8-06"], ["OS-8-06"], ["CO-2-01"], [], [], [])
    refresh_sector_counts(now=make.NOW)
    address = "/sector-tables/?country=KH&year=2017"

    clusters = unescape(client.get(f"{address}&level=cluster").content.decode())
    points = client.get(f"{address}&level=point&under=OS")
    questions = client.get(f"{address}&level=question&under=OS-8")

    assert "?country=KH&year=2017&level=point&under=OS" in clusters
    assert {line.line.code.partition("-")[0] for line in points.context["lines"]} == {"OS"}
    assert "?country=KH&year=2017&level=question&under=OS-8" in unescape(points.content.decode())
    assert all(line.line.code.startswith("OS-8-") for line in questions.context["lines"])
    assert len(questions.context["lines"]) > 3
    [chip] = questions.context["active"]
    assert chip["url"] == "?country=KH&year=2017&level=question"
    exported = b"".join(client.get("/sector-tables/export/?country=KH&year=2017&under=OS").streaming_content)
    assert exported.decode().count("OS-") >= len(points.context["lines"])
    assert "CO-" not in exported.decode()


@pytest.mark.parametrize("language", ["en", "ar", "km"])
def test_the_document_holds_the_lines_of_the_page(client, language):
    assessed(["OS-8-06"], ["OS-8-06"], ["CO-2-01"], [], [], [])
    refresh_sector_counts(now=make.NOW)
    address = "?country=KH&year=2017&level=cluster"
    client.cookies["django_language"] = language

    answer = client.get(f"/sector-tables/pdf/{address}")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="sector-KH-2017-cluster.pdf"'
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for line in client.get(f"/sector-tables/{address}").context["lines"]:
        assert f"{line.line.percent}%" in text
    assert client.get("/sector-tables/pdf/?country=KH&year=2017&under=ZZ").status_code == 200


def test_without_an_assessment_the_document_says_so(client):
    answer = client.get("/sector-tables/pdf/")

    assert "No assessment is final yet" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
