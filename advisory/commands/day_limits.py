"""The days of versioned facts that are recorded now, to be held against the limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisory.commands.versioned import Applied
from advisory.kinds import CASES, EvidenceKind
from advisory.queries.improvement_plan import FINISHED
from assessments.commands.day_limits import NewDay

CASE_DAY_ACCEPTED = "zero_tolerance.day_accepted"


def new_days(kind: EvidenceKind, done: Applied) -> Iterator[NewDay]:
    """The days of versioned facts that are new or changed; what stood before was judged when it was recorded."""
    pairs = [(None, row) for row in done.created] + done.updated
    for old, new in pairs:
        for field in kind.happened:
            if _is_new(field, old, new):
                day = NewDay(new.factory_id, field, getattr(new, field))
                yield (
                    day._replace(kind=CASE_DAY_ACCEPTED, subject=f"case:{new.uid}") if kind is CASES else day
                )
        if kind.due and _is_new(kind.due, old, new) and new.status not in FINISHED:
            yield NewDay(new.factory_id, kind.due, getattr(new, kind.due), due=True)


def _is_new(field: str, old: Any, new: Any) -> bool:
    day = getattr(new, field)
    return day is not None and (old is None or getattr(old, field) != day)
