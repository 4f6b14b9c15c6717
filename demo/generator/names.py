"""Names that nobody can take for a real factory or brand: every one says that it is a demonstration."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

_FIRST = (
    "Amber Azure Birch Bright Cedar Clear Cobalt Copper Coral Crimson Dawn Emerald Evening Fern Garnet Gentle Golden "
    "Harvest Hazel Indigo Ivory Jade Jasmine Juniper Lantern Linen Lotus Maple Marble Meadow Mild Misty Morning "
    "Mountain Olive Opal Orchid Pearl Pine Plain Quiet Rain River Rose Saffron Sandal Silver Spring Still Summer "
    "Sunny Teal Thistle Velvet Violet Walnut Willow Winter"
).split()
_SECOND = (
    "Bridge Crane Dragonfly Egret Falcon Finch Harbour Heron Ibis Kingfisher Kite Lark Magpie Mill Needle Oriole "
    "Palm Peak Plover Robin Shuttle Sparrow Spindle Starling Stitch Stork Swallow Swan Tern Thread Thrush Wren"
).split()
_TRADE = (
    "Garments",
    "Apparel",
    "Knitwear",
    "Fashion",
    "Sportswear",
    "Denim",
    "Textile Works",
    "Tailoring",
    "Hosiery",
)
MARK = "· Demo"
BRANDS = (
    "Northlight", "Field & Fathom", "Orrery", "Tidewater Kids", "Parallel 48", "Cinder Street", "Halcyon Outdoor",
    "Loom Republic", "Marigold House", "Quarter Sleeve", "Saltmarsh", "Tenfold", "Ubiquity Basics", "Verdant Run",
    "Westering", "Yarrow & Daughters", "Zephyr Sport", "Brightseam", "Common Cloth", "Daylong", "Easterly",
    "Fourth Button", "Greyfriar Denim", "Highwater",
)  # fmt: skip


def factory_names(rng: np.random.Generator) -> Iterator[str]:
    """Endless distinct names in an order that the seed decides."""
    pairs = list(itertools.product(_FIRST, _SECOND))
    rng.shuffle(pairs)
    for turn in itertools.count():
        for first, second in pairs:
            trade = _TRADE[int(rng.integers(len(_TRADE)))]
            numeral = f" {turn + 1}" if turn else ""
            yield f"{first} {second} {trade}{numeral} {MARK}"


def brand_names() -> list[str]:
    """The brands, each with the mark."""
    return [f"{name} {MARK}" for name in BRANDS]
