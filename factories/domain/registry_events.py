"""Kinds of journal events that change the registry, by subject: a form of a subject never overwrites them unseen."""

from __future__ import annotations

_FACTORY = frozenset({"factory.registered", "factory.corrected", "factory.country_corrected"})
DETAILS = _FACTORY | {
    "factory.renamed",
    "factory.moved",
    "factory.closed",
    "factory.reopened",
    "factory.succeeded",
    "factory.continues",
}
GROUPS = _FACTORY | {"factory.grouped", "factory.ungrouped"}
IDENTIFIERS = _FACTORY | {"identifier.given", "identifier.retired"}
COUNTS = _FACTORY | {"workforce.recorded", "workforce.corrected"}
SOURCING = frozenset({"sourcing.started", "sourcing.ended", "sourcing.corrected", "brand.merged"})
REGISTRY = DETAILS | GROUPS | IDENTIFIERS | COUNTS | SOURCING
EVERYTHING = REGISTRY | {
    "access.declined",
    "access.request_withdrawn",
    "access.requested",
    "consent.changed",
    "consent.documented",
    "consent.ending",
    "consent.given",
    "consent.withdrawn",
}
"""What happens to a factory that holds no evidence: all else is evidence of its own."""
