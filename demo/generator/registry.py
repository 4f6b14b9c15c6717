"""Factories, brands, sourcing and consents, as rows of their files (all values text)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import numpy as np

from demo.generator.names import MARK, brand_names, factory_names
from demo.generator.profiles import Cast

Row = dict[str, str]

# mean workers per factory and women's share, per cent, as published by country; middle of the garment districts
_COUNTRY = {
    "VN": (1750, 78, ((10.95, 106.85), (21.03, 106.05), (10.35, 106.36))),
    "KH": (977, 80, ((11.55, 104.83), (11.46, 104.52), (13.1, 103.2))),
    "ID": (2000, 83, ((-6.32, 107.15), (-6.98, 110.42), (-7.1, 107.6))),
    "BD": (2889, 55, ((23.95, 90.38), (23.62, 90.5), (22.35, 91.8))),
    "JO": (690, 75, ((32.0, 36.0), (32.5, 35.95), (31.95, 36.2))),
    "HT": (1233, 65, ((18.56, -72.28), (19.67, -71.84))),
    "NI": (1419, 52, ((12.13, -86.2), (12.43, -86.88))),
}
_PRODUCTS = (
    "T-shirts",
    "trousers",
    "denim",
    "sportswear",
    "knitwear",
    "shirts",
    "outerwear",
    "underwear",
    "uniforms",
)
_ENOUGH = 8
_RESPELLED_NAMES: dict[str, Callable[[str], str]] = {
    "KH": lambda name: f"{name} Co., Ltd.",
    "VN": lambda name: "".join(name.split(" ", 2)[:2]).capitalize() + f" {name.split(' ', 2)[2]}",
    "BD": lambda name: f"{name} Private Limited",
}


def factories(cast: Cast, today: date, rng: np.random.Generator) -> list[Row]:
    """One row a factory, in the cast's order, with codes of the programme's own form."""
    names = factory_names(rng)
    counters: dict[str, int] = {}
    rows = []
    for index in cast.country:
        country = cast.countries[int(index)].code
        counters[country] = counters.get(country, 0) + 1
        rows.append(_factory(country, counters[country], next(names), today, rng))
    _add_likely_duplicates(rows)
    return rows


def _add_likely_duplicates(rows: list[Row]) -> None:
    """In three countries the last factory is the third one, as another list would write it: people decide on the pair.

    The evidence stays that of the row; countries of fewer than eight have none.
    """
    by_country: dict[str, list[Row]] = {}
    for row in rows:
        by_country.setdefault(row["country"], []).append(row)
    for country, written in _RESPELLED_NAMES.items():
        members = by_country.get(country, [])
        if len(members) >= _ENOUGH:
            first, again = members[2], members[-1]
            name, place = first["name"].removesuffix(f" {MARK}"), first["address"].split(",")[0]
            again["name"] = f"{written(name)} {MARK}"
            again["address"] = f"{place}, Demonstration Road, {country}"
            again["lat"], again["lng"] = first["lat"], first["lng"]


def _factory(country: str, number: int, name: str, today: date, rng: np.random.Generator) -> Row:
    mean, women_percent, places = _COUNTRY[country]
    # sizes are spread like real ones: many middling, a few very large (101 to 12,899 seen)
    workers = int(np.clip(rng.lognormal(np.log(mean * 0.8), 0.65), 101, 12899))
    women = workers * int(np.clip(women_percent + rng.normal(0, 7), 10, 97)) // 100
    latitude, longitude = places[int(rng.integers(len(places)))]
    products = rng.choice(_PRODUCTS, size=int(rng.integers(1, 4)), replace=False)
    joined = today - timedelta(days=365 * 4 + int(rng.integers(0, 365 * 6)))
    return {
        "code": f"{country}-{number:05d}",
        "name": name,
        "country": country,
        "address": f"Demonstration plot {number}, {country}",
        "lat": f"{latitude + rng.normal(0, 0.12):.5f}",
        "lng": f"{longitude + rng.normal(0, 0.12):.5f}",
        "workers": str(workers),
        "women_workers": str(women),
        "products": "; ".join(sorted(products.tolist())),
        "joined_on": joined.isoformat(),
    }


def sourcing(codes: list[str], today: date, rng: np.random.Generator) -> Iterator[Row]:
    """One to three brands a factory; some links have ended."""
    brands = brand_names()
    for code in codes:
        for brand in rng.choice(len(brands), size=int(rng.integers(1, 4)), replace=False):
            began = today - timedelta(days=int(rng.integers(200, 1500)))
            ended = rng.random() < 0.08
            yield {
                "factory": code,
                "brand": brands[int(brand)],
                "from_on": began.isoformat(),
                "until_on": (today - timedelta(days=int(rng.integers(10, 150)))).isoformat() if ended else "",
            }


def consents(links: list[Row], rng: np.random.Generator) -> Iterator[Row]:
    """Most factories allow the brands that buy from them to read their reports."""
    for link in links:
        if not link["until_on"] and rng.random() < 0.7:
            yield {
                **link,
                "scope": "reports",
                "paper": f"consent form {link['factory']}, {link['from_on']} (fictional)",
            }
