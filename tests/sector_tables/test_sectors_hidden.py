"""Sector tables from outside: no page, API or file gives a small group away, and each says when it was counted."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import numpy as np
import pytest
from django.core.management import call_command
from django.urls import reverse

from journal.models import Delivery
from sector_tables.domain.sector import SMALL_GROUP
from sector_tables.models import SectorCount
from sector_tables.projections import refresh_sector_counts
from tests import make
from tests.assessments.test_api import listed
from tests.sector_tables.attacker import determined, upper_bounds

pytestmark = pytest.mark.django_db

YEAR = 2018
GROUPS = {"BD": 7, "HT": 3, "ID": 6, "JO": 5, "KH": 8, "NI": 5, "VN": 6}


@pytest.fixture
def sector():
    """Seven countries, of which one is small; factories assessed by cell."""
    make.questionnaire()
    rng = np.random.default_rng(20180601)
    asked = ["CO-1-01", "OS-8-06", "FA-1-01", "CL-1-01", "WT-1-01"]
    for country, number in GROUPS.items():
        for place in range(number):
            findings = [code for code in asked if rng.random() < 0.5]
            day = date(YEAR, 3, 1 + place)
            make.assessment(make.factory(country=country), assessed_on=day, findings=findings)
    refresh_sector_counts(now=make.NOW)
    return {(count.country, count.code): count.assessed for count in SectorCount.objects.filter(year=YEAR)}


def in_api():
    rows = []
    for level in ("cluster", "point", "question"):
        for country in ("", *GROUPS):
            rows += listed(None, "sector-tables", country=country, year=YEAR, level=level, page_size=500)
    return [(row["country"], row["code"], row["assessed"], row["noncompliant"]) for row in rows]


def in_files_of_the_page(client):
    rows = []
    for level in ("cluster", "point", "question"):
        for country in ("", *GROUPS):
            asked = {"country": country, "year": YEAR, "level": level, "format": "csv"}
            answer = client.get(reverse("sector_tables:export"), asked)
            text = b"".join(answer.streaming_content) if answer.streaming else answer.content
            rows += csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    return [(row["country"], row["code"], row["assessed"], row["noncompliant"]) for row in rows]


def in_export(tmp_path):
    call_command("export", "sector-tables", str(tmp_path / "sector.csv"))
    rows = csv.DictReader(io.StringIO((tmp_path / "sector.csv").read_text(encoding="utf-8-sig")))
    return [(row["country"], row["code"], row["assessed"], row["noncompliant"]) for row in rows]


@pytest.mark.parametrize("way", ["api", "files of the page", "export"])
def test_no_way_out_gives_a_hidden_group_away(way, sector, client, tmp_path):
    lines = {
        "api": in_api,
        "files of the page": lambda: in_files_of_the_page(client),
        "export": lambda: in_export(tmp_path),
    }
    rows = lines[way]()

    hidden = {(country, code) for country, code, assessed, _bad in rows if assessed in ("", None)}
    shown = {
        (country, code): int(assessed) for country, code, assessed, _bad in rows if assessed not in ("", None)
    }

    small = {cell for cell, number in sector.items() if number < SMALL_GROUP}
    assert {(country, code) for country, code, *_ in rows} == set(sector)
    assert small <= hidden
    assert {("HT", "OS-8"), ("JO", "OS-8")} <= hidden  # Haiti and, beside it, one of the smallest others
    assert ("", "OS-8") in shown
    assert not determined(sector, hidden)
    assert all(bound >= SMALL_GROUP for bound in upper_bounds(sector, hidden).values())
    assert all(bad in ("", None) for country, code, _n, bad in rows if (country, code) in hidden)


def test_the_pages_hide_the_same_lines(sector, client):
    shown = {
        country: client.get(
            reverse("sector_tables:table"), {"country": country, "year": YEAR, "level": "point"}
        ).content.decode()
        for country in ("HT", "JO", "NI", "")
    }

    assert "OS-8" in shown["NI"]
    assert "%" in shown["NI"]
    assert "%</strong>" not in shown["HT"]
    assert "%</strong>" not in shown["JO"]
    assert client.get(reverse("sector_tables:table"), {"country": "JO", "year": YEAR}).context["hidden"] > 30


def test_what_is_hidden_follows_a_country_that_alone_was_counted_again(sector):
    """With a fourth and fifth factory Haiti is no small group any more, so nobody is hidden beside it."""
    ours = [make.factory(country="HT") for _ in range(2)]
    for factory in ours:
        make.assessment(factory, assessed_on=date(YEAR, 4, 1))
    assert SectorCount.objects.get(country="JO", year=YEAR, code="OS-8").is_hidden

    refresh_sector_counts([factory.pk for factory in ours], now=make.NOW)

    assert not SectorCount.objects.filter(year=YEAR, code="OS-8", is_hidden=True).exists()


# --- when it was counted --------------------------------------------------------------------------------------------


WAITING = "Newer assessments are waiting to be counted"


def test_a_page_says_that_nothing_was_counted_yet_because_the_worker_is_behind(client):
    make.questionnaire()
    make.assessment(make.factory())

    assert WAITING in client.get(reverse("sector_tables:table")).content.decode()


def test_a_page_says_when_its_figures_were_counted_and_whether_newer_ones_wait(client):
    make.questionnaire()
    for _ in range(5):
        make.assessment(make.factory())
        make.assessment(make.factory(country="VN"))
    refresh_sector_counts(now=make.NOW)
    counted = client.get(reverse("sector_tables:table"), {"country": "KH"}).content.decode()

    make.assessment(make.factory(), now=make.NOW + timedelta(minutes=1))
    behind = client.get(reverse("sector_tables:table"), {"country": "KH"}).content.decode()
    elsewhere = client.get(reverse("sector_tables:table"), {"country": "VN"}).content.decode()

    assert f"Counted on {make.NOW.day} June 2018, {make.NOW:%H:%M} UTC" in counted
    assert WAITING not in counted
    assert WAITING in behind
    assert "Counted on" in elsewhere
    assert WAITING not in elsewhere


@pytest.mark.parametrize("state", ["claimed", "failed"])
def test_a_page_says_so_too_while_a_worker_counts_or_when_it_failed(state, client):
    make.questionnaire()
    make.assessment(make.factory())
    Delivery.objects.filter(reaction="sector_tables.refresh_sector_counts").update(state=state)
    assert WAITING in client.get(reverse("sector_tables:table")).content.decode()

    Delivery.objects.update(state="done")
    assert WAITING not in client.get(reverse("sector_tables:table")).content.decode()


def test_the_rebuild_command_counts_everything_without_a_worker(client, capsys):
    make.questionnaire()
    for _ in range(5):
        make.assessment(make.factory())

    call_command("rebuild_sector_counts", "--json")

    html = client.get(reverse("sector_tables:table"), {"country": "KH"}).content.decode()
    assert json.loads(capsys.readouterr().out) == {"sectors": 2}
    assert "Counted on" in html
    assert WAITING not in html
    assert SectorCount.objects.get(country="KH", code="OS-8").assessed == 5


def test_the_rebuild_command_drops_what_no_assessment_holds_up(capsys):
    make.questionnaire()
    make.assessment(make.factory())
    SectorCount.objects.create(
        country="HT", year=2017, level="point", code="OS-8", noncompliant=1, assessed=9,
        is_hidden=False, counted_at=make.NOW,
    )  # fmt: skip

    call_command("rebuild_sector_counts")

    assert capsys.readouterr().out == "2 sectors\n"
    assert set(SectorCount.objects.values_list("country", flat=True)) == {"", "KH"}
