"""A kind of field entry that belongs to an app above this one: how it is read, recorded, allowed and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OwnedEntryKind:
    """What `advisory` asks of the app that owns a kind; `settings.FIELD_ENTRY_KINDS` names each by its path.

    Attributes:
        read: the reader of the entry (`advisory.forms.field_entries.EntryReader`).
        apply: what records it (`advisory.commands.field_entries.Apply`).
        may_send: whether a user sends this kind.
        address: where it is seen, by the factory and the fields that were sent.
    """

    read: Callable[..., Any]
    apply: Callable[..., Any]
    may_send: Callable[..., bool]
    address: Callable[..., str]
