"""All reads of recognitions that other apps ask for."""

from __future__ import annotations

from recognition.queries.appeals import FactoryDecision, decisions_for_factory, open_appeals_against
from recognition.queries.recognitions import (
    LIVE,
    PublishedRow,
    no_longer_public,
    once_published,
    published,
    recognitions_visible_to,
)

__all__ = [
    "LIVE",
    "FactoryDecision",
    "PublishedRow",
    "decisions_for_factory",
    "no_longer_public",
    "once_published",
    "open_appeals_against",
    "published",
    "recognitions_visible_to",
]
