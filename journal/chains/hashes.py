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


def commitment(salt: str, name: str, address: str) -> str:
    """SHA-256 over a person's name and address and a random salt: without the salt nobody can tell whose it is."""
    return hashlib.sha256(canonical([salt, name, address]).encode()).hexdigest()


def body_hash(
    *,
    subject: str,
    sequence: int,
    kind: str,
    factory_id: int | None,
    actor_id: int | None,
    actor_commitment: str,
    at: datetime,
    data: dict[str, Any],
    rows_hash: str,
) -> str:
    """SHA-256 over everything an event says."""
    content = [subject, sequence, kind, factory_id, actor_id, actor_commitment, instant(at), data, rows_hash]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def link_hash(previous: str, body: str) -> str:
    """SHA-256 over the hash of the event before and an event's body: proves a chain without showing what it says."""
    return hashlib.sha256((previous + body).encode()).hexdigest()


def seal_hash(*, previous: str, day: str, root: str, heads: int, events: int, sealed_at: str) -> str:
    """SHA-256 over what a day's seal says and the seal before it."""
    return hashlib.sha256(canonical([previous, day, root, heads, events, sealed_at]).encode()).hexdigest()
