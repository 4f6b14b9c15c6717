"""What became different at one supplier between two looks of a brand's person, worst first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from factories.domain.scopes import rank

Facts = Mapping[str, Any]
"""What of a supplier is compared; a key that is absent is not open to the reader and compared with nothing.

{"recognised": day or "", "scope": of the consent or "", "declined": moment of the factory's last refusal or "",
"alert": bool, "assessed_on": day or "", "criteria": "high-performance/1.0", "outcomes": {criterion: outcome},
"overdue": [references of plan items]}
"""


class SupplierChangeKind(IntEnum):
    """Kinds of changes, the worst first."""

    ALERT = 1
    RECOGNITION_ENDED = 2
    CRITERIA_LOST = 3
    OVERDUE = 4
    ACCESS_LESS = 5
    DECLINED = 6
    REPORT = 7
    RECOGNISED = 8
    CRITERIA_MET = 9
    ACCESS_MORE = 10
    ALERT_OVER = 11


@dataclass(frozen=True, slots=True)
class SupplierChange:
    """One thing that became different.

    Attributes:
        number: how many criteria or plan items.
        day: of a report or a recognition, in ISO form.
    """

    kind: SupplierChangeKind
    number: int = 0
    day: str = ""


def changes_between_looks(before: Facts | None, now: Facts, *, recent: str) -> list[SupplierChange]:
    """What is different now, worst first.

    Args:
        before: at the last look; None where the supplier was not among the reader's then.
        recent: without an earlier look, reports and recognitions from this day on are news.
    """
    first, earlier = before is None, before or {}
    found = [
        *_alert(earlier, now),
        *_recognition(earlier, now, recent if first else ""),
        *_criteria(earlier, now),
        *_overdue(earlier, now),
        *(() if first else _access(earlier, now)),
        *_declined(earlier, now, recent if first else ""),
        *_report(earlier, now, recent if first else ""),
    ]
    return sorted(found, key=lambda change: change.kind)


def fingerprint(facts: Mapping[int, Facts]) -> str:
    """The same for the same facts, whatever their order: what a page showed is what is marked as seen."""
    ordered = {str(key): dict(facts[key]) for key in sorted(facts)}
    text = json.dumps(ordered, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_of_changes(changes: Iterable[tuple[int, SupplierChange]]) -> str:
    """The same for the same changes at the same factories."""
    lines = sorted(f"{key} {change.kind:d} {change.number} {change.day}" for key, change in changes)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _alert(before: Facts, now: Facts) -> Iterable[SupplierChange]:
    if now.get("alert") and not before.get("alert"):
        yield SupplierChange(SupplierChangeKind.ALERT)
    if before.get("alert") and now.get("alert") is False:
        yield SupplierChange(SupplierChangeKind.ALERT_OVER)


def _recognition(before: Facts, now: Facts, recent: str) -> Iterable[SupplierChange]:
    was, day = before.get("recognised", ""), now.get("recognised", "")
    if was and not day:
        yield SupplierChange(SupplierChangeKind.RECOGNITION_ENDED)
    if day and not was and day >= recent:
        yield SupplierChange(SupplierChangeKind.RECOGNISED, day=day)


def _criteria(before: Facts, now: Facts) -> Iterable[SupplierChange]:
    """Only within one version of the criteria: a new version makes no factory better or worse."""
    if "outcomes" not in before or "outcomes" not in now or before["criteria"] != now["criteria"]:
        return
    earlier, later = before["outcomes"], now["outcomes"]
    both = [code for code in later if code in earlier]
    lost = sum(earlier[code] == "met" != later[code] for code in both)
    met = sum(later[code] == "met" != earlier[code] for code in both)
    if lost:
        yield SupplierChange(SupplierChangeKind.CRITERIA_LOST, lost)
    if met:
        yield SupplierChange(SupplierChangeKind.CRITERIA_MET, met)


def _overdue(before: Facts, now: Facts) -> Iterable[SupplierChange]:
    known = set(before.get("overdue", ()))
    number = sum(ref not in known for ref in now.get("overdue", ()))
    if number:
        yield SupplierChange(SupplierChangeKind.OVERDUE, number)


def _access(before: Facts, now: Facts) -> Iterable[SupplierChange]:
    earlier, later = rank(before.get("scope", "")), rank(now.get("scope", ""))
    if later < earlier:
        yield SupplierChange(SupplierChangeKind.ACCESS_LESS)
    if later > earlier:
        yield SupplierChange(SupplierChangeKind.ACCESS_MORE)


def _declined(before: Facts, now: Facts, recent: str) -> Iterable[SupplierChange]:
    at = now.get("declined", "")
    if at > max(before.get("declined", ""), recent):
        yield SupplierChange(SupplierChangeKind.DECLINED)


def _report(before: Facts, now: Facts, recent: str) -> Iterable[SupplierChange]:
    day = now.get("assessed_on", "")
    if (recent and day >= recent) or (day and "assessed_on" in before and day > before["assessed_on"]):
        yield SupplierChange(SupplierChangeKind.REPORT, day=day)
