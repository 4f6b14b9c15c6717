"""The store of all of history: columns in files that every process of the machine maps: memory holds them once.

A store is a folder below `VAR_DIR/history` that never changes. Its name says of which day it is, which event was the
last before it was read (number and hash: another journal has another), and which software made it; whoever opens it
needs nothing else to know whether it is theirs. `lab/projections.py` writes stores.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from criteria.domain.facts import Facts, column_names
from criteria.domain.history import History
from criteria.domain.measures import MeasureColumn
from journal.queries import event_hash
from lab.domain.fairness import Grouping
from lab.domain.lookback_windows import Lookback, StoredMeasures
from lab.queries.programme import LabHistory, ProgrammeAt
from lab.queries.simulation import Years, year_ends

CONTENTS = "contents.json"
"""What a store is made of; written last."""

DECIDES = (
    "lab",
    "criteria",
    "improvement_plans",
    "advisory",
    "assessments",
    "questionnaires",
    "factories",
    "betterwork",
)
"""Folders of the product whose text decides what a store holds."""

NOT_WHOLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a store raises that is not there, not whole, or not what was written."""

Arrays = Mapping[str, NDArray[Any]]

EMPTY = History.build([])
TABLES: Mapping[str, type[Facts]] = {
    field.name: type(table)
    for field in fields(History)
    if isinstance(table := getattr(EMPTY, field.name), Facts)
}
"""The tables of a history by their names in it; single findings are not read."""


def stored_columns(table: type[Facts]) -> list[str]:
    """The columns of a table that a store holds: no keys and digests, which lead from a fact back to its row."""
    blank = TABLES[next(name for name, of in TABLES.items() if of is table)].of(0, {})
    return [name for name in (*column_names(table), "order") if getattr(blank, name).dtype != np.object_]


def stores_folder() -> Path:
    """Where stores lie. It may be removed at any time."""
    return Path(settings.VAR_DIR) / "history"


@dataclass(frozen=True, slots=True, order=True)
class StoreName:
    """What the name of a store's folder says."""

    on: str
    event: int
    event_hash: str
    software: str

    @classmethod
    def parsed(cls, text: str) -> StoreName | None:
        """The name that a folder has; None where it is no store's."""
        found = re.fullmatch(r"([\d-]+)\.(\d+)\.(\w+)\.(\w+)", text)
        return cls(found[1], int(found[2]), found[3], found[4]) if found else None

    @classmethod
    def of(cls, on: date, event: int) -> StoreName:
        """The name of a store that is read now."""
        return cls(on.isoformat(), event, event_hash(event)[:16], software())

    def __str__(self) -> str:
        return f"{self.on}.{self.event:012}.{self.event_hash}.{self.software}"


def stores() -> list[StoreName]:
    """All stores there are, the newest last."""
    names = (StoreName.parsed(path.name) for path in stores_folder().glob("[0-9]*"))
    return sorted(name for name in names if name is not None)


def newest_store(on: date, *, after: int = 0) -> ProgrammeAt | None:
    """The programme of a day out of its newest store, if there is one that was made after an event."""
    name = newest_name(on, after=after)
    with suppress(*NOT_WHOLE):  # removed meanwhile, or damaged: the tables hold the same
        return opened(stores_folder() / str(name)) if name else None
    return None


def newest_name(on: date, *, after: int = 0) -> StoreName | None:
    """The name of the newest store of a day, of this journal and this software, made after an event."""
    for name in reversed(stores()):
        fits = name.on == on.isoformat() and name.event > after and name.software == software()
        if fits and event_hash(name.event)[:16] == name.event_hash:
            return name
    return None


@cache
def software() -> str:
    """A digest of everything in the product that decides what a store holds."""
    digest = sha256()
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for folder in DECIDES:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.*")):
            if path.suffix in {".py", ".toml", ".json"} and path.is_file():
                yield path


def opened(folder: Path) -> ProgrammeAt:
    """The programme of a store.

    Raises:
        NOT_WHOLE.
    """
    contents = contents_of(folder)
    arrays = mapped(folder, contents["arrays"])
    on = date.fromisoformat(contents["on"])
    history = history_from(arrays, contents["codes"], contents["countries"], contents["courses_on_offer"])
    columns = {
        key: MeasureColumn(
            arrays[f"reading.{at}.n"], arrays.get(f"reading.{at}.of"), arrays[f"reading.{at}.known"]
        )
        for at, key in enumerate(contents["readings"])
    }
    outcomes = {name: arrays[f"outcomes.{at}"] for at, name in enumerate(contents["outcomes"])}
    years, ends = year_ends(contents["first_assessed"], on)
    lookback = Lookback(history, ends, StoredMeasures(columns, outcomes))
    country, size, product = (
        Grouping(tuple(names), arrays[f"{by}.group"], arrays[f"{by}.row"])
        for by, names in contents["groupings"].items()
    )
    return ProgrammeAt(
        on,
        contents["event"],
        frozenset(contents["heard"]),
        arrays["ids"],
        LabHistory(Years(on, years, lookback), country, size, product),
        stored=True,
    )


def history_from(arrays: Arrays, codes: Sequence[str], countries: Sequence[str], courses: int) -> History:
    """The history whose columns these are."""
    tables: dict[str, Any] = {}
    for name, table in TABLES.items():
        own = {column: arrays[f"{name}.{column}"] for column in stored_columns(table)}
        blank = np.broadcast_to(np.array("", dtype=object), own["order"].shape)
        nothing = {column: blank for column in column_names(table) if column not in own}
        tables[name] = table(factories=len(codes), **own, **nothing)
    return History(
        codes=tuple(codes),
        countries=tuple(countries),
        country=arrays["country"],
        courses_on_offer=courses,
        **tables,
    )


def mapped(folder: Path, shapes: Mapping[str, tuple[str, Sequence[int]]]) -> dict[str, NDArray[Any]]:
    """The arrays of a folder by name, each mapped from its file; read when they are looked at, and never written.

    Raises:
        ValueError: a file is shorter or longer than it should be.
    """
    arrays: dict[str, NDArray[Any]] = {}
    for name, (dtype, shape) in shapes.items():
        file, size = folder / name, int(np.prod(shape)) * np.dtype(dtype).itemsize
        if file.stat().st_size != size:
            raise ValueError(f"{file} is not whole")
        whole = np.memmap(file, dtype=dtype, mode="r", shape=tuple(shape)) if size else np.empty(shape, dtype)
        arrays[name] = np.asarray(whole)
    return arrays


def contents_of(folder: Path) -> dict[str, Any]:
    """What a store says of itself."""
    contents: dict[str, Any] = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
    return contents
