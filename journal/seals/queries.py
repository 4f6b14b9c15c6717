"""Seals as they are published."""

from __future__ import annotations

from typing import Any

from journal.models import Seal
from journal.seals.anchors import published
from journal.seals.signing import public_keys


def newest_seals(limit: int) -> list[Seal]:
    """The newest seals, newest first. One query."""
    return list(Seal.objects.order_by("-day")[:limit])


def published_document() -> dict[str, Any]:
    """Every seal, oldest first, with the public keys by id: all that `scripts/check_history.py` compares with."""
    return {"keys": public_keys(), "seals": [published(made) for made in Seal.objects.order_by("day")]}
