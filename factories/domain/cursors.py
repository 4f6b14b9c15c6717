"""A place in an ordered list, as text for an address: the last row's sort value and its id."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass

Value = str | int
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # no database takes them


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: behind the row with this value and id, or (backwards) before it."""

    value: Value
    row_id: int
    backwards: bool = False

    def text(self) -> str:
        """URL-safe spelling; `parse` reads it back."""
        fields = json.dumps(
            [self.value, self.row_id, int(self.backwards)], separators=(",", ":"), ensure_ascii=False
        )
        return base64.urlsafe_b64encode(fields.encode()).decode().rstrip("=")


def parse(text: str) -> Cursor | None:
    """The cursor of a text; None when it is empty or invalid: the list then starts at its first page."""
    try:
        padded = text + "=" * (-len(text) % 4)
        value, row_id, backwards = json.loads(base64.urlsafe_b64decode(padded.encode()))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    if not isinstance(row_id, int) or not -(2**63) <= row_id < 2**63 or _UNWRITABLE.search(str(value)):
        return None
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return None
    return Cursor(value, row_id, bool(backwards))
