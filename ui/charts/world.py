"""The world band in which garments are made, drawn once (scripts/vendor.py); here only bubbles are placed on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

from ui.charts.scale import share

SMALLEST, LARGEST, ROOMY = 5.0, 19.0, 13.0  # radius in pixels; from the last on a figure fits inside


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
