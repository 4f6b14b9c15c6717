"""An improvement plan as it stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

DONE = frozenset({"done", "verified"})


@dataclass(frozen=True, slots=True)
class PlanOutlook:
    """An improvement plan in four parts: overdue and open items by due day, then what is done and what is verified."""

    overdue: list[dict[str, Any]]
    open: list[dict[str, Any]]
    done: list[dict[str, Any]]
    verified: list[dict[str, Any]]

    @property
    def total(self) -> int:
        """All items."""
        return len(self.overdue) + len(self.open) + len(self.done) + len(self.verified)


def outlook(plan: Sequence[dict[str, Any]], on: date) -> PlanOutlook:
    """The plan of a report as it stands on a day."""
    today = on.isoformat()
    ordered = sorted(plan, key=lambda item: (item["due_on"] is None, item["due_on"] or "", item["ref"]))
    waiting = [item for item in ordered if item["status"] not in DONE]
    return PlanOutlook(
        overdue=[item for item in waiting if item["due_on"] and item["due_on"] < today],
        open=[item for item in waiting if not item["due_on"] or item["due_on"] >= today],
        done=[item for item in ordered if item["status"] == "done"],
        verified=[item for item in ordered if item["status"] == "verified"],
    )
