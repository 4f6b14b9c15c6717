"""What became different between two days of one factory: two reports, or an assessment and today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]
"""What is compared; a key that is absent or null is not known and compared with nothing.

{"outcomes": {criterion: outcome}, "rate": int, "open_items": int, "assessed_on": day of the latest assessment if it
was a full one, "findings": {question: whether it is put right}, "plan_closed": [references], "recognised": day or ""
if it is not}
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to criteria, findings and items of the plan, by their codes, and numbers before and now.

    Attributes:
        met_now, lost: criteria.
        fixed: findings put right. new, repeated, gone: of a new assessment, beside the one before. A question is in
            one of the four at most: what was put right since is neither new nor found again.
        plan_closed: items of the plan that were done or verified.
        recognised: "since" or "ended"; "" where it is as before.
        rate, open_items: before and now; None where one is not known.
    """

    met_now: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    plan_closed: tuple[str, ...] = ()
    recognised: str = ""
    rate: tuple[int, int] | None = None
    open_items: tuple[int, int] | None = None


def changes_between(before: Facts, now: Facts) -> Changes:
    """Compare the facts of two days."""
    earlier, later = before["outcomes"], now["outcomes"]
    known = [code for code in later if code in earlier]
    return Changes(
        met_now=tuple(code for code in known if later[code] == "met" != earlier[code]),
        lost=tuple(code for code in known if earlier[code] == "met" != later[code]),
        plan_closed=_added(before.get("plan_closed"), now.get("plan_closed")),
        recognised=_recognised(before.get("recognised"), now.get("recognised")),
        rate=_pair(before.get("rate"), now.get("rate")),
        open_items=_pair(before.get("open_items"), now.get("open_items")),
        **_findings(before, now),
    )


def _findings(before: Facts, now: Facts) -> dict[str, tuple[str, ...]]:
    """Of two partial assessments nothing is said: what was not asked again is not gone."""
    if not before.get("assessed_on") or not now.get("assessed_on"):
        return {}
    earlier, later = before.get("findings"), now.get("findings")
    if earlier is None or later is None:
        return {}
    if before["assessed_on"] == now["assessed_on"]:
        return {"fixed": tuple(code for code in later if later[code] and not earlier.get(code, False))}
    return {
        "fixed": tuple(code for code in later if later[code]),
        "new": tuple(code for code in later if not later[code] and code not in earlier),
        "repeated": tuple(code for code in later if not later[code] and code in earlier),
        "gone": tuple(code for code in earlier if code not in later),
    }


def _added(before: list[str] | None, now: list[str] | None) -> tuple[str, ...]:
    if before is None or now is None:
        return ()
    return tuple(ref for ref in now if ref not in before)


def _recognised(before: str | None, now: str | None) -> str:
    if before is None or now is None or bool(before) == bool(now):
        return ""
    return "since" if now else "ended"


def _pair(before: int | None, now: int | None) -> tuple[int, int] | None:
    return None if before is None or now is None else (before, now)
