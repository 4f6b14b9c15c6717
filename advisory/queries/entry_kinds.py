"""Kinds of field entries that apps above this one take in."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from advisory.domain.entry_kinds import OwnedEntryKind


@cache
def entry_kind(name: str) -> OwnedEntryKind | None:
    """The kind of that name where an app above owns it."""
    paths = settings.FIELD_ENTRY_KINDS.get(name)
    return OwnedEntryKind(**{part: import_string(path) for part, path in paths.items()}) if paths else None
