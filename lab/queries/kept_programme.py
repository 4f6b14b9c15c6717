"""All of history, kept by the process between two moves of a slider, and brought up to date with the journal.

What happened since is known from the journal: only the factories it happened to are read again. What is kept holds no
rights and nothing that cannot be read again; losing it costs time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from threading import Lock
from time import monotonic

import numpy as np

from advisory.queries.evidence_columns import MANY
from criteria.domain.history import History
from criteria.domain.history_rebuild import replace_factories
from criteria.queries.history import load_history
from factories.queries.columns import JudgedFactory
from journal.queries import factory_by_event, latest_event_id
from journal.reactions import kinds_owing
from lab.queries.programme import LabHistory, known_factories, programme_of

LONGEST = 3600.0
"""Seconds after which everything is read again whatever the journal says."""

STRAGGLERS = 500
"""How many events back one is looked for that was numbered before others and committed after them."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """What was read, and how far the journal stood before that.

    Attributes:
        latest: the last event there was.
        heard: the events that had told of facts, as far back as stragglers are looked for.
    """

    on: date
    read_at: float
    latest: int
    heard: Mapping[int, int | None]
    factories: tuple[JudgedFactory, ...]
    history: History
    programme: LabHistory


_lock = Lock()
_cached: list[_Kept] = []


def programme_on(on: date) -> LabHistory:
    """All of history of every factory open on a day, as the journal has it. Warm: one statement.

    After an event six more, which read the factories that it concerned.
    """
    latest = latest_event_id()
    with _lock:
        known = _cached[0] if _cached else None
        if known is None or known.on != on or monotonic() - known.read_at >= LONGEST:
            made = _whole(on, latest)
        elif known.latest == latest:
            return known.programme
        else:
            made = _up_to_date(known, latest)
        _cached[:] = [made]
        return made.programme


def forget() -> None:
    """Clear the cache: the next caller reads all of history."""
    with _lock:
        _cached.clear()


@cache
def _telling() -> frozenset[str]:
    """Kinds of events that tell of facts: after them factories are judged anew, or there is one more, or all differ."""
    criteria_aside = kinds_owing("criteria.evaluate_factories") - {"criteria.in_force"}
    return criteria_aside | {"factory.registered", "questionnaire.loaded"}


def _whole(on: date, latest: int) -> _Kept:
    events = factory_by_event(latest - STRAGGLERS, _telling())
    loaded = load_history(on=on)
    programme = programme_of(loaded.history, known_factories(), on)
    return _Kept(on, monotonic(), latest, events, loaded.factories, loaded.history, programme)


def _up_to_date(known: _Kept, latest: int) -> _Kept:
    events = factory_by_event(known.latest - STRAGGLERS, _telling())
    touched = {factory for event, factory in events.items() if event not in known.heard}
    recent = {event: factory for event, factory in events.items() if event > latest - STRAGGLERS}
    if not touched:
        return replace(known, latest=latest, heard=recent)
    if None in touched or len(touched) > MANY:
        return _whole(known.on, latest)
    fresh = load_history({factory_id for factory_id in touched if factory_id is not None}, on=known.on)
    stale = np.fromiter(
        (factory.id in touched for factory in known.factories), np.bool_, len(known.factories)
    )
    history = replace_factories(known.history, fresh.history, instead_of=stale)
    stays = [factory for factory in known.factories if factory.id not in touched]
    return replace(
        known,
        latest=latest,
        heard=recent,
        factories=tuple(sorted([*stays, *fresh.factories], key=lambda factory: factory.code)),
        history=history,
        programme=programme_of(history, known_factories(), known.on),
    )
