"""All of history, kept by the process between two moves of a slider, and brought up to date with the journal.

Most of it is a store that all processes of the machine share (`lab/queries/history_store.py`); where there is none, it
is read from the tables and kept by the process alone, and a store is asked for. What happened since is known from the
journal: only the factories it happened to are read again, and put beside the rest. What is kept holds no rights and
nothing that cannot be read again; losing it costs time.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from threading import Lock
from time import monotonic

import numpy as np
from celery import current_app
from kombu.exceptions import OperationalError

from advisory.queries.evidence_columns import MANY
from criteria.queries.history import load_history
from journal.queries import factory_by_event, latest_event_id
from journal.reactions import kinds_owing
from lab.queries.history_store import newest_store
from lab.queries.programme import LabHistory, ProgrammeAt, known_factories, programme_of, with_changes

logger = logging.getLogger(__name__)

LONGEST = 3600.0
"""Seconds after which everything is read again whatever the journal says."""

STRAGGLERS = 500
"""How many events back one is looked for that was numbered before others and committed after them."""

WORTH_A_STORE = 1_000
"""Factories from which on a store is asked for: fewer are read within half a second."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """What was read, and what happened since.

    Attributes:
        read: the programme as it was read whole.
        read_at: when, by a clock that only this process knows.
        latest: the last event that `programme` covers.
        happened: the events since `read` that told of facts.
        programme: the programme after these.
    """

    read: ProgrammeAt
    read_at: float
    latest: int
    happened: frozenset[int]
    programme: LabHistory


_lock = Lock()
_cached: list[_Kept] = []


def programme_on(on: date) -> LabHistory:
    """All of history of every factory open on a day, as the journal has it. Warm: one statement.

    After an event a dozen more, which read the factories that something happened to since everything was read.
    """
    latest = latest_event_id()
    with _lock:
        known = _cached[0] if _cached else None
        if known is not None and (known.read.on != on or monotonic() - known.read_at >= LONGEST):
            known = None
        newer = newest_store(on, after=_covered(known))
        if newer is not None:
            known = _just_read(newer)
        if known is None:
            known = _from_tables(on, latest)
        if known.latest != latest:
            known = _up_to_date(known, latest)
        _cached[:] = [known]
        return known.programme


def forget() -> None:
    """Clear the cache: the next caller opens the store, or reads all of history."""
    with _lock:
        _cached.clear()


def heard_before(event: int) -> frozenset[int]:
    """The events up to the last one that have told of facts, as far back as stragglers are looked for."""
    return frozenset(factory_by_event(event - STRAGGLERS, _telling()))


def happened_since(event: int, heard: frozenset[int]) -> dict[int, int | None]:
    """By event that told of facts since, or of which nothing had been heard: the factory; None for all of them."""
    events = factory_by_event(event - STRAGGLERS, _telling())
    return {at: factory for at, factory in events.items() if at not in heard}


@cache
def _telling() -> frozenset[str]:
    """Kinds of events that tell of facts: after them factories are judged anew, or there is one more, or all differ."""
    criteria_aside = kinds_owing("criteria.evaluate_factories") - {"criteria.in_force"}
    return criteria_aside | {"factory.registered", "questionnaire.loaded"}


def _covered(known: _Kept | None) -> int:
    """The event after which a store is newer. What the process keeps alone gives way to one of the same event."""
    return 0 if known is None else known.read.event - (not known.read.stored)


def _just_read(read: ProgrammeAt) -> _Kept:
    return _Kept(read, monotonic(), read.event, frozenset(), read.programme)


def _from_tables(on: date, latest: int) -> _Kept:
    heard = heard_before(latest)
    loaded = load_history(on=on)
    ids = np.array([factory.id for factory in loaded.factories], dtype=np.int64)
    if len(ids) >= WORTH_A_STORE:
        _ask_for_store()
    programme = programme_of(loaded.history, known_factories(), on)
    return _just_read(ProgrammeAt(on, latest, heard, ids, programme))


def _ask_for_store() -> None:
    try:
        current_app.send_task("lab.tasks.refresh_stores", expires=60)
    except (OperationalError, OSError):  # the timetable asks as well
        logger.warning("no message could be sent that a history store is missing", exc_info=True)


def _up_to_date(known: _Kept, latest: int) -> _Kept:
    read = known.read
    happened = happened_since(read.event, read.heard)
    if known.happened == happened.keys():
        return replace(known, latest=latest)
    ids = {factory_id for factory_id in happened.values() if factory_id is not None}
    if None in happened.values() or len(ids) > MANY:
        return _from_tables(read.on, latest)
    fresh = load_history(ids, on=read.on).history
    stays = ~np.isin(read.ids, list(ids))
    programme = with_changes(read.programme, stays, fresh, known_factories(fresh.codes))
    if programme is None:
        return _from_tables(read.on, latest)
    return replace(known, latest=latest, happened=frozenset(happened), programme=programme)
