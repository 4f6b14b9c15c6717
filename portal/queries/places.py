"""Factories on the map: counted by the cells of a grid in the database, so that thousands weigh as little as ten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, FloatField, IntegerField, Max, Min
from django.db.models.functions import Cast, Round

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

CELLS = 7  # along the longer side
SMALLEST = 20_000  # millionths of a degree: about two kilometres
MILLION = 1_000_000
BELOW, BEFORE = 90, 180  # added to latitude and longitude, so that no cell has a negative number
SIDES = 4
_SIDE = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,6})?")  # as `Area.text` writes it


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of degrees: its south and west edges are in it, the others are the neighbours'."""

    south: Decimal
    west: Decimal
    north: Decimal
    east: Decimal

    @property
    def text(self) -> str:
        """As it stands in an address."""
        return ",".join(f"{side.normalize():f}" for side in (self.south, self.west, self.north, self.east))


@dataclass(frozen=True, slots=True)
class MapPoint:
    """The factories of one cell: how many, and their middle."""

    area: Area
    number: int
    latitude: float
    longitude: float
    counts: Mapping[str, int] = field(default_factory=dict)


def area_of(text: str) -> Area | None:
    """The rectangle of an address; None where it is none."""
    sides = text.split(",")
    if len(sides) != SIDES or not all(map(_SIDE.fullmatch, sides)):
        return None
    return Area(*map(Decimal, sides))


def inside(rows: QuerySet[Any], area: Area) -> QuerySet[Any]:
    """Those of the rows (with latitude and longitude) that lie in a rectangle."""
    return rows.filter(
        latitude__gte=area.south, latitude__lt=area.north, longitude__gte=area.west, longitude__lt=area.east
    )


def clusters(rows: QuerySet[Any], **counts: Count) -> list[MapPoint]:
    """The rows that have a place, by the cells of a grid over all of them, with other counts of each cell.

    Two queries.
    """
    placed = rows.order_by().filter(latitude__isnull=False, longitude__isnull=False)
    ends = placed.aggregate(s=Min("latitude"), n=Max("latitude"), w=Min("longitude"), e=Max("longitude"))
    if ends["s"] is None:
        return []
    span = int(max(ends["n"] - ends["s"], ends["e"] - ends["w"]) * MILLION)
    size = max(SMALLEST, span // CELLS + 1)
    counted = (
        placed.annotate(map_row=_cell("latitude", BELOW, size), map_column=_cell("longitude", BEFORE, size))
        .values("map_row", "map_column")
        .annotate(
            number=Count("pk"),
            s=Min("latitude"),
            n=Max("latitude"),
            w=Min("longitude"),
            e=Max("longitude"),
            **counts,
        )
        .order_by("map_row", "map_column")
    )
    return [
        MapPoint(
            _area(cell["map_row"], cell["map_column"], size),
            cell["number"],
            float(cell["s"] + cell["n"]) / 2,
            float(cell["w"] + cell["e"]) / 2,
            {name: cell[name] for name in counts},
        )
        for cell in counted
    ]


def _cell(column: str, shift: int, size: int) -> Combinable:
    # whole millionths of a degree: exact on every database, as are the edges that an address names
    millionths = Cast(Round(Cast(column, FloatField()) * float(MILLION)), IntegerField())
    return (millionths + shift * MILLION) / size


def _area(row: int, column: int, size: int) -> Area:
    south, west = (Decimal(place * size) / MILLION for place in (row, column))
    step = Decimal(size) / MILLION
    return Area(south - BELOW, west - BEFORE, south + step - BELOW, west + step - BEFORE)
