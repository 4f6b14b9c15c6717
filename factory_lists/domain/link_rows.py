"""Rows of sourcing and consent files: a brand, a factory, from a day until a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from files.domain.cells import BadCell, day, plain_text
from files.domain.columns import CellReader, ListColumns, rows_until_unreadable
from files.domain.names import brand_cell
from files.domain.problems import ImportProblem

SCOPES = ("reports",)
_SHORTEST_PAPER = 4  # letters and digits


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link: `factory` is a code or OS ID; `scope` is "" for sourcing, and so is `paper`."""

    number: int
    factory: str
    brand: str
    from_on: date
    until_on: date | None = None
    scope: str = ""
    paper: str = ""


def _scope(text: str) -> str:
    found = text.strip().casefold()
    if found not in SCOPES:
        raise BadCell("no_such_scope", f"{text[:30]!r} is no scope; write one of {', '.join(SCOPES)}")
    return found


def _paper(text: str) -> str:
    """What names a document; a dash or a sign that nobody sees names none."""
    paper = plain_text(text, longest=200)
    if sum(map(str.isalnum, paper)) < _SHORTEST_PAPER:
        raise BadCell(
            "paper_missing",
            f"{text[:30]!r} names no document; write its date, its number and where it is kept",
        )
    return paper


_READERS: dict[str, CellReader] = {
    "factory": partial(plain_text, longest=40),
    "brand": partial(brand_cell, longest=120),
    "from_on": day,
    "until_on": day,
}
SOURCING = ListColumns(readers=_READERS, required=("factory", "brand", "from_on"))
CONSENTS = ListColumns(
    readers={**_READERS, "scope": _scope, "paper": _paper},
    required=("factory", "brand", "scope", "from_on"),
)


def read_links(
    kind: ListColumns, columns: tuple[str, ...], rows: Iterable[tuple[int, dict[str, str]]]
) -> tuple[list[LinkRow], list[ImportProblem], tuple[str, ...]]:
    """Typed rows, every problem, and the columns that are not read."""
    problems = kind.missing(columns)
    if problems:
        return [], problems, kind.ignored(columns)
    named, found = kind.named(columns), []
    for number, row in rows_until_unreadable(rows, problems):
        values, wrong = kind.read(number, row, named)
        wrong += _backwards(number, values)
        if wrong:
            problems += wrong
        else:
            found.append(LinkRow(number=number, **values))
    return found, problems, kind.ignored(columns)


def _backwards(number: int, values: dict[str, Any]) -> list[ImportProblem]:
    begin, end = values.get("from_on"), values.get("until_on")
    if begin and end and end < begin:
        return [
            ImportProblem(
                number, "until_on", "ends_before_start", "is before from_on; correct one of the two"
            )
        ]
    return []
