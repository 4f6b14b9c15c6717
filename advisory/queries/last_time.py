"""What was recorded the time before, to stand beside the form that records it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from advisory.models import LearningRecord
from advisory.queries.histories import committees_of, learning_of, systems_of

COURSES = 200  # offered while somebody types


@dataclass(frozen=True, slots=True)
class LastTime:
    """Values by field of the form, each with its day; those in `usual` seldom change and may be filled in."""

    values: Mapping[str, tuple[date, Any]] = field(default_factory=dict)
    usual: Mapping[str, Any] = field(default_factory=dict)
    offered: tuple[str, ...] = ()  # what may be chosen while typing


def last_committee(factory_id: int) -> LastTime:
    """The committee as it was reviewed last. One query."""
    found = committees_of([factory_id])
    if not found:
        return LastTime()
    last = found[0]
    told = {
        name: getattr(last, name)
        for name in ("worker_seats", "management_seats", "women_percent", "meetings_12m", "minutes_12m")
    }
    told["worker_side_elected"] = {True: "yes", False: "no"}.get(last.worker_side_elected)  # type: ignore[arg-type]
    known = {name: (last.reviewed_on, value) for name, value in told.items() if value is not None}
    return LastTime(known, {name: told[name] for name in ("worker_seats", "management_seats")})


def last_systems(factory_id: int) -> LastTime:
    """The last score of each area. One query."""
    values: dict[str, tuple[date, Any]] = {}
    for one in systems_of([factory_id]):
        values.setdefault(one.area, (one.reviewed_on, one.score))
    return LastTime(values)


def last_learning(factory_id: int) -> LastTime:
    """The course held last, and courses by name. Two queries."""
    found = learning_of([factory_id])
    values = {"course": (found[0].held_on, found[0].course)} if found else {}
    names = LearningRecord.objects.filter(superseded_at__isnull=True).values_list("course", flat=True)
    return LastTime(values, offered=tuple(names.distinct().order_by("course")[:COURSES]))
