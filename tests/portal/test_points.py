"""The map of a chosen country and the list in step: points counted by a grid, each leading to its factories."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from factories.models import Factory
from portal.projections import refresh_listings
from portal.queries import area_of, clusters, inside
from tests import make
from tests.portal.world import reading
from ui.charts.world import bubble, spot

pytestmark = pytest.mark.django_db

PLACES = {"KH-00051": ("11.55", "104.90"), "KH-00052": ("11.56", "104.91"), "KH-00053": ("13.36", "103.86")}


@pytest.fixture
def linh(client, programme):
    for code, (latitude, longitude) in PLACES.items():
        make.factory(code, latitude=Decimal(latitude), longitude=Decimal(longitude), products="shirts")
    client.force_login(programme.linh)
    return client


def points(client, **asked):
    page = client.get(reverse("directory"), asked)
    return page, page.context["points"]


def test_a_country_shows_its_factories_as_points_and_the_world_its_countries(linh):
    page, shown = points(linh, country="KH")
    assert sorted(point["value"] for point in shown) == [1, 2]
    assert page.content.count(b"Around ") == 4  # each as a link and as its title

    assert points(linh)[1] == []


def test_a_point_narrows_list_file_and_counts_and_says_so(linh):
    _, shown = points(linh, country="KH")
    for point in shown:
        page = linh.get(reverse("directory") + point["url"])
        assert page.context["counted"].number == point["value"]
        assert [one["chosen"] for one in page.context["points"] if one["url"] == point["url"]] == [True]
        assert "Part of the map" in page.content.decode()
        export = linh.get(reverse("directory_export") + point["url"] + "&format=csv")
        rows = list(csv.DictReader(io.StringIO(b"".join(export.streaming_content).decode("utf-8-sig"))))
        assert len(rows) == point["value"]


def test_filters_apply_to_the_map(linh):
    _, shown = points(linh, country="KH", q="KH-00053")

    assert [point["value"] for point in shown] == [1]


def test_a_part_of_another_countrys_map_narrows_nothing(linh):
    _, shown = points(linh, country="KH")
    area = re.search(r"area=([^&]+)", shown[0]["url"])[1].replace("%3A", ":").replace("%2C", ",")

    page = linh.get(reverse("directory"), {"country": "VN", "area": area})

    assert page.context["counted"].number == 1
    assert "Part of the map" not in page.content.decode()


def test_in_a_part_of_the_map_the_other_countries_still_say_how_many_they_leave(linh):
    page, shown = points(linh, country="KH")
    everywhere = {place["code"]: place["value"] for place in page.context["places"]}

    page = linh.get(reverse("directory") + shown[0]["url"])

    assert {place["code"]: place["value"] for place in page.context["places"]} == everywhere
    counts = dict(page.context["form"].fields["country"].widget.choices)
    assert str(counts["KH"]).endswith(f"({shown[0]['value']})")
    assert str(counts["VN"]).endswith(f"({everywhere['VN']})")
    for place in page.context["places"]:
        behind = linh.get(reverse("directory") + place["url"])
        assert behind.context["counted"].number == place["value"]


@pytest.mark.parametrize(
    "area",
    ["KH:", "KH:1,2,3", "KH:a,b,c,d", "KH:NaN,0,1,1", "KH:1e999,0,1,1", "KH:1e-999999999,0,1,1", "nonsense"],
)
def test_nonsense_in_the_address_is_no_area(linh, area):
    page = linh.get(reverse("directory"), {"country": "KH", "area": area})

    assert page.status_code == 200


def test_the_page_is_as_light_and_asks_as_often_for_many(linh):
    def measured():
        linh.get(reverse("directory"), {"country": "KH"})
        with reading() as statements:
            page = linh.get(reverse("directory"), {"country": "KH"})
        return len(statements), len(page.content)

    few, _ = measured()
    model = Factory.objects.get(code="KH-00051")
    Factory.objects.bulk_create(
        Factory(
            code=f"KH-7{number:04}", name=f"Mill {number}", match_name=f"mill {number}", country_id="KH",
            latitude=Decimal(10_000 + number * 37 % 4000) / 1000,
            longitude=Decimal(103_000 + number * 53 % 4000) / 1000,
            workers=500, products="shirts; trousers", recorded_at=model.recorded_at,
        )
        for number in range(3000)
    )  # fmt: skip
    many, weight = measured()

    assert many == few
    assert weight <= 60 * 1024


def test_a_recognised_factory_stands_on_the_public_map(client, programme):
    Factory.objects.filter(pk=programme.recognised.pk).update(
        latitude=Decimal("21.03"), longitude=Decimal("105.85")
    )
    refresh_listings()

    page = client.get(reverse("recognised"), {"country": "VN"})

    (point,) = page.context["points"]
    assert client.get(reverse("recognised") + point["url"]).context["counted"].number == 1


def test_places_are_projected_as_the_drawing_is():
    drawn = bubble("VN", 1, largest=1)
    at = spot(21.2, 106.2)

    assert [at.x / 10, at.y / 4] == pytest.approx(
        [float(side.rstrip("%")) for side in (drawn.x, drawn.y)], abs=0.02
    )


degrees = st.decimals(min_value=-60, max_value=70, places=6)


class Grid(TestCase):
    """Whatever the places: every factory is in one cell, and the cell finds as many as it says."""

    @given(st.lists(st.tuples(degrees, degrees), min_size=1, max_size=12))
    def test_every_cell_finds_what_it_counts(self, places):
        Factory.objects.all().delete()
        for number, (latitude, longitude) in enumerate(places):
            make.factory(f"KH-6{number:04}", latitude=latitude, longitude=longitude)
        rows = Factory.objects.all()

        found = clusters(rows)

        assert sum(cluster.number for cluster in found) == len(places)
        for cluster in found:
            area = area_of(cluster.area.text)
            assert area == cluster.area
            assert inside(rows, area).count() == cluster.number
