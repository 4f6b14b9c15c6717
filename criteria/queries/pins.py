"""What a verdict rests on, pinned: each fact with its revision and a digest, so that an alteration is seen later.

A pin is `[kind, id, revision, digest]`. Evidence is never overwritten, so a row's id names its content; the digest says
what that content was. A sheet is pinned by its own digest. Of a finding, which may be verified later, the digest covers
what was found; the day it was put right is its revision. A head count of the same day replaces one in place: the
moment it was recorded is its revision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from advisory.queries.evidence_columns import FindingRow, RecordRow, SheetRow
from criteria.queries.history import EvidenceRows
from factories.queries.columns import HeadCount
from journal.chains.hashes import instant

Pin = list[str | int]
SHORT = 16  # hexadecimal digits: plenty to see that a row is another


def pins(evidence: EvidenceRows, *, of: Collection[int], as_of: date) -> dict[int, list[Pin]]:
    """Per factory id, the facts that had happened by a day, in a fixed order."""
    chosen = frozenset(of)
    found: dict[int, list[Pin]] = defaultdict(list)
    for factory_id, pin in _happened(evidence, chosen, as_of):
        found[factory_id].append(pin)
    return {factory_id: sorted(pins_found, key=str) for factory_id, pins_found in found.items()}


def _happened(evidence: EvidenceRows, chosen: Collection[int], as_of: date) -> Iterator[tuple[int, Pin]]:
    tables: tuple[tuple[Sequence[Any], str, Callable[[Any], Pin]], ...] = (
        (evidence.sheets, "assessed_on", sheet_pin),
        (evidence.findings, "found_on", finding_pin),
        (evidence.records, "day", record_pin),
        (evidence.head_counts, "counted_on", head_count_pin),
    )
    for rows, day, pin in tables:
        for row in rows:
            if row.factory_id in chosen and getattr(row, day) <= as_of:
                yield row.factory_id, pin(row)


def sheet_pin(row: SheetRow) -> Pin:
    """A final answer sheet in one revision."""
    return ["sheet", str(row.assessment_id), row.revision, row.digest]


def finding_pin(row: FindingRow) -> Pin:
    """A finding and the day it was put right, if any."""
    content = (row.factory_id, str(row.assessment_id or ""), row.question, row.found_on.isoformat())
    return ["finding", row.id, _day(row.fixed_on), _digest(content)]


def record_pin(row: RecordRow) -> Pin:
    """A plan item, a review, a learning record or a case: one version of it."""
    content = (
        row.factory_id,
        row.day.isoformat(),
        *((name, str(row.values[name])) for name in sorted(row.values)),
    )
    return [row.kind, row.id, 0, _digest(content)]


def head_count_pin(row: HeadCount) -> Pin:
    """A head count."""
    content = (row.factory_id, row.counted_on.isoformat(), row.workers, row.women_workers)
    return ["head_count", row.id, instant(row.recorded_at), _digest(content)]


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _digest(content: tuple[object, ...]) -> str:
    return sha256(repr(content).encode()).hexdigest()[:SHORT]
