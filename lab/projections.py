"""Writes stores of all of history (`lab/queries/history_store.py`), a slice of factories at a time.

A store is written into a folder that nobody reads, forced to the disk, and then renamed: it is there whole or not at
all.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisory.queries.evidence_columns import MANY
from criteria.domain.criteria import CriteriaDocument
from criteria.domain.engine import MeasureMatrix, outcomes_of
from criteria.domain.facts import SPAN
from criteria.domain.history import History
from criteria.domain.measures import MEASURES, MeasureColumn, Snapshot
from criteria.queries.criteria import versions
from criteria.queries.history import load_history
from factories.queries.columns import judged_factories
from journal.queries import latest_event_id
from lab.domain.lookback_windows import decided_by
from lab.queries.history_store import (
    CONTENTS,
    EMPTY,
    NOT_WHOLE,
    TABLES,
    StoreName,
    contents_of,
    history_from,
    mapped,
    newest_name,
    newest_store,
    stored_columns,
    stores,
    stores_folder,
)
from lab.queries.kept_programme import WORTH_A_STORE, happened_since, heard_before
from lab.queries.programme import LabFactory, groupings_of, known_factories
from lab.queries.simulation import first_assessed, year_ends

MOST_READINGS = 60
"""Readings that are measured beforehand; versions of criteria may need more, which are measured when asked for."""
BEHIND = 50
"""Factories that something happened to since, after which a store is written anew: each answer reads these again."""
AGE = timedelta(hours=1)
"""After which a store is written anew if anything happened at all."""


@dataclass(frozen=True, slots=True)
class ProgrammeSlice:
    """Some factories: their ids, their history in the same order, and what is known of them by code."""

    ids: list[int]
    history: History
    known: dict[str, LabFactory]


@dataclass(frozen=True, slots=True)
class _ArrayFiles:
    """Arrays that grow in the files of a folder. `shapes`: by name, type and shape so far."""

    folder: Path
    shapes: dict[str, tuple[str, list[int]]] = field(default_factory=dict)

    def append(self, name: str, rows: NDArray[Any]) -> None:
        """More rows of an array."""
        dtype, shape = self.shapes.setdefault(name, (rows.dtype.str, [0, *rows.shape[1:]]))
        with (self.folder / name).open("ab") as file:
            np.ascontiguousarray(rows, dtype=dtype).tofile(file)
        shape[0] += len(rows)

    def to_disk(self) -> None:
        """Returns when the disk has them all."""
        for path in (*self.folder.iterdir(), self.folder):
            handle = os.open(path, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)


def refresh_history_stores(*, now: datetime, days: Iterable[date]) -> list[StoreName]:
    """Write the stores of some days that are not there or too far behind; which were written."""
    due = [day for day in sorted(set(days)) if _is_due(day, now=now)]
    return [name for day in due if (name := write_history_store(day, now=now)) is not None]


def write_history_store(
    on: date, *, now: datetime, slices: Iterable[ProgrammeSlice] | None = None
) -> StoreName | None:
    """Write the store of a day and remove what it replaces; None where another process is at it.

    Args:
        on: the day that is today when it is read.
        now: the moment.
        slices: the programme's factories, in order of code; None to read them.
    """
    with _alone() as alone:
        if not alone:
            return None
        event = latest_event_id()
        heard, name = heard_before(event), StoreName.of(on, event)
        if newest_store(on, after=event - 1) is not None:
            return name
        shutil.rmtree(stores_folder() / str(name), ignore_errors=True)  # damaged, if there is one
        folder = stores_folder() / f"writing.{os.getpid()}"
        folder.mkdir()
        with _removed_unless_whole(folder):
            contents = _written(folder, on, _slices(on) if slices is None else slices)
            contents |= {"event": event, "heard": sorted(heard), "written_at": now.isoformat()}
            (folder / CONTENTS).write_text(json.dumps(contents), encoding="utf-8")
            _ArrayFiles(folder).to_disk()
            folder.rename(stores_folder() / str(name))
        _ArrayFiles(stores_folder()).to_disk()
        _remove_old(name)
        return name


def _is_due(on: date, *, now: datetime) -> bool:
    name = newest_name(on)
    if name is None or newest_store(on) is None:
        return len(judged_factories(None, on=on, known_at=None)) >= WORTH_A_STORE
    try:
        contents = contents_of(stores_folder() / str(name))
        heard = frozenset(contents["heard"])
        old = now - datetime.fromisoformat(contents["written_at"]) >= AGE
    except NOT_WHOLE:
        return True
    touched = set(happened_since(name.event, heard).values())
    return None in touched or len(touched) > BEHIND or (bool(touched) and old)


@contextmanager
def _removed_unless_whole(folder: Path) -> Iterator[None]:
    """What a full disk leaves half written would keep it full for everything else that writes there."""
    try:
        yield
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process writes; what one that died has left is removed. The lock ends with the process."""
    stores_folder().mkdir(parents=True, exist_ok=True)
    with (stores_folder() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        for left in stores_folder().glob("writing.*"):
            shutil.rmtree(left)
        yield True


def _remove_old(new: StoreName) -> None:
    """Remove all but the newest of the last two days, and the one just replaced, which a process may be opening.

    Who has opened one goes on reading it.
    """
    newest = {name.on: name for name in stores() if name.software == new.software}
    replaced = [name for name in stores() if name.on == new.on and name != new][-1:]
    for name in set(stores()) - {new, *replaced, *(newest[on] for on in sorted(newest)[-2:])}:
        shutil.rmtree(stores_folder() / str(name), ignore_errors=True)


def _slices(on: date) -> Iterator[ProgrammeSlice]:
    ids = [factory.id for factory in judged_factories(None, on=on, known_at=None)]
    for at in range(0, len(ids), MANY):
        loaded = load_history(ids[at : at + MANY], on=on)
        factories = [factory.id for factory in loaded.factories]
        yield ProgrammeSlice(factories, loaded.history, known_factories(loaded.history.codes))


def _written(folder: Path, on: date, slices: Iterable[ProgrammeSlice]) -> dict[str, Any]:
    """Write the arrays; what else the store holds."""
    files = _ArrayFiles(folder)
    codes: list[str] = []
    country_of: list[str] = []
    groupings = [*groupings_of(EMPTY, {})]
    courses = 0
    nobody = ProgrammeSlice([], EMPTY, {})  # so that there are files even without a factory
    for part in chain([nobody], slices):
        _append_facts(files, part.history, behind=len(codes))
        files.append("ids", np.array(part.ids, dtype=np.int64))
        more = groupings_of(part.history, part.known)
        everybody = np.ones(len(codes), dtype=np.bool_)
        groupings = [old.joined(everybody, new) for old, new in zip(groupings, more, strict=True)]
        codes += part.history.codes
        country_of += (part.history.countries[at] for at in part.history.country.tolist())
        courses = part.history.courses_on_offer
    countries = sorted(set(country_of))
    files.append("country", np.searchsorted(countries, country_of).astype(np.int64))
    history = history_from(mapped(folder, files.shapes), codes, countries, courses)
    documents = [version.document for version in versions(drafts=True)]
    first = first_assessed(history, on)
    readings, outcomes = _append_measures(files, history, year_ends(first, on)[1], documents)
    for by, grouping in zip(("country", "size", "product"), groupings, strict=True):
        files.append(f"by_{by}.group", grouping.group)
        files.append(f"by_{by}.row", grouping.row)
    return {
        "on": on.isoformat(),
        "codes": codes,
        "countries": countries,
        "courses_on_offer": courses,
        "first_assessed": first,
        "readings": readings,
        "outcomes": outcomes,
        "groupings": {
            f"by_{by}": grouping.names
            for by, grouping in zip(("country", "size", "product"), groupings, strict=True)
        },
        "arrays": files.shapes,
    }


def _append_facts(files: _ArrayFiles, history: History, *, behind: int) -> None:
    """The facts of some factories, behind those of others; tables are sorted by factory, so they stay sorted."""
    for name, table in TABLES.items():
        rows = getattr(history, name)
        for column in stored_columns(table):
            values = getattr(rows, column)
            moved = {"factory": behind, "order": behind * SPAN}.get(column)
            files.append(f"{name}.{column}", values if moved is None else values + moved)


def _append_measures(
    files: _ArrayFiles, history: History, days: list[int], documents: list[CriteriaDocument]
) -> tuple[list[str], list[str]]:
    """What documents need measured on each day, and what their criteria say of it: their names, numbered in files."""
    readings = list(dict.fromkeys(use for document in documents for use in document.readings()))
    readings = readings[:MOST_READINGS]
    for day in days:
        snapshot = Snapshot(history, day)
        for at, use in enumerate(readings):
            column = MEASURES[use.measure].read(snapshot, use.window)
            files.append(f"reading.{at}.n", column.n)
            files.append(f"reading.{at}.known", column.known)
            if column.of is not None:
                files.append(f"reading.{at}.of", column.of)
    arrays = mapped(files.folder, files.shapes)
    columns = {
        use.key: MeasureColumn(
            arrays[f"reading.{at}.n"], arrays.get(f"reading.{at}.of"), arrays[f"reading.{at}.known"]
        )
        for at, use in enumerate(readings)
    }
    matrix = MeasureMatrix(
        history.codes * len(days), history.countries, np.tile(history.country, len(days)), columns
    )
    criteria = {
        decided_by(criterion): criterion
        for document in documents
        for criterion in document.criteria
        if all(use.key in columns for use in criterion.readings())
    }
    for at, criterion in enumerate(criteria.values()):
        files.append(f"outcomes.{at}", outcomes_of(matrix, criterion))
    return [use.key for use in readings], list(criteria)
