"""The lab's reads: all of history, kept by the process between two moves of a slider, and what names its factories.

What is kept holds no rights and nothing that cannot be read again; losing it costs time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from threading import Lock
from time import monotonic

from factories.queries.by_id import every_factory
from journal.queries import latest_event_id
from recognition.domain.history import History
from recognition.models import Recognition
from recognition.queries.history import load_history

LONGEST = 300.0
"""Seconds after which it is read again whatever the journal says."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    version: int
    on: date
    read_at: float
    history: History


_lock = Lock()
_kept: list[_Kept] = []


def history_on(on: date) -> History:
    """The history of every factory open on a day, read anew once anything has happened. Warm: one statement."""
    version = latest_event_id()
    with _lock:
        known = _kept[0] if _kept else None
        if (
            known is not None
            and (known.version, known.on) == (version, on)
            and monotonic() - known.read_at < LONGEST
        ):
            return known.history
        made = _Kept(version, on, monotonic(), load_history(on=on).history)
        _kept[:] = [made]
        return made.history


def recognised_codes() -> frozenset[str]:
    """Codes of the factories whose recognition is public now. One statement."""
    rows = Recognition.objects.filter(state=Recognition.State.PUBLISHED)
    return frozenset(rows.values_list("factory__code", flat=True))


@dataclass(frozen=True, slots=True)
class Known:
    """A factory as the lab names it. `workers` is None where nobody counted."""

    code: str
    name: str
    country: str
    workers: int | None


def known_factories() -> dict[str, Known]:
    """Every factory by its code. One statement."""
    rows = every_factory().values_list("code", "name", "country__name", "workers")
    return {row[0]: Known(*row) for row in rows}
