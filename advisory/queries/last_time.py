"""What was recorded the time before, to stand beside the form that records it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from advisory.domain.systems import AREA_VALUES, form_name
from advisory.kinds import COMMITTEES, LEARNING, EvidenceKind
from advisory.models import LearningRecord
from advisory.queries.histories import committees_of, learning_of, systems_of

COURSES = 200  # offered while a person types


@dataclass(frozen=True, slots=True)
class LastTime:
    """Values by field of the form, each with its day; those in `usual` seldom change and may be filled in."""

    values: Mapping[str, tuple[date, Any]] = field(default_factory=dict)
    usual: Mapping[str, Any] = field(default_factory=dict)
    offered: tuple[str, ...] = ()  # what may be chosen while typing


def last_committee(factory_id: int) -> LastTime:
    """The committee as it was reviewed last. One query."""
    values, usual = _of_newest(COMMITTEES, committees_of([factory_id]))
    return LastTime(values, usual)


def last_systems(factory_id: int) -> LastTime:
    """Score, levels and notes of each area as they were seen last, by field of the form. One query."""
    values: dict[str, tuple[date, Any]] = {}
    for system in systems_of([factory_id]):
        for name in AREA_VALUES:
            value = getattr(system, name)
            if value not in {None, ""}:
                values.setdefault(form_name(system.area, name), (system.reviewed_on, value))
    return LastTime(values)


def last_learning(factory_id: int) -> LastTime:
    """The course held last, and courses by name. Two queries."""
    values, usual = _of_newest(LEARNING, learning_of([factory_id]))
    names = LearningRecord.objects.filter(superseded_at__isnull=True).values_list("course", flat=True)
    return LastTime(values, usual, tuple(names.distinct().order_by("course")[:COURSES]))


def _of_newest(kind: EvidenceKind, records: list[Any]) -> tuple[dict[str, tuple[date, Any]], dict[str, Any]]:
    """What the newest record says, as the kind declares it: values with their day, and those that are filled in."""
    if not records:
        return {}, {}
    newest = records[0]
    day = getattr(newest, kind.history["day"].name)
    values = {field.name: getattr(newest, field.name) for field in kind.fields if field.last_time}
    known = {name: (day, value) for name, value in values.items() if value is not None}
    return known, {name: values[name] for name in values if kind[name].last_time == "filled in"}
