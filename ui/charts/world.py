"""The world band in which garments are made, drawn once (scripts/vendor_map.mjs); places on it are found here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import radians, sqrt
from pathlib import Path
from typing import Any

from ui.charts.scale import share

SMALLEST, LARGEST, ROOMY = 5.0, 19.0, 13.0  # radius in pixels; from the last on a figure fits inside
WHOLE_WORLD = "0 0 1000 400"
RATIO = 2.5  # of the drawing's sides
ROOM, ROOM_ABOVE = 1.5, 1.8  # how much wider and higher than its points the view is: room for circles
NARROWEST = 30.0
FRAME = ((44, -106), (-24, -106), (44, 152), (-24, 152), (44, 20), (-26, 20))  # latitude, longitude
TURNED = 20  # degrees to the east that are the middle
MARGIN = 8


@dataclass(frozen=True, slots=True)
class Bubble:
    """A circle on the map: its area follows the value."""

    x: str
    y: str
    radius: str
    roomy: bool  # wide enough for its figure


@cache
def _world() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(Path(__file__).with_name("world.json").read_text(encoding="utf-8"))
    return read


def countries() -> frozenset[str]:
    """ISO codes of the countries that have an outline of their own."""
    return frozenset(_world()["places"])


def bubble(code: str, value: float, *, largest: float) -> Bubble | None:
    """Where a country's circle sits and how large it is; None for a country that is not on the map."""
    found = _world()["places"].get(code)
    if found is None:
        return None
    radius = max(SMALLEST, LARGEST * sqrt(value / largest)) if largest > 0 else SMALLEST
    x, y = share(100 * found[0] / _world()["width"]), share(100 * found[1] / _world()["height"])
    return Bubble(x, y, f"{radius:.1f}", roomy=radius >= ROOMY)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, in the map's own units."""

    x: float
    y: float


def spot(latitude: float, longitude: float) -> Spot:
    """Where a place sits on the drawn world: the Natural Earth projection of scripts/vendor_map.mjs."""
    scale, across, down = _fitted()
    x, y = _projected(latitude, longitude)
    return Spot(scale * x + across, scale * y + down)


def points_in_view(points: Sequence[tuple[float, float, float]]) -> tuple[str, list[Bubble]]:
    """The part of the drawing that holds all points with some room, and each point's circle in it.

    `points`: latitude, longitude and value.
    """
    spots = [spot(latitude, longitude) for latitude, longitude, _ in points]
    left, right = min(at.x for at in spots), max(at.x for at in spots)
    top, bottom = min(at.y for at in spots), max(at.y for at in spots)
    width = max(NARROWEST, ROOM * (right - left), ROOM_ABOVE * (bottom - top) * RATIO)
    height = width / RATIO
    west, north = (left + right - width) / 2, (top + bottom - height) / 2
    largest = max(value for _, _, value in points)
    circles = []
    for at, (_, _, value) in zip(spots, points, strict=True):
        radius = max(SMALLEST, LARGEST * sqrt(value / largest))
        x, y = share(100 * (at.x - west) / width), share(100 * (at.y - north) / height)
        circles.append(Bubble(x, y, f"{radius:.1f}", roomy=radius >= ROOMY))
    return f"{west:.1f} {north:.1f} {width:.1f} {height:.1f}", circles


@cache
def _fitted() -> tuple[float, float, float]:
    """Scale and shift by which the frame fills the drawing."""
    width, height = _world()["width"], _world()["height"]
    places = [_projected(*place) for place in FRAME]
    left, right = min(x for x, _ in places), max(x for x, _ in places)
    top, bottom = min(y for _, y in places), max(y for _, y in places)
    scale = min((width - 2 * MARGIN) / (right - left), (height - 2 * MARGIN) / (bottom - top))
    return scale, (width - scale * (left + right)) / 2, (height - scale * (top + bottom)) / 2


def _projected(latitude: float, longitude: float) -> tuple[float, float]:
    """Natural Earth I by its polynomials; y grows downwards."""
    turned, up = radians(longitude - TURNED), radians(latitude)
    square = up * up
    fourth = square * square
    x = turned * (
        0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    )
    y = up * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
    return x, -y
