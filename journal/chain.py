"""The hash chain of one subject's events: pure functions over plain values."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: Any) -> str:
    """JSON with one spelling only: sorted keys, no spaces, text as it is."""
    return _ENCODER.encode(value)


def instant(at: datetime) -> str:
    """An instant in one spelling on every database: UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def event_hash(
    *,
    previous: str,
    subject: str,
    sequence: int,
    kind: str,
    factory_id: int | None,
    actor_id: int | None,
    actor_name: str,
    actor_address: str,
    at: datetime,
    data: dict[str, Any],
) -> str:
    """SHA-256 over everything an event says and the hash before it."""
    said = [
        previous,
        subject,
        sequence,
        kind,
        factory_id,
        actor_id,
        actor_name,
        actor_address,
        instant(at),
        data,
    ]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def seal_hash(*, previous: str, day: str, heads: list[tuple[str, int, str]], last_event_id: int) -> str:
    """SHA-256 over a day's heads (subject, sequence, hash) in order of subject, and the seal before it."""
    return hashlib.sha256(canonical([previous, day, sorted(heads), last_event_id]).encode()).hexdigest()
