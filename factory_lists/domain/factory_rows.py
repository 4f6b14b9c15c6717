"""A row of a factory list: typed from the cells that its columns are mapped to, and what can be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from countries.domain.countries import code_of, name_of, near_code, suggested_codes
from factories.domain import os_id
from factory_lists.domain.aliases import ADDRESS_PARTS
from factory_lists.domain.mapping import propose
from files.domain.cells import (
    BadCell,
    day,
    decimal_degrees,
    plain_text,
    refuse_computed,
    whole_number,
    yes_or_no,
)
from files.domain.columns import rows_until_unreadable
from files.domain.names import brand_cell, match_text, name_cell
from files.domain.problems import ImportProblem

ADDRESS_LENGTH = 400
_SHOWN = 200
MAX_CELL = 32_767
_RANGE = re.compile(
    r"[<>~≥≤+]?\s*[0-9][0-9, .']*\s*(?:(?:-|–|—|to)\s*[0-9][0-9, .']*|\+)|[<>~≥≤]\s*[0-9][0-9, .']*"
)
_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,18})?)\s*(%?)")


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


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as read: the factory unless anything is wrong, what is wrong, and what was understood and how."""

    number: int
    row: FactoryRow | None
    problems: tuple[ImportProblem, ...] = ()
    notes: tuple[ImportProblem, ...] = ()
    name: str = ""  # as it stands in the file


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
    refuse_computed(text)  # the parts would be plain text
    parts = (plain_text(part, longest=120) for part in text.split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _brands(text: str) -> tuple[str, ...]:
    return tuple(brand_cell(brand, longest=120) for brand in _list(text))


def _products(text: str) -> str:
    return plain_text("; ".join(_list(text)), longest=300)


def _percent(text: str) -> Decimal:
    """Per cent from "62%", "62.5" or the fraction 0.62 that a spreadsheet shows as 62%."""
    found = _PERCENT.fullmatch(text.strip())
    value = Decimal(found[1].replace(",", ".")) if found else Decimal(-1)
    if found and not found[2] and value == 1:
        raise BadCell("not_a_share", "1 may be 1% or 100%; write it with the sign")
    if found and not found[2] and 0 < value < 1:
        value *= 100
    if not 0 <= value <= 100:  # noqa: PLR2004  # per cent
        raise BadCell("not_a_share", f"{text[:30]!r} is not a share in per cent; write it as 62%")
    return value


_READERS: Mapping[str, Callable[[str], Any]] = {
    "code": _code,
    "os_id": _os_id,
    "name": partial(name_cell, longest=200),
    "lat": partial(decimal_degrees, limit=90),
    "lng": partial(decimal_degrees, limit=180),
    "workers": partial(whole_number, most=1_000_000),
    "women_workers": partial(whole_number, most=1_000_000),
    "women_percent": _percent,
    "products": _products,
    "brands": _brands,
    "joined_on": day,
    "is_closed": yes_or_no,
}
_HEAD_COUNTS = ("workers", "women_workers")
_RENAMED = {"lat": "latitude", "lng": "longitude"}


@dataclass(slots=True)
class FactoryRowReader:
    """Reads rows of a list whose columns are mapped: column name → one of `lists.mapping.TARGETS`."""

    columns: Sequence[str]
    mapping: Mapping[str, str]
    _places: dict[str, list[tuple[int, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self._places = {}
        for place, column in enumerate(self.columns):
            target = self.mapping.get(column)
            if target:
                self._places.setdefault(target, []).append((place, column))

    def missing(self) -> list[ImportProblem]:
        """A problem for each of name and country that no column holds."""
        return [
            ImportProblem(1, target, "column_missing", f"the column is missing; add a column named {target}")
            for target in ("name", "country")
            if target not in self._places
        ]

    def ignored(self) -> tuple[str, ...]:
        """Columns that are not read."""
        return tuple(column for column in self.columns if not self.mapping.get(column))

    def read(self, number: int, cells: Sequence[str]) -> ReadRow:
        """One row; `cells` are stripped texts in the order of the columns."""
        wrong = _wrong_with_row(number, cells, len(self.columns))
        if wrong is not None:
            return ReadRow(number, None, (wrong,))
        reading = _FactoryRowReading(number, cells, self._places)
        values = reading.values()
        if reading.problems:
            name = next((text for text, _column in reading.texts("name")), "")
            return ReadRow(number, None, tuple(reading.problems), tuple(reading.notes), name[:_SHOWN])
        row = FactoryRow(number=number, **{_RENAMED.get(key, key): value for key, value in values.items()})
        return ReadRow(number, row, (), tuple(reading.notes))


@dataclass(slots=True)
class _FactoryRowReading:
    """One row being read."""

    number: int
    cells: Sequence[str]
    places: Mapping[str, list[tuple[int, str]]]
    problems: list[ImportProblem] = field(default_factory=list)
    notes: list[ImportProblem] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for target, reader in _READERS.items():
            for text, column in self.texts(target)[:1]:
                if target in _HEAD_COUNTS and _RANGE.fullmatch(text):
                    self._note(column, "range", f"{text[:30]!r} is no exact count; it is not taken")
                else:
                    self._read(values, target, column, text, reader)
        self._country(values)
        self._address(values)
        self._share_of_women(values)
        self._required(values)
        self._contradictions(values)
        return values

    def texts(self, target: str) -> list[tuple[str, str]]:
        """Text and column of every cell of a target that is not empty."""
        cells = self.cells
        return [
            (cells[place], column)
            for place, column in self.places.get(target, ())
            if place < len(cells) and cells[place]
        ]

    def _read(
        self, values: dict[str, Any], target: str, column: str, text: str, reader: Callable[[str], Any]
    ) -> None:
        try:
            values[target] = reader(text)
        except BadCell as bad:
            self.problems.append(ImportProblem(self.number, column, bad.code, str(bad)))

    def _note(self, column: str, code: str, message: str) -> None:
        self.notes.append(ImportProblem(self.number, column, code, message))

    def _country(self, values: dict[str, Any]) -> None:
        """One country, in one column or several that agree."""
        given = self.texts("country")
        if not given:
            return
        text, column = given[0]
        found = code_of(text)
        if found is None:
            found = near_code(text)
            if found is None:
                self.problems.append(ImportProblem(self.number, column, "no_such_country", _no_country(text)))
                return
            self._note(
                column, "country_guessed", f"{text[:40]!r} is read as {name_of(found)}; did you mean it?"
            )
        for other, other_column in given[1:]:
            if code_of(other) not in {None, found}:
                message = f"is not {found} as in {column}; correct one of the two"
                self.problems.append(ImportProblem(self.number, other_column, "countries_differ", message))
                return
        values["country"] = found

    def _address(self, values: dict[str, Any]) -> None:
        """The parts of the address in their order; a part that the address names already is not said again."""
        parts: list[str] = []
        folded = " "
        first = ""
        for target in ADDRESS_PARTS:
            for text, column in self.texts(target):
                first = first or column
                if self._computes(column, text):
                    continue
                words = match_text(text)
                if words and target not in {"address", "street"} and f" {words} " in folded:
                    continue
                parts.append(text.strip(" ,"))
                folded += f"{words} "
        if parts:
            self._read(
                values, "address", first, ", ".join(parts), partial(plain_text, longest=ADDRESS_LENGTH)
            )

    def _computes(self, column: str, text: str) -> bool:
        """Whether a cell is a formula: joined with others it would be text as any."""
        try:
            refuse_computed(text)
        except BadCell as bad:
            self.problems.append(ImportProblem(self.number, column, bad.code, str(bad)))
            return True
        return False

    def _share_of_women(self, values: dict[str, Any]) -> None:
        share = values.pop("women_percent", None)
        if share is None or "women_workers" in values or "workers" not in values:
            return
        values["women_workers"] = int((share * values["workers"] / 100).to_integral_value())

    def _required(self, values: dict[str, Any]) -> None:
        faulty = {problem.field for problem in self.problems}
        for target in ("name", "country"):
            columns = [column for _place, column in self.places.get(target, ())]
            if target not in values and not faulty & set(columns):
                field_ = columns[0] if columns else target
                self.problems.append(ImportProblem(self.number, field_, "blank", "is empty; fill it in"))

    def _contradictions(self, values: dict[str, Any]) -> None:
        if values.get("women_workers", 0) > values.get("workers", 10**9):
            message = "is more than workers; correct one of the two"
            column = self._column("women_workers")
            self.problems.append(ImportProblem(self.number, column, "more_women_than_workers", message))
        if ("lat" in values) != ("lng" in values):
            alone = self._column("lat" if "lat" in values else "lng")
            message = "stands alone; give both lat and lng, or neither"
            self.problems.append(ImportProblem(self.number, alone, "half_a_place", message))

    def _column(self, target: str) -> str:
        return next((column for _place, column in self.places.get(target, ())), target)


def read_rows(
    columns: tuple[str, ...], rows: Iterable[tuple[int, dict[str, str]]]
) -> tuple[list[FactoryRow], list[ImportProblem], tuple[str, ...]]:
    """Typed rows of a table in the programme's own columns, every problem, and the columns that are not read."""
    mapping = {proposal.column: proposal.target for proposal in propose(columns, {})}
    reader = FactoryRowReader(columns, mapping)
    problems = reader.missing()
    if problems:
        return [], problems, reader.ignored()
    found: list[FactoryRow] = []
    for number, row in rows_until_unreadable(rows, problems):
        read = reader.read(number, [row[column] for column in columns])
        problems += read.problems
        if read.row is not None:
            found.append(read.row)
    return found, problems, reader.ignored()


def _wrong_with_row(number: int, cells: Sequence[str], width: int) -> ImportProblem | None:
    if any(cells[width:]):
        message = "has more cells than the head row; quote cells that hold a comma"
        return ImportProblem(number, "", "extra_cells", message)
    if max(map(len, cells), default=0) > MAX_CELL:
        return ImportProblem(number, "", "too_long", f"has a cell of over {MAX_CELL} characters; shorten it")
    return None


def _no_country(text: str) -> str:
    suggested = [f"{name_of(code)} ({code})" for code in suggested_codes(text)]
    if suggested:
        return (
            f"{text[:40]!r} is no country; did you mean {' or '.join(suggested)}? Write the name or the code"
        )
    return f"{text[:40]!r} is no country; write its ISO code, such as KH"
