"""A row of a factory list, as the programme's file format says, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from factories.domain import os_id
from factories.domain.cells import BadCell, day, decimal_degrees, plain_text, whole_number, yes_or_no
from factories.domain.countries import code_of
from factories.domain.names import name_cell
from factories.domain.problems import Problem
from factories.domain.reading import Columns, told_rows


@dataclass(frozen=True, slots=True)
class FactoryRow:
    """One factory of a list; None where the list does not say."""

    number: int
    name: str
    country: str
    code: str | None = None
    os_id: str | None = None
    address: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    workers: int | None = None
    women_workers: int | None = None
    products: str | None = None
    brands: tuple[str, ...] = ()
    joined_on: date | None = None
    is_closed: bool | None = None


def _country(text: str) -> str:
    found = code_of(text)
    if found is None:
        raise BadCell("no_such_country", f"{text[:40]!r} is no country; write its ISO code, such as KH")
    return found


def _os_id(text: str) -> str:
    found = os_id.normalised(text)
    if not os_id.is_valid(found):
        raise BadCell(
            "bad_os_id", f"{text[:40]!r} is no OS ID (its check character does not fit); copy it again"
        )
    return found


def _code(text: str) -> str:
    found = plain_text(text, longest=20).upper()
    if not found.isascii() or not all(c.isalnum() or c in "-_/" for c in found):
        raise BadCell(
            "bad_code", f"{text[:30]!r} has a sign that codes do not have; use letters, digits and hyphens"
        )
    return found.replace("/", "-")


def _list(text: str) -> tuple[str, ...]:
    parts = (plain_text(part, longest=120) for part in text.split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _brands(text: str) -> tuple[str, ...]:
    return tuple(name_cell(brand, longest=120) for brand in _list(text))


def _products(text: str) -> str:
    return plain_text("; ".join(_list(text)), longest=300)


COLUMNS = Columns(
    readers={
        "code": _code,
        "os_id": _os_id,
        "name": partial(name_cell, longest=200),
        "country": _country,
        "address": partial(plain_text, longest=400),
        "lat": partial(decimal_degrees, limit=90),
        "lng": partial(decimal_degrees, limit=180),
        "workers": partial(whole_number, most=1_000_000),
        "women_workers": partial(whole_number, most=1_000_000),
        "products": _products,
        "brands": _brands,
        "joined_on": day,
        "is_closed": yes_or_no,
    },
    required=("name", "country"),
    aliases={
        "country_code": "country",
        "latitude": "lat",
        "longitude": "lng",
        "factory": "code",
        "osid": "os_id",
    },
)
_RENAMED = {"lat": "latitude", "lng": "longitude"}
# one country, said in up to three columns; reading one of them is not dropping the others: they must agree
_COUNTRY = {"country", "country_code", "country_name"}


def read_rows(
    columns: tuple[str, ...], rows: Iterable[tuple[int, dict[str, str]]]
) -> tuple[list[FactoryRow], list[Problem], tuple[str, ...]]:
    """Typed rows, every problem, and the columns that nobody reads."""
    named = COLUMNS.named(columns)
    countries = [column for column in columns if column.casefold() in _COUNTRY]
    problems = [p for p in COLUMNS.missing(columns) if p.field != "country" or not countries]
    if problems:
        return [], problems, COLUMNS.ignored(columns)
    named = {theirs: ours for theirs, ours in named.items() if ours != "country"} | {countries[0]: "country"}
    found: list[FactoryRow] = []
    for number, row in told_rows(rows, problems):
        row[countries[0]] = row[countries[0]] or next((row[c] for c in countries if row[c]), "")
        values, wrong = COLUMNS.read(number, row, named)
        wrong += _contradictions(number, values)
        wrong += _other_countries(number, row, values.get("country"), countries)
        if wrong:
            problems += wrong
        else:
            found.append(_row(number, values))
    ignored = tuple(column for column in COLUMNS.ignored(columns) if column.casefold() not in _COUNTRY)
    return found, problems, ignored


def _other_countries(
    number: int, row: dict[str, str], country: str | None, columns: Sequence[str]
) -> list[Problem]:
    return [
        Problem(
            number, column, "countries_differ", f"is not {country} as in {columns[0]}; correct one of the two"
        )
        for column in columns[1:]
        if country and code_of(row[column]) not in {None, country}
    ]


def _contradictions(number: int, values: dict[str, Any]) -> list[Problem]:
    problems = []
    if values.get("women_workers", 0) > values.get("workers", 10**9):
        problems.append(
            Problem(
                number,
                "women_workers",
                "more_women_than_workers",
                "is more than workers; correct one of the two",
            )
        )
    if ("lat" in values) != ("lng" in values):
        alone = "lat" if "lat" in values else "lng"
        problems.append(
            Problem(number, alone, "half_a_place", "stands alone; give both lat and lng, or neither")
        )
    return problems


def _row(number: int, values: dict[str, Any]) -> FactoryRow:
    return FactoryRow(number=number, **{_RENAMED.get(name, name): value for name, value in values.items()})
