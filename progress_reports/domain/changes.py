"""What became different between two reports on one factory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """Codes of criteria by what happened to them, and two numbers before and now (None: not known then or now)."""

    met_now: tuple[str, ...]
    lost: tuple[str, ...]
    rate: tuple[int, int] | None
    open_items: tuple[int, int] | None


def changes_between(before: Content, now: Content) -> Changes:
    """Compare the `facts` of two reports: {"outcomes": {code: outcome}, "rate": int or None, "open_items": int}."""
    earlier, later = before["outcomes"], now["outcomes"]
    known = [code for code in later if code in earlier]
    return Changes(
        met_now=tuple(code for code in known if later[code] == "met" != earlier[code]),
        lost=tuple(code for code in known if earlier[code] == "met" != later[code]),
        rate=_pair(before["rate"], now["rate"]),
        open_items=_pair(before["open_items"], now["open_items"]),
    )


def _pair(before: int | None, now: int | None) -> tuple[int, int] | None:
    return None if before is None or now is None else (before, now)
